"""`POST tasks/{id}/delays`, `POST delays/{id}/decisions`: more time, or work that waits."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from linli.ground.idempotency.actions import Answer
from linli.ground.rights.asker import Asker
from linli.organise.delays import actions, queries
from linli.organise.delays.logic import DelayKind, Wanted
from linli.web.api.v1.asking import Asked, write
from linli.web.api.v1.shapes import Moment, Reason, Version

router = Router()


class DelayIn(Schema):
    """`extension` by `amount` units of the clock of the task, or `suspension` until `review_at`."""

    kind: Literal["extension", "suspension"]
    version: Version
    reason: Reason
    amount: Annotated[int, Field(ge=1, le=10_000)] | None = None
    review_at: Moment | None = None


class DecisionIn(Schema):
    """`why` for what is refused."""

    outcome: Literal["approved", "refused"]
    why: Reason = ""


class DelayOut(Schema):
    """What was asked for; `may_decide`: whether this account decides on it now."""

    id: UUID
    task: UUID
    case: UUID
    kind: str
    state: str
    reason: str
    amount: int | None
    unit: str
    review_at: Moment | None
    why: str
    may_decide: bool


@router.post("tasks/{uuid:id}/delays", response=DelayOut, summary="Ask for time")
def ask(request: Asked, id: UUID, wanted: DelayIn) -> HttpResponse:
    """More time for the work, or for the work to wait until a day; somebody else decides."""

    def act() -> Answer:
        asked = Wanted(
            kind=DelayKind(wanted.kind),
            reason=wanted.reason,
            amount=wanted.amount,
            review_at=wanted.review_at,
        )
        delay_id = actions.ask(id, asked, request.auth, wanted.version)
        return 200, _shown(delay_id, request.auth)

    return write(request, act)


@router.post("delays/{uuid:id}/decisions", response=DelayOut, summary="Decide on it")
def decide(request: Asked, id: UUID, wanted: DecisionIn) -> HttpResponse:
    """Never by whoever asked; what is long, and what is to wait, only by a leader."""

    def act() -> Answer:
        if wanted.outcome == "approved":
            actions.approve(id, request.auth)
        else:
            actions.refuse(id, wanted.why, request.auth)
        return 200, _shown(id, request.auth)

    return write(request, act)


def _shown(delay_id: UUID, asker: Asker) -> dict[str, object]:
    row = queries.delay(delay_id, asker)
    if row is None:
        raise Http404
    return {
        "id": row.id,
        "task": row.task_id,
        "case": row.case_id,
        "kind": row.kind,
        "state": row.state,
        "reason": row.reason,
        "amount": row.amount,
        "unit": row.unit,
        "review_at": row.review_at,
        "why": row.decided_why,
        "may_decide": queries.may_decide(row, asker),
    }
