"""`POST reports`, `GET reports/{id}`: what somebody told us by a program, and what became of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from ninja import Router, Schema
from pydantic import Field

from linli.ground.idempotency.actions import Answer
from linli.organise.answers import queries as answers
from linli.organise.answers.logic import Word
from linli.sense.reports import queries
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import LONGEST, MOST_PHOTOS, NewReport
from linli.sense.reports.queries import ReportRow
from linli.web.api.v1.asking import Asked, told, write
from linli.web.api.v1.shapes import Code, Latitude, Longitude
from linli.web.shared.named import Named

router = Router()


class ReportIn(Schema):
    """`item` and `place` are codes; without a place the point decides, and without both a person.

    `reporter_…` says how to reach whoever told it, for answering and for nothing else.
    """

    item: Code
    description: str = Field(max_length=LONGEST["text"])
    place: Code | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    address: str = Field("", max_length=LONGEST["address"])
    reporter_name: str = Field("", max_length=LONGEST["reporter_name"])
    reporter_phone: str = Field("", max_length=32)
    reporter_email: str = Field("", max_length=254)
    photos: list[UUID] = Field(
        [], max_length=MOST_PHOTOS, description="Ids that `POST files` gave this account."
    )


class TakenOut(Schema):
    """`receipt` is all that the reporter needs to follow the report, at `/r/<receipt>`."""

    id: UUID
    receipt: str


class AnswerOut(Schema):
    """What the reporter was told, in the language asked for."""

    at: datetime
    text: str


class ReportOut(TakenOut):
    """A report without who told it. `state` is the word that its reporter reads."""

    channel: str
    item: str
    item_name: str
    description: str
    place: str | None
    place_name: str | None
    lat: float | None
    lon: float | None
    address: str
    photos: Sequence[UUID]
    received_at: datetime
    state: Word
    answers: Sequence[AnswerOut]


@router.post("reports", response={201: TakenOut}, summary="Take a report")
def create(request: Asked, wanted: ReportIn) -> HttpResponse:
    """Public items are open to every account, all others to those who take reports there."""

    def act() -> Answer:
        taken = take_report(_new_report(wanted), request.auth)
        return 201, {"id": taken.report_id, "receipt": taken.receipt}

    return write(request, act)


@router.get("reports/{uuid:id}", response=ReportOut, summary="One report")
def get_report(request: Asked, id: UUID) -> HttpResponse:
    """One's own, or one within reach."""
    row = queries.report(id, request.auth)
    if row is None:
        raise Http404
    return told(_report(row))


def _new_report(report: ReportIn) -> NewReport:
    return NewReport(
        channel="api",
        item=report.item,
        text=report.description,
        place_code=report.place or "",
        lat=report.lat,
        lon=report.lon,
        address=report.address,
        reporter_name=report.reporter_name,
        reporter_phone=report.reporter_phone,
        reporter_email=report.reporter_email,
        photos=tuple(report.photos),
    )


def _report(row: ReportRow) -> dict[str, object]:
    named = Named([row.place_id])
    [followed] = answers.follow_all([row], get_language() or "")
    return {
        "id": row.id,
        "receipt": row.receipt,
        "channel": row.channel,
        "item": row.item,
        "item_name": named.item(row.item),
        "description": row.text,
        "place": named.place(row.place_id),
        "place_name": named.place_name(row.place_id),
        "lat": row.lat,
        "lon": row.lon,
        "address": row.address,
        "photos": row.photo_ids,
        "received_at": row.received_at,
        "state": followed.state_code,
        "answers": [{"at": one.at, "text": one.text} for one in followed.answers],
    }
