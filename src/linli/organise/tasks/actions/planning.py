"""Plans work for a time, moves that time, and begins what was planned."""

from datetime import datetime
from uuid import UUID

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions.referring import follow_up
from linli.organise.tasks.actions.steps import begin, change, seen
from linli.organise.tasks.actions.working import sign
from linli.organise.tasks.logic.plans import require_plannable
from linli.organise.tasks.logic.referrals import FollowUp, Heard
from linli.organise.tasks.logic.results import NOTHING_MORE, Brought
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.queries import TaskRow
from linli.respond.cases.actions import Entry, handling
from linli.respond.cases.logic.acts import Act


def schedule(
    task_id: UUID, at: datetime | None, asker: Asker, version: int, *, asks_more: bool = False
) -> None:
    """The unit says when it comes, or that it comes at another time; its clock runs on.

    `asks_more`: callers ask for the time that a plan after the deadline needs.
    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove`, `BadText`.
    """
    with atomic():
        row = begin(task_id, "schedule", State.SCHEDULED, asker, version)
        planned = require_plannable(at, None if asks_more else row.due_at, clock.now())
        change(row, State.SCHEDULED, next_at=planned)
        handling.note_arranged(row.case_id, _entry(row, Act.SCHEDULED, planned), asker)
        audit.record(asker, "schedule", "task", str(row.id), case_id=str(row.case_id))


def go_to_work(
    task_id: UUID,
    asker: Asker,
    version: int,
    *,
    brought: Brought = NOTHING_MORE,
    reason: str = "",
) -> None:
    """Signs for work, begins what was planned, or takes back what was referred, with a reason.

    Raises as `schedule` does.
    """
    with atomic():
        state = seen(task_id, asker).state
        if state == State.SCHEDULED:
            begin_planned(task_id, asker, version)
        elif state == State.REFERRED:
            follow_up(task_id, FollowUp(heard=Heard.RECALLED, text=reason), asker, version)
        else:
            sign(task_id, asker, version, brought=brought)


def begin_planned(task_id: UUID, asker: Asker, version: int) -> None:
    """The unit is at work, whenever that was planned for. Raises as `schedule` does."""
    with atomic():
        row = begin(task_id, "begin", State.IN_PROGRESS, asker, version)
        change(row, State.IN_PROGRESS)
        handling.note_arranged(row.case_id, _entry(row, Act.BEGUN), asker)
        audit.record(asker, "begin", "task", str(row.id), case_id=str(row.case_id))


def _entry(row: TaskRow, act: Act, planned: datetime | None = None) -> Entry:
    detail = {"task_id": str(row.id), "party_id": row.party_id}
    return Entry(act, detail=detail | ({"planned": planned.isoformat()} if planned else {}))
