"""Reads working calendars, from memory. They are public, so no asker is asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from linli.ground.database import single
from linli.ground.revisions.memory import Remembered
from linli.registers.calendars.logic import (
    WEEKDAYS,
    Hours,
    SpecialDay,
    WorkingTime,
    ordinary_hours,
    parse_hours,
)
from linli.registers.calendars.models import CalendarVersion, WorkCalendar
from linli.registers.calendars.models import SpecialDay as SpecialDayOfTable


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
    version: int

    def label(self, language: str) -> str:
        """`language` is a Django language code such as zh-hans or en."""
        return self.name if language.startswith("zh") else self.name_en or self.name


@dataclass(frozen=True, slots=True)
class Calendars:
    """All calendars, as rows and as working time; versions are read when they are asked for."""

    rows: list[CalendarRow]
    times: dict[str, WorkingTime]
    versions: dict[tuple[str, int], WorkingTime] = field(default_factory=dict)


def calendar(code: str) -> WorkingTime:
    """The working time of a calendar. Raises `UnknownCalendar`."""
    times = _calendars.get().times
    if code not in times:
        known = ", ".join(sorted(times)) or "none is loaded"
        raise UnknownCalendar(f'"{code[:40]}" is no known calendar; use one of: {known}.')
    return times[code]


def version(code: str) -> int:
    """The number of what a calendar says now. Raises `UnknownCalendar`."""
    calendar(code)
    return next(one.version for one in _calendars.get().rows if one.code == code)


def calendar_at(code: str, version: int) -> WorkingTime:
    """The working time of a calendar as it was at this version. Raises `UnknownCalendar`."""
    known = _calendars.get()
    if (code, version) not in known.versions:
        kept = single(CalendarVersion.objects.filter(calendar=code, version=version))
        if kept is None:
            raise UnknownCalendar(f'"{code[:40]}" has no version {version}.')
        known.versions[code, version] = _as_it_was(kept.body)
    return known.versions[code, version]


def calendars() -> list[CalendarRow]:
    """All calendars, by code."""
    return list(_calendars.get().rows)


def _load() -> Calendars:
    stored = list(WorkCalendar.objects.prefetch_related("special_days").order_by("code"))
    rows = [
        CalendarRow(one.code, one.name, one.name_en, one.time_zone, one.official_until, one.version)
        for one in stored
    ]
    return Calendars(rows, {one.code: _working_time(one) for one in stored})


def _working_time(stored: WorkCalendar) -> WorkingTime:
    return _as_it_was(body(stored, stored.special_days.all()))


def body(stored: WorkCalendar, days: Iterable[SpecialDayOfTable]) -> dict[str, Any]:
    """What makes a version, as plain JSON: all but how it is called."""
    special = [
        {"day": str(one.day), "works": one.is_working, "hours": one.hours, "name": one.name}
        for one in sorted(days, key=lambda one: one.day)
    ]
    return {"zone": stored.time_zone, "weekly": stored.weekly_hours, "special": special}


def _as_it_was(body: Mapping[str, Any]) -> WorkingTime:
    weekly = tuple(parse_hours(body["weekly"].get(day, [])) for day in WEEKDAYS)
    usual = ordinary_hours(weekly)
    special = {date.fromisoformat(one["day"]): _special(one, usual) for one in body["special"]}
    return WorkingTime(weekly, ZoneInfo(body["zone"]), special)


def _special(one: Mapping[str, Any], usual: Hours) -> SpecialDay:
    if not one["works"]:
        return SpecialDay((), one["name"])
    return SpecialDay(parse_hours(one["hours"]) or usual, one["name"])


_calendars = Remembered("calendars", _load)
