"""How a task looks to programs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ninja import Schema

from linli.ground import clock
from linli.organise.tasks.queries import Move, TaskRow
from linli.web.shared.named import Named


class TaskOut(Schema):
    """One task. `party` and `place` are codes; `reason` is why it was returned or cancelled.

    `before` are photos from before the work; `worker` is who did it without an account.
    """

    id: UUID
    case: UUID
    case_number: str
    item: str
    item_name: str
    severity: str
    party: str | None
    place: str | None
    state: str
    is_open: bool
    is_overdue: bool
    dispatched_at: datetime
    signed_at: datetime | None
    done_at: datetime | None
    due_at: datetime | None
    planned_at: datetime | None
    ask_again_at: datetime | None
    text: str
    photos: list[UUID]
    before: list[UUID]
    worker: str
    reason: str
    version: int


class TaskMoveOut(Schema):
    to: str
    needs_reason: bool
    needs_result: bool
    needs_photo: bool


class OneTaskOut(TaskOut):
    """With the steps that this account may take now through `transitions`."""

    moves: list[TaskMoveOut]


def some_tasks(rows: Sequence[TaskRow]) -> list[dict[str, object]]:
    """The rows as programs see them; registers are asked once for all."""
    now, named = clock.now(), Named(row.place_id for row in rows)
    return [
        {
            "id": row.id,
            "case": row.case_id,
            "case_number": row.case_number,
            "item": row.item,
            "item_name": named.item(row.item),
            "severity": row.severity,
            "party": named.party(row.party_id),
            "place": named.place(row.place_id),
            "state": row.state,
            "is_open": row.is_open,
            "is_overdue": row.is_overdue(now),
            "dispatched_at": row.dispatched_at,
            "signed_at": row.signed_at,
            "done_at": row.done_at,
            "due_at": row.due_at,
            "planned_at": row.planned_at,
            "ask_again_at": row.ask_again_at,
            "text": row.result_text,
            "photos": list(row.photo_ids),
            "before": list(row.before_ids),
            "worker": row.worker,
            "reason": row.reason,
            "version": row.version,
        }
        for row in rows
    ]


def one_task(row: TaskRow, moves: Sequence[Move]) -> dict[str, object]:
    [told] = some_tasks([row])
    steps = [
        {
            "to": move.to,
            "needs_reason": move.needs_reason,
            "needs_result": move.needs_result,
            "needs_photo": move.needs_photo,
        }
        for move in moves
    ]
    return {**told, "moves": steps}
