"""Takes the steps of the work itself, and takes its results."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions.steps import (
    TASKS,
    begin,
    change,
    own_photos,
    read_reason,
    remaining,
    work,
)
from linli.organise.tasks.logic.results import (
    LONGEST_RESULT,
    NOTHING_MORE,
    Brought,
    Spot,
    require_photos,
    require_reading,
)
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.logic.whistling import COME
from linli.organise.tasks.queries import TaskRow, closing_evidence, needs_photo, of_case
from linli.organise.tasks.queries.whistling import others_done
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import Entry, handling, hold
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import IllegalMove
from linli.respond.cases.logic.texts import read_text


def sign(task_id: UUID, asker: Asker, version: int, *, brought: Brought = NOTHING_MORE) -> None:
    """A person of the party takes the work on. `version` is that of the task as it was read.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove`, as all that follow.
    """
    with atomic():
        row = begin(task_id, "sign", State.IN_PROGRESS, asker, version)
        change(
            row,
            State.IN_PROGRESS,
            signed_at=clock.now(),
            signed_by=asker.user_id,
            **_brought(row, brought, asker),
        )
        handling.note_signed(row.case_id, work(row, brought.worker), asker)
        audit.record(asker, "sign", "task", str(row.id), case_id=str(row.case_id))


def return_(task_id: UUID, reason: str, asker: Asker, version: int) -> None:
    """The party says why this is not its work; a person decides whose it is. Raises `BadText`."""
    with atomic():
        row = begin(task_id, "return", State.RETURNED, asker, version)
        if row.whistle_id:
            raise IllegalMove("task", row.state, State.RETURNED, (), COME)
        _stop(row, State.RETURNED, Act.RETURNED, read_reason(reason), asker)
        audit.record(asker, "return", "task", str(row.id), case_id=str(row.case_id))


def cancel(task_id: UUID, reason: str, asker: Asker, version: int) -> None:
    """The desk takes the work back, and says why. Raises `BadText`."""
    with atomic():
        row = begin(task_id, "cancel", State.CANCELLED, asker, version)
        _stop(row, State.CANCELLED, Act.CANCELLED, read_reason(reason), asker)
        audit.record(asker, "cancel", "task", str(row.id), case_id=str(row.case_id))


def cancel_all(case_id: UUID, asker: Asker) -> None:
    """Takes back what is still open of a case that is over, and says why; again is harmless."""
    with atomic():
        if hold(case_id, asker).is_open:
            return
        reason = cases.course(case_id, TASKS)[-1].reason
        for row in of_case(case_id, asker):
            if row.is_open:
                _stop(row, State.CANCELLED, Act.CANCELLED, reason, asker)


def finish(  # noqa: PLR0913 - the fields of one form
    task_id: UUID,
    text: str,
    photo_ids: Sequence[UUID],
    asker: Asker,
    version: int,
    *,
    spot: Spot | None = None,
    brought: Brought = NOTHING_MORE,
) -> None:
    """The work is done: what was done, with photos. The last task leaves the case to be checked.

    `spot` is where that was, if the asker tells it; it stays with this result and nowhere else.

    Raises `BadText` without a text, without a photo where the item asks for one, and for photos
    that the asker has not sent.
    """
    with atomic():
        row = begin(task_id, "finish", State.DONE, asker, version)
        said = read_text("text", text, LONGEST_RESULT)
        require_photos(len(photo_ids), is_needed=needs_photo(row))
        watched = cases.is_watched(row.case_id)
        require_reading(closing_evidence(row), said, is_watched=watched)
        photos = own_photos(photo_ids, asker)
        change(
            row,
            State.DONE,
            done_at=clock.now(),
            done_by=asker.user_id,
            result_text=said,
            photo_ids=photos,
            spot=spot.kept() if spot else None,
            told_at=brought.told_at,
            **_brought(row, brought, asker),
        )
        detail: dict[str, Any] = {
            "task_id": str(row.id),
            "party_id": row.party_id,
            "photo_ids": photos,
        }
        if brought.worker:
            detail["worker"] = brought.worker
        if brought.told_at:
            detail["told_at"] = brought.told_at.isoformat()
        done = Entry(Act.FINISHED, said, detail)
        handling.resolve(row.case_id, work(row), done, remaining(row.case_id), asker)
        audit.record(
            asker, "finish", "task", str(row.id), case_id=str(row.case_id), photos=str(len(photos))
        )


def _stop(row: TaskRow, to: State, act: Act, reason: str, asker: Asker) -> None:
    change(row, to, reason=reason)
    said = Entry(act, reason, {"task_id": str(row.id), "party_id": row.party_id})
    left = replace(remaining(row.case_id), is_done=others_done(row))
    handling.stop_handling(row.case_id, work(row), said, left, asker)


def _brought(row: TaskRow, brought: Brought, asker: Asker) -> dict[str, Any]:
    """The columns that this changes; photos from before add to those that came with signing."""
    columns: dict[str, Any] = {}
    if brought.worker:
        columns["worker"] = brought.worker
    if brought.before_ids:
        require_photos(len(row.before_ids) + len(brought.before_ids), is_needed=False)
        kept = [str(photo) for photo in row.before_ids]
        columns["before_ids"] = [*kept, *own_photos(brought.before_ids, asker)]
    return columns
