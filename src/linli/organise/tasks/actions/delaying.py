"""Lets the work wait, go on, or take longer, as somebody above has decided."""

from datetime import datetime
from typing import Final
from uuid import UUID

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions.steps import TASKS, remaining, seen
from linli.organise.tasks.models import Task
from linli.organise.tasks.queries import of_case
from linli.respond.cases.actions import Entry, delaying, hold
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import IllegalMove
from linli.respond.cases.logic.states import State as CaseState
from linli.wire.texts import N_

NOT_TIMED: Final = N_("Its clock does not run, so that there is nothing to extend.")


def suspend(case_id: UUID, until: datetime, said: Entry, asker: Asker) -> None:
    """Nobody has to work on the case until then: all its tasks wait. Raises as all above."""
    with atomic():
        delaying.suspend(case_id, until, said, asker)
        Task.objects.filter(case_id=case_id, is_open=True).update(due_at=None, warn_at=None)


def resume(case_id: UUID, asker: Asker) -> None:
    """The work on a suspended case goes on, with the time that was left. Raises as all above."""
    with atomic():
        waiting = [row.id for row in of_case(case_id, TASKS) if row.is_open]
        due = delaying.resume(case_id, waiting, Entry(Act.RESUMED), asker)
        for task_id, one in due.items():
            Task.objects.filter(pk=task_id).update(**one.columns())
        audit.record(asker, "resume", "case", str(case_id))


def resume_suspended(asker: Asker) -> int:
    """Has each case go on whose suspension is over; returns how many. Again is harmless."""
    over = delaying.over()
    for case_id in over:
        with atomic():
            if hold(case_id, asker).state == CaseState.SUSPENDED:
                resume(case_id, asker)
    return len(over)


def extend(task_id: UUID, more: int, said: Entry, asker: Asker) -> None:
    """The work may take so many units of its clock longer. The asker decides on its case, held.

    Raises `NotFound`, and `IllegalMove` for work that is not going on.
    """
    with atomic():
        row = seen(task_id, asker)
        hold(row.case_id, TASKS)
        due = delaying.extend(row.case_id, task_id, more) if row.is_open else None
        if due is None or due.at is None:
            raise IllegalMove("task", row.state, "extended", (), NOT_TIMED)
        Task.objects.filter(pk=task_id).update(**due.columns())
        delaying.note_extended(row.case_id, said, remaining(row.case_id), asker)
