"""`POST cases/{id}/whistles`: calls several units at once."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from linli.ground.idempotency.actions import Answer
from linli.organise.tasks import actions
from linli.organise.tasks.logic.whistling import MOST_HELPERS, Call
from linli.registers.parties import queries as parties
from linli.web.api.v1.asking import Asked, write
from linli.web.api.v1.shapes import Code, Reason, Unusable, Version

router = Router()


class WhistleIn(Schema):
    """The codes of the unit that leads and of those that help, and why they are needed."""

    version: Version
    lead: Code
    helpers: Annotated[list[Code], Field(max_length=MOST_HELPERS)]
    why: Reason


class WhistleOut(Schema):
    id: UUID


@router.post("cases/{uuid:id}/whistles", response=WhistleOut, summary="Whistle")
def blow(request: Asked, id: UUID, wanted: WhistleIn) -> HttpResponse:
    """Each of the units gets its task, to be signed for at once."""

    def act() -> Answer:
        helpers = [_party("helpers", code) for code in wanted.helpers]
        call = Call(_party("lead", wanted.lead), helpers, wanted.why)
        return 200, {"id": actions.whistle(id, call, request.auth, wanted.version)}

    return write(request, act)


def _party(field: str, code: str) -> int:
    found = parties.by_code(code)
    if found is None:
        raise Unusable(field, _("There is no party with the code “%(code)s”.") % {"code": code})
    return found.id
