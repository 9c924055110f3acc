"""What figures are made of: which cases something happened to, and everything that did."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from linli.ground.rights.asker import Asker
from linli.respond.cases.logic.runs import Interval, Run
from linli.respond.cases.models import Case, ClockEvent, TimelineEntry
from linli.respond.cases.queries.clocks import Key, last_runs
from linli.respond.cases.queries.rows import (
    CaseRow,
    Step,
    case_rows,
    read,
    timeline_step,
    visible,
)


@dataclass(frozen=True, slots=True)
class WholeCase:
    """A case with its whole timeline and all its clocks."""

    row: CaseRow
    steps: list[Step]
    runs: dict[Key, Run]


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of a timeline: when it was written, and of which case."""

    entry_id: UUID
    case_id: UUID


def happened_after(entry_id: UUID | None, limit: int, asker: Asker) -> list[Happened]:
    """Entries in the order in which they were written. Raises `Refused` to persons."""
    asker.require("count", "case")
    found = TimelineEntry.objects.order_by("id")
    if entry_id is not None:
        found = found.filter(pk__gt=entry_id)
    return [Happened(*one) for one in found.values_list("id", "case_id")[:limit]]


def whole_cases(case_ids: Iterable[UUID], asker: Asker) -> list[WholeCase]:
    """As many queries for all of them as for one. Raises `Refused` to persons."""
    asker.require("count", "case")
    wanted = set(case_ids)
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for entry in TimelineEntry.objects.filter(case__in=wanted).order_by("id"):
        steps[entry.case_id].append(timeline_step(entry))
    events: dict[UUID, list[ClockEvent]] = defaultdict(list)
    for event in ClockEvent.objects.filter(case__in=wanted).order_by("id"):
        events[event.case_id].append(event)
    rows = case_rows(read(Case.objects.filter(pk__in=wanted)))
    return [WholeCase(row, steps[row.id], last_runs(events[row.id])) for row in rows]


def ended_at(run: Run) -> datetime | None:
    """When a clock was stopped; None while it is not."""
    return run.intervals[-1].end if run.is_stopped else None


def due_at(run: Run) -> datetime | None:
    """When it was to end, also of one that was stopped before that; None without a limit."""
    last = run.intervals[-1]
    return replace(run, intervals=(*run.intervals[:-1], Interval(last.start, None))).due_at


def in_order(case_ids: list[UUID], asker: Asker) -> list[CaseRow]:
    """Those of the cases that the asker may see, in the order that is given."""
    seen = visible(asker).filter(pk__in=case_ids)
    rows = {row.id: row for row in case_rows(read(seen))}
    return [rows[one] for one in case_ids if one in rows]
