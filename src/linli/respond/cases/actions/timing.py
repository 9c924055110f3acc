"""Writes what happens to the clocks of a case, and keeps beside it what that comes to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from linli.ground import clock
from linli.ground.database.inserting import insert
from linli.registers.calendars import queries as calendars
from linli.registers.calendars.logic import OFFICE, Unit
from linli.registers.catalogue.logic import ItemDefinition, Limit
from linli.respond.cases.logic.clocks import CLOCKS, Due, Turn, limit_of
from linli.respond.cases.logic.ladder import CLIMBED, next_at
from linli.respond.cases.logic.runs import BadClock, Clock, Kind, Run, Terms
from linli.respond.cases.models import ClockEvent, RunningClock, TimelineEntry
from linli.respond.cases.queries.clocks import last_runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A clock that is started: how long it may run, by whose calendar, and for which work."""

    clock: Clock
    limit: Limit | None
    calendar: str = OFFICE
    task_id: UUID | None = None
    party_id: int | None = None


def start(case_id: UUID, timed: Timed) -> Due:
    """The clock begins to run; returns when it is due."""
    limit, version = timed.limit, calendars.version(timed.calendar)
    unit = cast(Unit, limit.unit) if limit else "minutes"
    terms = Terms(limit.amount if limit else None, unit, timed.calendar, version)
    running = RunningClock(
        case_id=case_id,
        task_id=timed.task_id,
        party_id=timed.party_id,
        clock=timed.clock,
        unit=unit,
        calendar=terms.calendar,
        calendar_version=version,
    )
    event = _event(running, Kind.START, terms)
    run = last_runs([event])[timed.task_id, timed.clock]
    _keep(running, run)
    insert(running)
    return _due(run)


def begin(case_id: UUID, state: str, item: ItemDefinition, *, is_told: bool) -> Due:
    """The clocks of a case that opens in this state; returns when it must have left it.

    It may be inserted after them: the database looks for it when all is committed.
    """
    if is_told:
        start(case_id, Timed(clock=Clock.RESPOND, limit=limit_of(Clock.RESPOND, item)))
    of_state = CLOCKS[state]
    return start(case_id, Timed(clock=of_state, limit=limit_of(of_state, item)))


def pause(running: Iterable[RunningClock]) -> None:
    """They stand still; what stands still already stays as it is."""
    for one in running:
        if not one.is_paused:
            _event(one, Kind.PAUSE)
            _save(one, is_paused=True, due_at=None, rung_at=None)


def resume(running: Iterable[RunningClock]) -> dict[tuple[UUID | None, str], Due]:
    """They go on with the time that they have left; returns when each is due."""
    paused = [one for one in running if one.is_paused]
    for one in paused:
        _event(one, Kind.RESUME)
    return _recomputed(paused)


def extend(running: RunningClock, more: int) -> Due:
    """It may run so many of its units longer; again counted from its start.

    Raises `BadClock` when nobody has said how long it may run.
    """
    events = ClockEvent.objects.filter(case=running.case_id).order_by("id")
    terms = last_runs(events)[running.task_id, running.clock].terms
    if terms.amount is None:
        raise BadClock("A clock without a limit cannot be extended.")
    _event(running, Kind.EXTEND, replace(terms, amount=terms.amount + more))
    return _recomputed([running])[running.task_id, running.clock]


def stop(running: Iterable[RunningClock]) -> None:
    for one in running:
        _event(one, Kind.STOP)
        one.delete()


def revive(case_id: UUID) -> Due:
    """Takes back that the clocks of the case stopped when it was last dispatched: they are as if
    they never had. Returns when it must be dispatched.
    """
    events = list(ClockEvent.objects.filter(case=case_id).order_by("id"))
    runs, revived = last_runs(events), []
    for name in _stopped_by_dispatch(events):
        run = runs[None, name]
        one = RunningClock.objects.create(
            case_id=case_id,
            clock=name,
            unit=run.terms.unit,
            calendar=run.terms.calendar,
            calendar_version=run.terms.version,
            rung=_climbed(case_id, name, run.started_at),
        )
        _event(one, Kind.REVIVE)
        revived.append(one)
    return _recomputed(revived).get((None, Clock.DISPATCH), Due())


def _stopped_by_dispatch(events: list[ClockEvent]) -> list[str]:
    """What stopped with the dispatch clock, the last time: one step stops all in a row."""
    is_stop = [one.task_id is None and one.kind == Kind.STOP for one in events]
    ends = [at for at, one in enumerate(events) if is_stop[at] and one.clock == Clock.DISPATCH]
    if not ends:
        return []
    first = last = ends[-1]
    while first and is_stop[first - 1]:
        first -= 1
    while last + 1 < len(events) and is_stop[last + 1]:
        last += 1
    return [one.clock for one in events[first : last + 1]]


def _climbed(case_id: UUID, name: str, since: datetime) -> int:
    """How many steps of the ladder this run of a clock of the case has behind it."""
    acts = [act.value for act in CLIMBED.values()]
    told = TimelineEntry.objects.filter(case=case_id, act__in=acts, at__gte=since)
    return sum(
        one.get("clock") == name and not one.get("task_id")
        for one in told.values_list("detail", flat=True)
    )


def of_case(case_id: UUID, **which: Any) -> list[RunningClock]:
    """The clocks of a case that are not stopped, oldest first."""
    return list(RunningClock.objects.filter(case=case_id, **which).order_by("id"))


def follow(case_id: UUID, turn: Turn, item: ItemDefinition, *, is_contact: bool) -> Due | None:
    """Does to the clocks what a step does; returns when the state that begins is due.

    `is_contact`: a person tells the reporter something with it. None: the due times stay.
    """
    running = of_case(case_id)
    ended = turn.stop | ({Clock.RESPOND} if is_contact else frozenset())
    stopped = [one for one in running if turn.all is Kind.STOP or one.clock in ended]
    stop(stopped)
    left = [one for one in running if one not in stopped]
    if turn.all is Kind.PAUSE:
        pause(left)
    gone_on = resume(left) if turn.all is Kind.RESUME else {}
    if turn.start:
        return start(case_id, Timed(clock=turn.start, limit=limit_of(turn.start, item)))
    if turn.all is Kind.RESUME:
        return next((due for (task, one), due in gone_on.items() if _is_of_state(task, one)), Due())
    return Due() if turn.all or turn.stop else None


def _is_of_state(task_id: UUID | None, clock: str) -> bool:
    return task_id is None and clock != Clock.RESPOND


def _recomputed(running: list[RunningClock]) -> dict[tuple[UUID | None, str], Due]:
    """What their events come to now, kept and returned."""
    if not running:
        return {}
    runs = last_runs(ClockEvent.objects.filter(case=running[0].case_id).order_by("id"))
    found = {}
    for one in running:
        run = runs[one.task_id, one.clock]
        _keep(one, run)
        _save(one, is_paused=run.is_paused, due_at=one.due_at, rung_at=one.rung_at)
        found[one.task_id, one.clock] = _due(run)
    return found


def _keep(running: RunningClock, run: Run) -> None:
    running.due_at = run.due_at
    running.rung_at = next_at(Clock(running.clock), run, running.rung)


def _save(running: RunningClock, **columns: Any) -> None:
    RunningClock.objects.filter(pk=running.pk).update(**columns)


def _due(run: Run) -> Due:
    return Due(run.due_at, run.warn_at)


def _event(running: RunningClock, kind: Kind, terms: Terms | None = None) -> ClockEvent:
    said = {
        "amount": terms.amount if terms else None,
        "unit": terms.unit if terms else "",
        "calendar": terms.calendar if terms else "",
        "calendar_version": terms.version if terms else 0,
    }
    event = ClockEvent(
        case_id=running.case_id,
        task_id=running.task_id,
        clock=running.clock,
        kind=kind,
        at=clock.now(),
        **said,
    )
    insert(event)
    return event
