"""What tasks tell a case about its time. Only `organise/tasks/actions` may call it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from linli.ground import clock
from linli.ground.database import require_transaction
from linli.ground.rights.asker import Asker
from linli.respond.cases.actions import timing
from linli.respond.cases.actions.handling import Remaining
from linli.respond.cases.actions.steps import Entry, change, decide, hold, take, tell
from linli.respond.cases.logic.clocks import Due
from linli.respond.cases.logic.runs import Clock
from linli.respond.cases.logic.states import SUSPEND, State
from linli.respond.cases.models import Case

WARNED_BEFORE: Final = timedelta(days=1)
"""So long before a suspension is over somebody should look at it."""


def suspend(case_id: UUID, until: datetime, said: Entry, asker: Asker) -> None:
    """Nobody works on it until then, and all its clocks stand still.

    Raises `NotFound`, `Refused`, `IllegalMove`.
    """
    require_transaction("Suspending a case")
    row = hold(case_id, asker)
    decided = decide(row, State.SUSPENDED, SUSPEND, asker)
    times = {"due_at": until, "warn_at": until - WARNED_BEFORE, "resumes_at": until}
    take(row, decided, asker, said, **times)


def resume(case_id: UUID, task_ids: Iterable[UUID], said: Entry, asker: Asker) -> dict[UUID, Due]:
    """The work of these tasks goes on with what is left of its time; returns when each is due.

    Raises `NotFound`, `Refused`, `IllegalMove`.
    """
    require_transaction("Resuming a case")
    row = hold(case_id, asker)
    decided = decide(row, State.HANDLING, SUSPEND, asker)
    resumed = timing.resume(timing.of_case(case_id, task_id__in=list(task_ids)))
    due = {
        task_id: one for (task_id, name), one in resumed.items() if name == Clock.HANDLE and task_id
    }
    first = Remaining(
        due_at=min((one.at for one in due.values() if one.at), default=None),
        warn_at=min((one.warn_at for one in due.values() if one.warn_at), default=None),
    )
    take(row, decided, asker, said, **first.times())
    return due


def extend(case_id: UUID, task_id: UUID, more: int) -> Due | None:
    """The work of this task may take so many units longer; None for one that has no clock."""
    require_transaction("Extending a clock")
    running = timing.of_case(case_id, task_id=task_id, clock=Clock.HANDLE)
    return timing.extend(running[0], more) if running else None


def note_extended(case_id: UUID, said: Entry, remaining: Remaining, asker: Asker) -> None:
    """The case is due when the first of its tasks is. Raises `NotFound`."""
    row = hold(case_id, asker)
    change(row, **remaining.times())
    tell(case_id, asker, said)


def over() -> list[UUID]:
    """The cases whose suspension is over by now, the longest first."""
    found = Case.objects.filter(state=State.SUSPENDED, resumes_at__lte=clock.now())
    return list(found.order_by("resumes_at").values_list("pk", flat=True))
