"""Takes one step of the table: rights, the lock, the photos that go with it, and the fact."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Min

from linli.ground import clock
from linli.ground.facts.actions import announce
from linli.ground.files import queries as files
from linli.ground.files.actions import MissingPhotos, name_photos
from linli.ground.rights.asker import Asker, Refused
from linli.organise.tasks.facts import TaskMoved
from linli.organise.tasks.logic.referrals import Outcome
from linli.organise.tasks.logic.states import OPEN, State, step
from linli.organise.tasks.models import Referral, Task, TaskLink
from linli.organise.tasks.queries import TaskRow, task
from linli.respond.cases.actions import hold
from linli.respond.cases.actions.handling import Remaining, Work
from linli.respond.cases.logic.faults import BadText, NotFound, StaleVersion
from linli.respond.cases.logic.texts import LONGEST_REASON, read_text
from linli.wire.texts import N_

TASKS: Final = Asker.for_part("tasks")


def begin(task_id: UUID, act: str, to: State, asker: Asker, version: int) -> TaskRow:
    """The task as it is once its case is held, if the asker may bring it there now by this act."""
    hold(seen(task_id, asker).case_id, TASKS)
    row = seen(task_id, asker)
    if not asker.require(act, "task").covers(row.where, parties=(row.party_id,)):
        raise Refused(f"{asker.name} may not {act} a task here.")
    if row.version != version:
        raise StaleVersion("task", row.version)
    step(row.state, to, act)
    return row


def seen(task_id: UUID, asker: Asker) -> TaskRow:
    row = task(task_id, asker)
    if row is None:
        raise NotFound("task", task_id)
    return row


def change(row: TaskRow, to: State, **columns: Any) -> None:
    """Changes the task if it is still as it was read, and announces that."""
    step(row.state, to)
    asked: dict[str, Any] = {"next_at": None, **columns}
    changed = Task.objects.filter(pk=row.id, version=row.version, state=row.state).update(
        state=to, is_open=to in OPEN, version=row.version + 1, **asked
    )
    if changed != 1:
        raise StaleVersion("task", Task.objects.values_list("version", flat=True).get(pk=row.id))
    if to not in OPEN:
        end_links(row.id)
    if row.state == State.REFERRED and to is not State.REFERRED:
        end_referral(row.id, Outcome.OVER)
    announce(TaskMoved(row.id, row.case_id, row.state, to))


def end_links(task_id: UUID) -> int:
    """From now on no link opens this task; returns how many did until now."""
    live = TaskLink.objects.filter(task_id=task_id, ended_at=None)
    return live.update(ended_at=clock.now())


def end_referral(task_id: UUID, outcome: Outcome) -> None:
    """The outside body has the work no longer; what ended already stays as it ended."""
    waiting = Referral.objects.filter(task_id=task_id, ended_at=None)
    waiting.update(ended_at=clock.now(), outcome=outcome)


def work(row: TaskRow, worker: str = "") -> Work:
    return Work(row.id, row.party_id, worker=worker)


def remaining(case_id: UUID) -> Remaining:
    left = Task.objects.filter(case_id=case_id, is_open=True)
    return Remaining(
        **left.aggregate(open_tasks=Count("pk"), due_at=Min("due_at"), warn_at=Min("warn_at"))
    )


def read_reason(text: str) -> str:
    return read_text("reason", text, LONGEST_REASON)


def own_photos(photo_ids: Sequence[UUID], asker: Asker) -> list[str]:
    """Their ids as they are stored; only photos that the asker sent prove what the asker did.

    Raises `BadText`.
    """
    missing = len(set(photo_ids) - files.own(photo_ids, asker))
    if missing:
        raise _lost(missing)
    try:
        name_photos(photo_ids)
    except MissingPhotos as removed:
        raise _lost(removed.count) from removed
    return [str(photo) for photo in photo_ids]


def _lost(count: int) -> BadText:
    message = N_("%(count)d of the photos have not arrived; please add them again.")
    return BadText("photos", message, {"count": count})
