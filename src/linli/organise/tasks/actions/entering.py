"""The result of a printed work order, entered by the desk for somebody without an account."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker, Held, Refused
from linli.ground.rights.table import Role
from linli.organise.tasks.actions.steps import TASKS, seen
from linli.organise.tasks.actions.working import finish, sign
from linli.organise.tasks.logic.entering import OVER, OnPaper, read_done_at, read_worker
from linli.organise.tasks.logic.links import OPENS
from linli.organise.tasks.logic.results import Brought
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.queries import TaskRow
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import hold
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import IllegalMove

ENTER: Final = ("enter", "task")


def enter_result(task_id: UUID, paper: OnPaper, asker: Asker, version: int) -> None:
    """It counts as the unit's result; whoever enters it can no longer check the work.

    Work that nobody had signed for is signed for with it. `version` is that of the task as read.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove`, `BadText`.
    """
    with atomic():
        row = _held(task_id, asker)
        if row.state not in OPENS:
            raise IllegalMove("task", row.state, State.DONE, (), OVER.get(row.state, ""))
        worker = read_worker(paper.name, paper.phone)
        told_at = read_done_at(paper.done_at, began(row), clock.now())
        unit = _for_unit(row, asker)
        if row.state == State.DISPATCHED:
            sign(row.id, unit, version, brought=Brought(worker))
            version += 1
        brought = Brought(worker, paper.before_ids, told_at)
        finish(row.id, paper.text, paper.photo_ids, unit, version, brought=brought)
        audit.record(asker, "enter_result", "task", str(row.id), case_id=str(row.case_id))


def began(row: TaskRow) -> datetime:
    """Since when a result can have come about: what was done before was sent back."""
    back = (one.at for one in cases.course(row.case_id, TASKS) if one.act == Act.SENT_BACK)
    return max([row.dispatched_at, *back])


def _for_unit(row: TaskRow, asker: Asker) -> Asker:
    """The same person, who may do for this one task what a person of the unit may."""
    return replace(asker, grants=(Held(Role.HANDLER, party_id=row.party_id),))


def _held(task_id: UUID, asker: Asker) -> TaskRow:
    hold(seen(task_id, asker).case_id, TASKS)
    row = seen(task_id, asker)
    if not asker.require(*ENTER).covers(row.where, parties=(row.party_id,)):
        raise Refused(f"{asker.name} may not enter the result of a task here.")
    return row
