"""Working time: when a limit is over, what is overdue, how much lies between two moments.

All moments are aware; days and hours are those of the calendar's time zone.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

Unit = Literal["minutes", "working_hours", "working_days"]
Hours = tuple[tuple[int, int], ...]
"""Spans of one day in minutes since local midnight; the end may be 1440."""

OFFICE: Final = "office"
"""The calendar by which the desk works, and whoever says nothing else."""

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY: Final = timedelta(days=1)
WARN_AFTER: Final = 0.75
"""Of a limit: what has used up so much of it needs somebody before it is late."""

_DASH: Final = re.compile(r"[–—~至]")
_BETWEEN: Final = re.compile(r"[\s,;、]+")


class NoWorkingTime(ValueError):
    """A calendar that never opens again, so that no limit could end."""


class BadHours(ValueError):
    """Hours that are no hours of a day, or overlap."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day unlike its weekday: no hours is a holiday; a make-up day 调休 or half day has some."""

    hours: Hours
    name: str = ""


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """A calendar: the hours of seven days from Monday, and the days that are unlike them."""

    weekly: tuple[Hours, ...]
    zone: ZoneInfo
    special: Mapping[date, SpecialDay] = field(default_factory=dict)

    def hours(self, day: date) -> Hours:
        special = self.special.get(day)
        return special.hours if special else self.weekly[day.weekday()]


def ordinary_hours(weekly: tuple[Hours, ...]) -> Hours:
    """The hours of the first weekday that has any: what a make-up day is worked by."""
    return next((hours for hours in weekly if hours), ())


def deadline(start: datetime, amount: int, unit: Unit, calendar: WorkingTime) -> datetime:
    """When a limit that begins at `start` is over, in UTC.

    `minutes` run day and night. `working_hours` run while the calendar is open. `working_days` do
    not count the day of `start` and end when the last day's work ends (Civil Code of the People's
    Republic of China, articles 201 and 203).
    Raises `NoWorkingTime` when the calendar never opens for long enough.
    """
    if amount < 0:
        raise ValueError(f"A limit of {amount} {unit} cannot be; use 0 or more.")
    begin = start.astimezone(UTC)
    if amount == 0 or unit == "minutes":
        return begin + timedelta(minutes=amount)
    if unit == "working_hours":
        return after_work(begin, timedelta(hours=amount), calendar)
    return _after_days(begin, amount, calendar)


def warning(start: datetime, end: datetime, unit: Unit, calendar: WorkingTime) -> datetime:
    """When three quarters of the time from `start` to the `end` of a limit are gone, in UTC.

    Of a limit in working time, three quarters of its working time.
    """
    begin, finish = start.astimezone(UTC), end.astimezone(UTC)
    work = timedelta() if unit == "minutes" else working_time(begin, finish, calendar)
    if not work:
        return begin + (finish - begin) * WARN_AFTER
    return after_work(begin, work * WARN_AFTER, calendar)


def is_overdue(due_at: datetime | None, *, is_open: bool, now: datetime) -> bool:
    """Whether something should be done by now and is not.

    What is done, returned or cancelled is not overdue any more, however late that was.
    """
    return is_open and due_at is not None and due_at < now


def working_minutes(start: datetime, end: datetime, calendar: WorkingTime) -> int:
    """Whole working minutes from `start` to `end`; 0 when the end is not later."""
    return working_time(start, end, calendar) // timedelta(minutes=1)


def working_time(start: datetime, end: datetime, calendar: WorkingTime) -> timedelta:
    """The working time from `start` to `end`; none when the end is not later."""
    begin, finish = start.astimezone(UTC), end.astimezone(UTC)
    worked = timedelta()
    day = begin.astimezone(calendar.zone).date()
    last = finish.astimezone(calendar.zone).date()
    while day <= last:
        for opens, closes in spans(day, calendar):
            worked += max(timedelta(), min(closes, finish) - max(opens, begin))
        day += DAY
    return worked


def after_work(start: datetime, work: timedelta, calendar: WorkingTime) -> datetime:
    """When so much working time has passed since `start`, in UTC. Raises `NoWorkingTime`."""
    begin = start.astimezone(UTC)
    for day in _open_days(begin.astimezone(calendar.zone).date(), calendar):
        for opens, closes in spans(day, calendar):
            resumed = max(opens, begin)
            if closes - resumed >= work:
                return resumed + work
            work -= max(timedelta(), closes - resumed)
    raise NoWorkingTime(_never(begin))


@dataclass(frozen=True, slots=True)
class Distance:
    """How far off a deadline is, in whole units: what is left, or by how much it is over."""

    count: int
    unit: Literal["minutes", "working_hours", "working_days", "days"]
    is_over: bool


FARTHEST: Final = timedelta(days=120)
"""Beyond that nobody counts working days."""


def distance(now: datetime, due_at: datetime, unit: Unit, calendar: WorkingTime) -> Distance:
    """From now to the deadline as people say it, in the largest unit that is full.

    Of working days only where the limit is in working days; minutes of a limit that runs day and
    night are minutes however many.
    """
    is_over = due_at < now
    begin, end = sorted((now, due_at))
    if end - begin > FARTHEST:
        return Distance((end - begin) // DAY, "days", is_over)
    if unit == "minutes":
        return Distance((end - begin) // timedelta(minutes=1), "minutes", is_over)
    work = working_time(begin, end, calendar)
    usual = sum(until - since for since, until in ordinary_hours(calendar.weekly))
    day = timedelta(minutes=usual)
    if unit == "working_days" and day and work >= day:
        return Distance(work // day, "working_days", is_over)
    if work >= timedelta(hours=1):
        return Distance(work // timedelta(hours=1), "working_hours", is_over)
    return Distance(work // timedelta(minutes=1), "minutes", is_over)


def spans(day: date, calendar: WorkingTime) -> Iterator[tuple[datetime, datetime]]:
    """The open times of one local day in UTC, as long as they really are when clocks change."""
    free_from = _moment(day, 0, calendar.zone)
    for start, end in calendar.hours(day):
        opens = max(free_from, _moment(day, start, calendar.zone))
        closes = _moment(day, end, calendar.zone)
        if opens < closes:
            yield opens, closes
            free_from = closes


def read_hours(text: str) -> tuple[tuple[str, str], ...]:
    """`09:00-12:00 13:30-17:30`, with whatever dash between them, as texts. Raises `BadHours`."""
    plain = _DASH.sub("-", unicodedata.normalize("NFKC", text))
    parts = [span.partition("-") for span in _BETWEEN.split(plain) if span]
    spans = tuple((start, end) for start, _, end in parts)
    parse_hours([list(span) for span in spans])
    return spans


def parse_hours(written: list[list[str]]) -> Hours:
    """[["09:00", "12:00"], ["13:30", "17:30"]] as minutes; 24:00 is the end of the day.

    Raises `BadHours`.
    """
    parsed = tuple((_minute(start), _minute(end)) for start, end in written)
    free_from = 0
    for start, end in parsed:
        if not free_from <= start < end:
            raise BadHours(f"The hours {written} overlap or run backwards; put them in order.")
        free_from = end
    return parsed


def _minute(written: str) -> int:
    hour, colon, minute = written.partition(":")
    if colon and hour.isdecimal() and minute.isdecimal() and len(minute) == 2:
        total = int(hour) * 60 + int(minute)
        if int(minute) < 60 and total <= 1440:
            return total
    raise BadHours(f'"{written}" is no time of day; use one from 00:00 to 24:00.')


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    midnight = datetime.combine(day, time(), zone)
    return (midnight + timedelta(minutes=minute)).astimezone(UTC)


def _after_days(begin: datetime, days: int, calendar: WorkingTime) -> datetime:
    for day in _open_days(begin.astimezone(calendar.zone).date() + DAY, calendar):
        open_times = list(spans(day, calendar))
        days -= bool(open_times)
        if days == 0:
            return open_times[-1][1]
    raise NoWorkingTime(_never(begin))


def _open_days(day: date, calendar: WorkingTime) -> Iterator[date]:
    """The days from here on that have hours; endless only if the week has some."""
    last = date.max if any(calendar.weekly) else max(calendar.special, default=date.min)
    while day <= last:
        if calendar.hours(day):
            yield day
        day += DAY


def _never(begin: datetime) -> str:
    return f"The calendar has too little working time after {begin:%Y-%m-%d}; give it weekly hours."
