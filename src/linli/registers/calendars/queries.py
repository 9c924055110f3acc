"""Reads working calendars, from memory. They are public, so no asker is asked for."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from linli.ground.revisions.memory import Remembered
from linli.registers.calendars.logic import (
    WEEKDAYS,
    Hours,
    SpecialDay,
    WorkingTime,
    ordinary_hours,
    parse_hours,
)
from linli.registers.calendars.models import SpecialDay as SpecialDayOfTable
from linli.registers.calendars.models import WorkCalendar


class UnknownCalendar(LookupError):
    """No calendar has this code."""


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One calendar by name; after `official_until` its holidays are only expected ones."""

    code: str
    name: str
    name_en: str
    time_zone: str
    official_until: date

    def label(self, language: str) -> str:
        """`language` is a Django language code such as zh-hans or en."""
        return self.name if language.startswith("zh") else self.name_en or self.name


@dataclass(frozen=True, slots=True)
class Calendars:
    """All calendars, as rows and as working time."""

    rows: list[CalendarRow]
    times: dict[str, WorkingTime]


def calendar(code: str) -> WorkingTime:
    """The working time of a calendar. Raises `UnknownCalendar`."""
    times = _calendars.get().times
    if code not in times:
        known = ", ".join(sorted(times)) or "none is loaded"
        raise UnknownCalendar(f'"{code[:40]}" is no known calendar; use one of: {known}.')
    return times[code]


def calendars() -> list[CalendarRow]:
    """All calendars, by code."""
    return list(_calendars.get().rows)


def _load() -> Calendars:
    stored = list(WorkCalendar.objects.prefetch_related("special_days").order_by("code"))
    rows = [
        CalendarRow(one.code, one.name, one.name_en, one.time_zone, one.official_until)
        for one in stored
    ]
    return Calendars(rows, {one.code: _working_time(one) for one in stored})


def _working_time(stored: WorkCalendar) -> WorkingTime:
    weekly = tuple(parse_hours(stored.weekly_hours.get(day, [])) for day in WEEKDAYS)
    usual = ordinary_hours(weekly)
    special = {one.day: _special(one, usual) for one in stored.special_days.all()}
    return WorkingTime(weekly, ZoneInfo(stored.time_zone), special)


def _special(one: SpecialDayOfTable, usual: Hours) -> SpecialDay:
    if not one.is_working:
        return SpecialDay((), one.name)
    return SpecialDay(parse_hours(one.hours) or usual, one.name)


_calendars = Remembered("calendars", _load)
