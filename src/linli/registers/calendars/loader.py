"""Sets single days of working calendars by a list of them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from django.db.models import Q, QuerySet

from linli.ground.rights.asker import Asker
from linli.ground.sheets.cells import Value
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.planning import BadRow, Values, planned
from linli.ground.sheets.reading import Record
from linli.ground.sheets.register import LATEST_FIRST, Listed, all_rows
from linli.ground.sheets.schema import Schema, read_schema
from linli.registers.calendars import actions
from linli.registers.calendars.actions import DayRule
from linli.registers.calendars.logic import BadHours, read_hours
from linli.registers.calendars.models import SpecialDay, WorkCalendar
from linli.wire.texts import N_

USUAL: Final = "office"


@dataclass(frozen=True, slots=True)
class DayEntry:
    calendar: str
    rule: DayRule


class DayLoader(Listed):
    """Columns day, working, and of calendar, hours, name those there are."""

    schema: Schema = read_schema(Path(__file__).parent / "schemas" / "days.json")
    revision = "calendars"
    fixed: tuple[str, ...] = ("day", "calendar")
    order = LATEST_FIRST

    def plan_exact(self, record: Record, asker: Asker) -> Plan:
        return self.plan([record], asker)

    def kept(self, asker: Asker) -> "QuerySet[SpecialDay]":
        return all_rows(SpecialDay, "calendar", asker).filter(is_own=True)

    def sought(self, text: str) -> Q:
        found = Q(name__icontains=text) | Q(calendar_id=text)
        with suppress(ValueError):
            found |= Q(day=date.fromisoformat(text))
        return found

    def same(self, values: Values) -> Q:
        return Q(day=values["day"], calendar_id=values.get("calendar") or USUAL)

    def values(self, rows: Sequence[SpecialDay]) -> list[dict[str, Value]]:
        return [
            {
                "day": row.day.isoformat(),
                "working": row.is_working,
                "calendar": row.calendar_id,
                "hours": " ".join("-".join(span) for span in row.hours),
                "name": row.name,
            }
            for row in rows
        ]

    def plan(self, records: Sequence[Record], asker: Asker) -> Plan:
        asker.require("load", "calendar")
        calendars = set(WorkCalendar.objects.values_list("pk", flat=True))
        own = SpecialDay.objects.filter(is_own=True)
        known = {(one.calendar_id, one.day): _entry(one) for one in own}
        seen = set[tuple[str, date]]()

        def decide(values: Values) -> tuple[DayEntry | None, DayEntry]:
            new = _new(values, calendars)
            key = (new.calendar, new.rule.day)
            if key in seen:
                raise BadRow("day", N_("stands above already; keep one row for a day"))
            seen.add(key)
            return known.get(key), new

        return planned(records, self.schema, decide)

    def store(self, some: Sequence[DayEntry], asker: Asker) -> None:
        for code in dict.fromkeys(one.calendar for one in some):
            actions.set_days(code, [one.rule for one in some if one.calendar == code], asker)


def _entry(one: SpecialDay) -> DayEntry:
    hours = tuple((start, end) for start, end in one.hours)
    rule = DayRule(day=one.day, is_working=one.is_working, hours=hours, name=one.name)
    return DayEntry(one.calendar_id, rule)


def _new(values: Values, calendars: set[str]) -> DayEntry:
    """Raises `BadRow`."""
    code = values.get("calendar") or USUAL
    if code not in calendars:
        known = ", ".join(sorted(calendars))
        unknown = N_("there is no calendar “%(code)s”; use one of: %(known)s")
        raise BadRow("calendar", unknown, {"code": code, "known": known})
    is_working, text = bool(values["working"]), values.get("hours") or ""
    if text and not is_working:
        raise BadRow("hours", N_("a day off has no hours; leave them empty"))
    try:
        hours = read_hours(text)
    except BadHours as bad:
        raise BadRow("hours", "%(fault)s", {"fault": str(bad)}) from bad
    day, name = date.fromisoformat(str(values["day"])), values.get("name") or ""
    return DayEntry(code, DayRule(day=day, is_working=is_working, hours=hours, name=name))
