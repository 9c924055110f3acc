"""`POST tasks/{id}/results`, `GET` and `POST tasks/{id}/links`, `POST .../links/revoke`.

Work by hands without an account: from a printed order, or by a link to one task.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from linli.ground.idempotency.actions import Answer
from linli.ground.rights.asker import Asker
from linli.organise.tasks import actions, queries
from linli.organise.tasks.actions import SentLink
from linli.organise.tasks.logic.entering import OnPaper
from linli.organise.tasks.logic.links import LONGEST_NAME
from linli.organise.tasks.logic.results import MOST_PHOTOS
from linli.organise.tasks.queries import Link, TaskRow
from linli.web.api.v1.asking import Asked, answer, told, write, written
from linli.web.api.v1.shapes import NO_NUL, Listed, Moment, Version, Words
from linli.web.api.v1.task_shapes import OneTaskOut, one_task
from linli.web.shared.reached import address_of

router = Router()

Name = Annotated[str, Field(max_length=LONGEST_NAME, pattern=NO_NUL)]
Phone = Annotated[str, Field(max_length=40, pattern=NO_NUL)]
PHOTOS = "Ids that `POST files` gave to this account."


class ResultIn(Schema):
    """What stands on a printed order. Of `phone` the last four digits are kept."""

    version: Version
    text: Words
    done_at: Moment
    name: Name = ""
    phone: Phone = ""
    photos: list[UUID] = Field([], max_length=MOST_PHOTOS, description=PHOTOS)
    before: list[UUID] = Field([], max_length=MOST_PHOTOS, description=PHOTOS)


class LinkIn(Schema):
    name: Name
    phone: Phone


class LinkOut(Schema):
    """A link; `opens` while it opens the task. Its address is told only once, when it is made."""

    id: UUID
    worker: str
    made_at: datetime
    expires_at: datetime
    is_bound: bool
    opens: bool


class SentLinkOut(Schema):
    worker_name: str
    worker_phone: str
    expires_at: datetime
    address: str | None = Field(description="Told this once: a repeated request gets null.")


@router.post("tasks/{uuid:id}/results", response=OneTaskOut, summary="Enter a result for others")
def enter_result(request: Asked, id: UUID, wanted: ResultIn) -> HttpResponse:
    """From a printed order. Whoever enters it can no longer check the work."""

    def act() -> Answer:
        paper = OnPaper(
            text=wanted.text,
            done_at=wanted.done_at,
            name=wanted.name,
            phone=wanted.phone,
            photo_ids=wanted.photos,
            before_ids=wanted.before,
        )
        actions.enter_result(id, paper, request.auth, wanted.version)
        row = _seen(id, request.auth)
        return 200, one_task(row, queries.moves(row, request.auth))

    return write(request, act)


@router.get("tasks/{uuid:id}/links", response=Listed[LinkOut], summary="Links to a task")
def list_links(request: Asked, id: UUID) -> HttpResponse:
    """The newest 50, for those who may send one."""
    request.auth.require("send_link", "task")
    found = queries.links_of(_seen(id, request.auth), request.auth)
    return told({"items": [_shown(one) for one in found], "next": None})


@router.post("tasks/{uuid:id}/links", response=SentLinkOut, summary="Make a link")
def make_link(request: Asked, id: UUID, wanted: LinkIn) -> HttpResponse:
    """Opens the task to somebody without an account, on one telephone; a link before it ends."""
    made: list[SentLink] = []

    def act() -> Answer:
        sent = actions.send_link(id, wanted.name, wanted.phone, request.auth)
        made.append(sent)
        shown = {"worker_name": sent.worker_name, "worker_phone": sent.worker_phone}
        return 200, {**shown, "expires_at": sent.expires_at}

    status, body = written(request, act)
    # The secret is not kept with the answer: of secrets we keep hashes only.
    address = address_of(request, reverse("portal:hands", args=[made[0].secret])) if made else None
    return answer(status, {**body, "address": address})


@router.post("tasks/{uuid:id}/links/revoke", response=Listed[LinkOut], summary="Revoke its link")
def revoke_links(request: Asked, id: UUID) -> HttpResponse:
    """From now on no link opens the task; again is harmless."""

    def act() -> Answer:
        actions.revoke_link(id, request.auth)
        found = queries.links_of(_seen(id, request.auth), request.auth)
        return 200, {"items": [_shown(one) for one in found], "next": None}

    return write(request, act)


def _seen(task_id: UUID, asker: Asker) -> TaskRow:
    row = queries.task(task_id, asker)
    if row is None:
        raise Http404
    return row


def _shown(link: Link) -> dict[str, object]:
    return {
        "id": link.id,
        "worker": link.worker,
        "made_at": link.made_at,
        "expires_at": link.expires_at,
        "is_bound": link.is_bound,
        "opens": link.opens,
    }
