"""Takes the steps of the ladder when a clock has run so far: each once, on the timeline."""

from typing import Final
from uuid import UUID

from linli.ground import clock
from linli.ground.database import atomic, single
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker
from linli.respond.cases.actions.steps import Entry, hold, write
from linli.respond.cases.facts import ClockClimbed
from linli.respond.cases.logic.ladder import CLIMBED, SUPERVISED, Rung, next_at
from linli.respond.cases.logic.runs import Clock
from linli.respond.cases.models import Case, ClockEvent, RunningClock
from linli.respond.cases.queries.clocks import last_runs

MOST_AT_ONCE: Final = 1000
"""Of one run; the next one goes on. A night without workers must not end in one long run."""


def climb(asker: Asker) -> int:
    """Takes each step that is due by now, the longest due first; returns how many."""
    due = RunningClock.objects.filter(rung_at__lte=clock.now()).order_by("rung_at", "id")
    waiting = list(due.values_list("pk", "case_id")[:MOST_AT_ONCE])
    return sum(_step(clock_id, case_id, asker) for clock_id, case_id in waiting)


def _step(clock_id: int, case_id: UUID, asker: Asker) -> bool:
    with atomic():
        row = hold(case_id, asker)
        running = single(RunningClock.objects.filter(pk=clock_id, rung_at__lte=clock.now()))
        if running is None or not row.is_open:
            return False  # it was stopped, or stands still, since a moment
        rung = Rung(running.rung + 1)
        events = ClockEvent.objects.filter(case=case_id).order_by("id")
        run = last_runs(events)[running.task_id, running.clock]
        following = next_at(Clock(running.clock), run, rung)
        RunningClock.objects.filter(pk=clock_id).update(rung=rung, rung_at=following)
        if rung in SUPERVISED:
            level = SUPERVISED[rung]
            Case.objects.filter(pk=case_id, supervised__lt=level).update(supervised=level)
        party_id, task_id = running.party_id, running.task_id
        detail = {"clock": running.clock, "party_id": party_id, "task_id": str(task_id or "")}
        write(case_id, asker, Entry(CLIMBED[rung], detail=detail))
        announce(ClockClimbed(case_id, task_id, party_id, running.clock, int(rung)))
    return True
