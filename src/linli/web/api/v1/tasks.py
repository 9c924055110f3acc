"""`GET tasks`, `GET tasks/{id}`, `POST tasks/{id}/transitions`."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from linli.ground.idempotency.actions import Answer
from linli.ground.rights.asker import Asker
from linli.organise.delays import actions as delays
from linli.organise.tasks import actions, queries
from linli.organise.tasks.logic.results import MOST_PHOTOS, Brought
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.queries import TaskFilter
from linli.registers.parties import queries as parties
from linli.web.api.v1.asking import Asked, told, write
from linli.web.api.v1.referrals import OutsideIn, handed
from linli.web.api.v1.shapes import (
    MOST_ROWS,
    USUAL_ROWS,
    Code,
    Listed,
    Moment,
    Reason,
    Unusable,
    Version,
    Words,
)
from linli.web.api.v1.task_shapes import OneTaskOut, TaskOut, one_task, some_tasks

router = Router()


class TaskQuery(Schema):
    """`state` may be repeated. `place` takes in what lies below it; `order` is due or newest."""

    state: list[State] = []
    item: Code | None = None
    place: Code | None = None
    party: Code | None = None
    overdue: bool = False
    order: Literal["due", "newest"] = "due"
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = USUAL_ROWS
    cursor: Annotated[str, Query(min_length=1, max_length=200)] | None = None


class TransitionIn(Schema):
    """A step of a task: `text` and `photos` for done.

    `reason` for returned, cancelled, and withdrawn: sent to a wrong unit, and taken back.
    `before`: photos from before the work, with in_progress or done.
    `outside` for referred; in_progress also takes referred work back, with a `reason`.
    `planned_at` for scheduled, and a `reason` if that is after the deadline: it asks for more time.
    """

    to: Literal[
        "in_progress", "scheduled", "referred", "returned", "done", "cancelled", "withdrawn"
    ]
    version: Version
    reason: Reason = ""
    text: Words = ""
    planned_at: Moment | None = None
    outside: OutsideIn | None = None
    photos: list[UUID] = Field(
        [], max_length=MOST_PHOTOS, description="Ids that `POST files` gave to this account."
    )
    before: list[UUID] = Field([], max_length=MOST_PHOTOS, description="As `photos`.")


@router.get("tasks", response=Listed[TaskOut], summary="Tasks")
def list_tasks(request: Asked, wanted: Query[TaskQuery]) -> HttpResponse:
    """Those within reach of the account, the gravest and what is due first."""
    page = queries.tasks(_filter(wanted), request.auth)
    return told({"items": some_tasks(page.items), "next": page.next})


@router.get("tasks/{uuid:id}", response=OneTaskOut, summary="One task")
def get_task(request: Asked, id: UUID) -> HttpResponse:
    """With the steps that the account may take now."""
    return told(_task(id, request.auth))


@router.post("tasks/{uuid:id}/transitions", response=OneTaskOut, summary="Take a step")
def transition(request: Asked, id: UUID, wanted: TransitionIn) -> HttpResponse:
    """Sign, or begin what was planned (in_progress); plan, return, finish (done) or cancel."""

    def act() -> Answer:
        _take(id, wanted, request.auth)
        return 200, _task(id, request.auth)

    return write(request, act)


def _filter(wanted: TaskQuery) -> TaskFilter:
    party = parties.by_code(wanted.party) if wanted.party is not None else None
    if wanted.party is not None and party is None:
        reason = _("There is no party with the code “%(code)s”.") % {"code": wanted.party}
        raise Unusable("party", reason)
    return TaskFilter(
        states=tuple(wanted.state),
        item=wanted.item or "",
        place=wanted.place or "",
        party_id=party.id if party else None,
        overdue=wanted.overdue,
        order=wanted.order,
        cursor=wanted.cursor or "",
        limit=wanted.limit,
    )


def _take(task_id: UUID, wanted: TransitionIn, asker: Asker) -> None:
    version, brought = wanted.version, Brought(before_ids=wanted.before)
    match wanted.to:
        case "in_progress":
            actions.go_to_work(task_id, asker, version, brought=brought, reason=wanted.reason)
        case "scheduled":
            delays.plan(task_id, wanted.planned_at, wanted.reason, asker, version)
        case "referred":
            actions.refer(task_id, handed(wanted.outside), asker, version)
        case "returned":
            actions.return_(task_id, wanted.reason, asker, version)
        case "withdrawn":
            actions.withdraw(task_id, wanted.reason, asker, version)
        case "cancelled":
            actions.cancel(task_id, wanted.reason, asker, version)
        case "done":
            actions.finish(task_id, wanted.text, wanted.photos, asker, version, brought=brought)


def _task(task_id: UUID, asker: Asker) -> dict[str, object]:
    row = queries.task(task_id, asker)
    if row is None:
        raise Http404
    return one_task(row, queries.moves(row, asker))
