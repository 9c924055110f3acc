"""`POST tasks/{id}/follow-ups`: what came of asking the outside body that has the work."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from linli.ground.idempotency.actions import Answer
from linli.organise.tasks import actions, queries
from linli.organise.tasks.logic.referrals import (
    LONGEST_BODY,
    LONGEST_FOLLOWER,
    LONGEST_REFERENCE,
    FollowUp,
    Handed,
)
from linli.web.api.v1.asking import Asked, write
from linli.web.api.v1.shapes import NO_NUL, Moment, Reason, Unusable, Version
from linli.web.api.v1.task_shapes import OneTaskOut, one_task

router = Router()

Reference = Annotated[str, Field(max_length=LONGEST_REFERENCE, pattern=NO_NUL)]


class OutsideIn(Schema):
    """To whom work is given outside, how, who asks after it, and by when it must answer."""

    body: Annotated[str, Field(max_length=LONGEST_BODY, pattern=NO_NUL)]
    way: Literal["phone", "letter", "system", "message", "in_person"]
    follower: Annotated[str, Field(max_length=LONGEST_FOLLOWER, pattern=NO_NUL)]
    answer_by: Moment
    reference: Reference = ""


class FollowUpIn(Schema):
    """What was heard. With done, refused and recalled the unit has the work again."""

    version: Version
    heard: Literal["asked_again", "working", "done", "refused", "recalled"]
    text: Reason
    answer_by: Moment | None = None
    reference: Reference = ""


@router.post(
    "tasks/{uuid:id}/follow-ups", response=OneTaskOut, summary="Follow up what was referred"
)
def follow_up(request: Asked, id: UUID, wanted: FollowUpIn) -> HttpResponse:
    """Each time that the outside body was asked, or answered."""

    def act() -> Answer:
        told = FollowUp(
            heard=wanted.heard,
            text=wanted.text,
            answer_by=wanted.answer_by,
            reference=wanted.reference,
        )
        actions.follow_up(id, told, request.auth, wanted.version)
        row = queries.task(id, request.auth)
        if row is None:
            raise Http404
        return 200, one_task(row, queries.moves(row, request.auth))

    return write(request, act)


def handed(outside: OutsideIn | None) -> Handed:
    """Raises `Unusable` without one."""
    if outside is None:
        raise Unusable("outside", _("Say to whom the work is referred."))
    return Handed(
        body=outside.body,
        way=outside.way,
        follower=outside.follower,
        answer_by=outside.answer_by,
        reference=outside.reference,
    )
