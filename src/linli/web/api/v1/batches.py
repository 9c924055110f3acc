"""`POST batches`, `GET batches/{id}`, `POST batches/{id}/go-on`: one act on many rows."""

from typing import Annotated, Literal
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from linli.ground.accounts import queries as accounts
from linli.ground.rights.asker import Asker
from linli.organise.batches import actions, queries
from linli.organise.batches.logic import LONGEST_KEY, MOST_ROWS, Chosen, NewBatch
from linli.registers.parties import queries as parties
from linli.registers.places import queries as places
from linli.web.api.v1.asking import Asked, told
from linli.web.api.v1.shapes import NO_NUL, Code, Reason, Unusable, Version

router = Router()

Username = Annotated[str, Field(min_length=1, max_length=150, pattern=NO_NUL)]


class RowIn(Schema):
    """A case or task at the version that was read; `to` is the user name of who gets it."""

    id: UUID
    version: Version
    to: Username | None = None


class BatchIn(Schema):
    """`party` with dispatch (without one: whoever has the duty), `place` with place."""

    act: Literal["file", "dispatch", "place", "void", "sign", "return", "cancel", "hand_over"]
    reason: Reason = ""
    party: Code | None = None
    place: Code | None = None
    rows: Annotated[list[RowIn], Field(min_length=1, max_length=MOST_ROWS)]


class RowOut(Schema):
    """`outcome` is done, refused or waiting; `reason` is why it was refused."""

    id: UUID
    outcome: str
    reason: str


class BatchOut(Schema):
    id: UUID
    act: str
    done: int
    refused: int
    remaining: int
    rows: list[RowOut]


@router.post("batches", response=BatchOut, summary="Act on many rows")
def begin(request: Asked, wanted: BatchIn) -> HttpResponse:
    """Each row is done or refused for itself. With the same Idempotency-Key it is done once."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY:
        reason = _("The key of one act on many rows has at most %(most)d signs.")
        raise Unusable("Idempotency-Key", reason % {"most": LONGEST_KEY})
    batch_id = actions.begin(_new(wanted, key or uuid4().hex), request.auth)
    actions.go_on(batch_id, request.auth)
    return told(_shown(batch_id, request.auth))


@router.get("batches/{uuid:id}", response=BatchOut, summary="What became of it")
def get_batch(request: Asked, id: UUID) -> HttpResponse:
    """Only for whoever did it."""
    return told(_shown(id, request.auth))


@router.post("batches/{uuid:id}/go-on", response=BatchOut, summary="Do what remains")
def go_on(request: Asked, id: UUID) -> HttpResponse:
    """After it was cut off; again is harmless."""
    actions.go_on(id, request.auth)
    return told(_shown(id, request.auth))


def _new(wanted: BatchIn, key: str) -> NewBatch:
    rows = [Chosen(one.id, one.version, _user(one.to)) for one in wanted.rows]
    return NewBatch(key, wanted.act, rows, wanted.reason, _target(wanted))


def _user(username: str | None) -> int | None:
    return accounts.user_id_of(username) if username else None


def _target(wanted: BatchIn) -> int | None:
    if wanted.act == "dispatch" and wanted.party is not None:
        party = parties.by_code(wanted.party)
        if party is None:
            reason = _("There is no party with the code “%(code)s”.") % {"code": wanted.party}
            raise Unusable("party", reason)
        return party.id
    if wanted.act == "place" and wanted.place is not None:
        place = places.by_code(wanted.place)
        if place is None:
            reason = _("There is no place with the code “%(code)s”.") % {"code": wanted.place}
            raise Unusable("place", reason)
        return place.id
    return None


def _shown(batch_id: UUID, asker: Asker) -> dict[str, object]:
    seen = queries.batch(batch_id, asker)
    if seen is None:
        raise Http404
    rows = [
        {
            "id": one.thing_id,
            "outcome": one.outcome,
            "reason": _(one.told) % one.values if one.told else "",
        }
        for one in seen.rows
    ]
    counted = {"done": seen.count("done"), "refused": seen.count("refused")}
    return {"id": seen.id, "act": seen.act, **counted, "remaining": seen.remaining, "rows": rows}
