"""`POST signals`: what a partner's system, or a person with a program, has noticed."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from linli.ground import clock
from linli.ground.idempotency.actions import Answer
from linli.ground.keys import new_key
from linli.sense.signals.actions import raise_signal
from linli.sense.signals.logic import LONGEST_SOURCE_KEY, NewSignal
from linli.web.api.v1.asking import Asked, write
from linli.web.api.v1.places import place_id_of
from linli.web.api.v1.shapes import NO_NUL, Code, Latitude, Longitude, Moment

router = Router()


SourceKey = Annotated[str, Field(min_length=1, max_length=LONGEST_SOURCE_KEY, pattern=NO_NUL)]


class SignalIn(Schema):
    """`place` is a code; without it the point decides. `source_key`, the same on each re-send,
    makes repeating harmless."""

    item: Code
    place: Code | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    severity: Literal["emergency", "urgent", "normal", "low"] | None = None
    happened_at: Moment | None = None
    source_kind: Literal["person", "partner"] = "partner"
    source_key: SourceKey | None = None
    evidence: dict[str, Any] = {}


class SignalOut(Schema):
    id: UUID


@router.post("signals", response={201: SignalOut}, summary="Raise a signal")
def create(request: Asked, wanted: SignalIn) -> HttpResponse:
    """It joins an open case or opens one, as any signal does."""

    def act() -> Answer:
        return 201, {"id": str(raise_signal(_new_signal(wanted, clock.now()), request.auth))}

    return write(request, act)


def _new_signal(signal: SignalIn, now: datetime) -> NewSignal:
    return NewSignal(
        item=signal.item,
        source_kind=signal.source_kind,
        source_key=signal.source_key or str(new_key()),
        happened_at=signal.happened_at or now,
        place_id=place_id_of(signal.place),
        lat=signal.lat,
        lon=signal.lon,
        severity=signal.severity,
        evidence=signal.evidence,
    )
