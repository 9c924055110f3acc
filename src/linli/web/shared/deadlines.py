"""Says lengths, times and deadlines as people say them: 剩3个工作小时，周一10:30前."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from linli.ground import clock
from linli.registers.calendars import queries as calendars
from linli.registers.calendars.logic import Distance, WorkingTime, distance
from linli.respond.cases.logic.runs import Terms

MINUTE, HOUR, DAY = 60, 3600, 86400
_WEEK: Final = 6

WEEKDAYS: Final = (
    *(pgettext_lazy("day of the week", "Mon"), pgettext_lazy("day of the week", "Tue")),
    *(pgettext_lazy("day of the week", "Wed"), pgettext_lazy("day of the week", "Thu")),
    *(pgettext_lazy("day of the week", "Fri"), pgettext_lazy("day of the week", "Sat")),
    pgettext_lazy("day of the week", "Sun"),
)


NEAR_DAYS: Final = {0: gettext_lazy("today, %(time)s"), 1: gettext_lazy("tomorrow, %(time)s")}


def _by(at: datetime) -> str:
    return gettext("due %(when)s") % {"when": moment_text(at)}


def left(at: datetime, of: Terms | None, *, is_open: bool = True) -> str:
    """What is left, and until when: the day of the week where it lies within one.

    `of`: by what its clock counts; then that is said in working hours or days.
    """
    if not is_open:
        return _by(at)
    now = clock.now()
    if of is not None:
        said = distance_words(distance(now, at, of.unit, _calendar(of)))
        return gettext("%(length)s left, by %(when)s") % {"length": said, "when": day_text(at)}
    left_s = (at - now).total_seconds()
    if left_s >= DAY:
        return _by(at)
    plain = {"length": length(left_s), "when": date_format(timezone.localtime(at), "H:i")}
    return gettext("%(length)s left, due %(when)s") % plain


def over(at: datetime, of: Terms | None) -> str:
    """By how much it is over."""
    now = clock.now()
    if of is None:
        return length((now - at).total_seconds())
    return distance_words(distance(now, at, of.unit, _calendar(of)))


def _calendar(of: Terms) -> WorkingTime:
    return calendars.calendar_at(of.calendar, of.version)


def distance_words(one: Distance) -> str:
    """In its unit; minutes by the clock on the wall in the largest unit that is full."""
    if one.unit == "minutes":
        return length(one.count * MINUTE)
    if one.unit == "days":
        return length(one.count * DAY)
    return limit_words({"amount": one.count, "unit": one.unit})


def day_text(at: datetime) -> str:
    """The time of day, with the day of the week for the next days, else with the date."""
    local, today = timezone.localtime(at), timezone.localtime(clock.now()).date()
    days = (local.date() - today).days
    if not 0 < days <= _WEEK:
        return moment_text(at)
    return f"{WEEKDAYS[local.weekday()]} {date_format(local, 'H:i')}"


def moment_text(at: datetime) -> str:
    local, today = timezone.localtime(at), timezone.localtime(clock.now())
    if local.date() == today.date():
        return date_format(local, "H:i")
    day = gettext("M j, H:i") if local.year == today.year else gettext("M j, Y, H:i")
    return date_format(local, day)


def day_and_time(at: datetime) -> str:
    """A moment ahead as one tells it to a neighbour: tomorrow 14:00, Wednesday, Dec 2, 14:00."""
    local = timezone.localtime(at)
    days, hour = (local.date() - timezone.localdate(clock.now())).days, date_format(local, "H:i")
    if days in NEAR_DAYS:
        return str(NEAR_DAYS[days]) % {"time": hour}
    return date_format(local, gettext("l, M j, H:i"))


def limit_words(limit: Mapping[str, Any]) -> str:
    """A limit of the catalogue as people say it: 5 working days."""
    count = limit["amount"]
    if limit["unit"] == "working_days":
        return ngettext("%(count)d working day", "%(count)d working days", count) % {"count": count}
    if limit["unit"] == "working_hours":
        text = ngettext("%(count)d working hour", "%(count)d working hours", count)
        return text % {"count": count}
    if count % (HOUR // MINUTE):
        return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
    if count % (DAY // MINUTE):
        hours = count // (HOUR // MINUTE)
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return length(count * MINUTE)


def time(at: datetime, text: str) -> SafeString:
    exact = date_format(timezone.localtime(at), "Y-m-d H:i:s")
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), exact, text)


def length(seconds: float) -> str:
    """A length of time in its largest unit, as people say it."""
    minutes, hours, days = (int(seconds // unit) for unit in (MINUTE, HOUR, DAY))
    if days:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if hours:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
