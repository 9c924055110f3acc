"""Loads the calendars that Linli brings along, and sets single days by hand."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import holidays

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker
from linli.registers.calendars.logic import WEEKDAYS, parse_hours
from linli.registers.calendars.models import CalendarVersion, SpecialDay, WorkCalendar
from linli.registers.calendars.queries import UnknownCalendar, body

ZONE: Final = "Asia/Shanghai"

_OFFICE_DAY: Final = [["09:00", "12:00"], ["13:30", "17:30"]]
_OFFICE: Final[dict[str, Any]] = {
    "name": "机关工作时间",
    "name_en": "Office hours",
    "time_zone": ZONE,
    "weekly_hours": {day: _OFFICE_DAY for day in WEEKDAYS[:5]},
    "official_until": date.min,
}
_ALWAYS: Final[dict[str, Any]] = {
    "name": "全天候",
    "name_en": "Day and night",
    "time_zone": ZONE,
    "weekly_hours": {day: [["00:00", "24:00"]] for day in WEEKDAYS},
    "official_until": date.max,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRule:
    """What a person says about one day; hours as in `WorkCalendar`, empty for the ordinary ones."""

    day: date
    is_working: bool
    hours: tuple[tuple[str, str], ...] = ()
    name: str = ""


def load_defaults(asker: Asker) -> None:
    """The calendars `office` and `always`, with China's holidays of this year and the next.

    Weekly hours and days that a person has set stay as they are. A second load is harmless.
    """
    asker.require("load", "calendar")
    this_year = clock.now().astimezone(ZoneInfo(ZONE)).year
    days = [SpecialDay(**asdict(day)) for y in (this_year, this_year + 1) for day in _china(y)]
    with atomic():
        bump("calendars")
        WorkCalendar.objects.get_or_create(code="always", defaults=_ALWAYS)
        office, _ = WorkCalendar.objects.get_or_create(code="office", defaults=_OFFICE)
        WorkCalendar.objects.filter(pk=office.pk).update(official_until=_official_until(this_year))
        _replace_days(office, days, date(this_year, 1, 1), date(this_year + 1, 12, 31))
        _keep_versions(["always", office.code])
        audit.record(asker, "load", "calendar", office.code)


def set_day(code: str, rule: DayRule, asker: Asker) -> None:
    """Says how one day of a calendar is worked, whatever the official holidays say.

    Raises `UnknownCalendar`, or `BadHours` for hours that are none.
    """
    set_days(code, [rule], asker)


def set_days(code: str, rules: Sequence[DayRule], asker: Asker) -> None:
    """The same for many days: together they are one new version. Raises as `set_day`."""
    asker.require("set", "calendar")
    for rule in rules:
        parse_hours([list(span) for span in rule.hours])
    with atomic():
        bump("calendars")
        if not WorkCalendar.objects.filter(pk=code).exists():
            raise UnknownCalendar(f'"{code[:40]}" is no known calendar; nothing was set.')
        for rule in rules:
            _set(code, rule)
            audit.record(asker, "set", "calendar", code, day=rule.day.isoformat())
        _keep_versions([code])


def _set(code: str, rule: DayRule) -> None:
    SpecialDay.objects.update_or_create(
        calendar_id=code,
        day=rule.day,
        defaults={
            "is_working": rule.is_working,
            "hours": [list(span) for span in rule.hours],
            "name": rule.name,
            "is_own": True,
        },
    )


def _keep_versions(codes: Sequence[str]) -> None:
    """Keeps what each of these calendars says now, unless it says what it said before."""
    for one in WorkCalendar.objects.filter(pk__in=codes).prefetch_related("special_days"):
        said = body(one, one.special_days.all())
        last = CalendarVersion.objects.filter(calendar=one, version=one.version).first()
        if last is None or last.body != said:
            version = one.version + 1
            CalendarVersion.objects.create(calendar=one, version=version, body=said)
            WorkCalendar.objects.filter(pk=one.pk).update(version=version)


@dataclass(frozen=True, slots=True)
class _Holiday:
    """A day that is not worked as its weekday is."""

    day: date
    is_working: bool
    name: str


@cache
def _china(year: int) -> tuple[_Holiday, ...]:
    """Holidays, and the weekend days that are worked instead (of one year only)."""
    known = holidays.country_holidays("CN", years=year, language="zh_CN")
    off = [_Holiday(day, False, name[:80]) for day, name in known.items() if day.year == year]
    on = [_Holiday(day, True, "调休上班") for day in known.weekend_workdays if day.year == year]
    return (*off, *on)


def _official_until(this_year: int) -> date:
    """The end of the last year with make-up days: only the State Council's notice sets those."""
    announced = [
        year
        for year in (this_year - 1, this_year, this_year + 1)
        if any(day.is_working for day in _china(year))
    ]
    return date(max(announced, default=this_year - 1), 12, 31)


def _replace_days(office: WorkCalendar, days: list[SpecialDay], first: date, last: date) -> None:
    stored = SpecialDay.objects.filter(calendar=office, day__range=(first, last))
    stored.filter(is_own=False).delete()
    own = set(stored.values_list("day", flat=True))
    for day in days:
        day.calendar = office
    SpecialDay.objects.bulk_create(day for day in days if day.day not in own)
