"""Reads the clocks of cases: what they come to by their events, and what runs now for lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from linli.ground.rights.asker import Asker
from linli.registers.calendars import queries as calendars
from linli.registers.calendars.logic import Unit
from linli.respond.cases.logic.runs import Clock, Event, Kind, Run, Terms, last_run
from linli.respond.cases.models import ClockEvent, RunningClock
from linli.respond.cases.queries.rows import visible

BESIDE: Final = frozenset({Clock.RESPOND, Clock.SIGN_IN})
"""Clocks that run beside the one by which a case or a task is due."""

Key = tuple[UUID | None, str]
"""Which clock of a case: the work order that it belongs to, if it is one's, and its name."""


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that is not stopped, as its row says: `due_at` is None while it stands still."""

    case_id: UUID
    task_id: UUID | None
    party_id: int | None
    clock: str
    terms: Terms
    is_paused: bool
    due_at: datetime | None


def runs(case_id: UUID, asker: Asker) -> dict[Key, Run]:
    """The last run of each clock of the case; empty when it is not within the asker's reach."""
    seen = visible(asker).filter(pk=case_id)
    return last_runs(ClockEvent.objects.filter(case__in=seen).order_by("id"))


def running(case_ids: Iterable[UUID]) -> dict[UUID, list[Running]]:
    """The clocks of these cases that are not stopped; asks nobody, for pages that list them."""
    found: dict[UUID, list[Running]] = {}
    for row in RunningClock.objects.filter(case__in=set(case_ids)).order_by("id"):
        found.setdefault(row.case_id, []).append(_running(row))
    return found


def running_of_tasks(task_ids: Iterable[UUID]) -> dict[UUID, list[Running]]:
    """The same by work order."""
    found: dict[UUID, list[Running]] = {}
    for row in RunningClock.objects.filter(task_id__in=set(task_ids)).order_by("id"):
        found.setdefault(cast(UUID, row.task_id), []).append(_running(row))
    return found


def timed(case_ids: Iterable[UUID]) -> dict[UUID, Terms]:
    """By what is counted when each of these cases is due: its own clock, else that of the task
    that is due first; asks nobody."""
    found = {}
    for case_id, some in running(case_ids).items():
        told = [one for one in some if one.due_at and one.clock not in BESIDE]
        told.sort(key=lambda one: (one.task_id is not None, one.due_at))
        if told:
            found[case_id] = told[0].terms
    return found


def timed_tasks(task_ids: Iterable[UUID]) -> dict[UUID, Terms]:
    """By what is counted when the work of each of these is due; asks nobody."""
    return {
        task_id: one.terms
        for task_id, some in running_of_tasks(task_ids).items()
        for one in some
        if one.clock == Clock.HANDLE and one.due_at
    }


def last_runs(events: Iterable[ClockEvent]) -> dict[Key, Run]:
    """What became of the last start of each clock; the events in the order in which they came."""
    by_clock: dict[Key, list[Event]] = {}
    for row in events:
        by_clock.setdefault((row.task_id, row.clock), []).append(_event(row))
    return {key: _last(told) for key, told in by_clock.items()}


def _last(told: list[Event]) -> Run:
    begun = max(index for index, one in enumerate(told) if one.kind is Kind.START)
    terms = cast(Terms, told[begun].terms)
    run = last_run(told[begun:], calendars.calendar_at(terms.calendar, terms.version))
    assert run is not None
    return run


def _event(row: ClockEvent) -> Event:
    terms = Terms(row.amount, cast(Unit, row.unit), row.calendar, row.calendar_version)
    return Event(row.at, Kind(row.kind), terms if row.unit else None)


def _running(row: RunningClock) -> Running:
    terms = Terms(None, cast(Unit, row.unit), row.calendar, row.calendar_version)
    return Running(
        row.case_id,
        row.task_id,
        row.party_id,
        Clock(row.clock),
        terms,
        row.is_paused,
        row.due_at,
    )
