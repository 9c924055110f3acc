"""`GET incidents`, `GET incidents/{id}`, `POST incidents`, `POST incidents/{id}/lines`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from linli.ground.idempotency.actions import Answer
from linli.ground.rights.asker import Asker
from linli.organise.incidents import actions, queries
from linli.organise.incidents.logic import LONGEST_LINE, LONGEST_NAME
from linli.organise.incidents.queries import IncidentRow
from linli.organise.incidents.queries.log import log
from linli.web.api.v1.asking import Asked, told, write
from linli.web.api.v1.shapes import MOST_ROWS, NO_NUL, USUAL_ROWS, Listed
from linli.web.shared.named import Named

router = Router()


class IncidentQuery(Schema):
    """`past` gives those that were stood down."""

    past: bool = False
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = USUAL_ROWS
    cursor: Annotated[str, Query(min_length=1, max_length=200)] | None = None


class IncidentIn(Schema):
    """The case it begins with, and what it is, in a few words."""

    case: UUID
    name: Annotated[str, Field(max_length=LONGEST_NAME, pattern=NO_NUL)]


class LineIn(Schema):
    """`corrects` names a line by hand that was wrong; it stays."""

    text: Annotated[str, Field(max_length=LONGEST_LINE, pattern=NO_NUL)]
    corrects: UUID | None = None


class IncidentOut(Schema):
    """One incident; `level` 1 is the gravest of four, `place` a code."""

    id: UUID
    name: str
    level: int
    place: str | None
    spot: str
    is_open: bool
    commander: str
    opened_at: datetime
    stood_down_at: datetime | None
    summary: str
    version: int


class UnitOut(Schema):
    party: str | None
    order: str
    called_at: datetime
    arrived_at: datetime | None
    released_at: datetime | None


class ResourceOut(Schema):
    what: str
    count: int
    source: str
    holder: str
    got_at: datetime
    ended_at: datetime | None
    why: str


class LineOut(Schema):
    """`id` and `number` for lines of its own; others tell what happened to the case `case`."""

    id: UUID | None
    number: int | None
    at: datetime
    who: str
    done: str
    text: str
    case: UUID | None


class OneIncidentOut(IncidentOut):
    """With the cases within reach, units, resources, and the newest lines, newest first."""

    cases: list[UUID]
    units: list[UnitOut]
    resources: list[ResourceOut]
    lines: list[LineOut]


@router.get("incidents", response=Listed[IncidentOut], summary="Incidents")
def list_incidents(request: Asked, wanted: Query[IncidentQuery]) -> HttpResponse:
    """Those within reach of the account, the newest first."""
    page = queries.incidents(
        request.auth, is_open=not wanted.past, cursor=wanted.cursor or "", limit=wanted.limit
    )
    return told({"items": _some(page.items), "next": page.next})


@router.get("incidents/{uuid:id}", response=OneIncidentOut, summary="One incident")
def get_incident(request: Asked, id: UUID) -> HttpResponse:
    return told(_one(id, request.auth))


@router.post("incidents", response=OneIncidentOut, summary="Open an incident")
def open_incident(request: Asked, wanted: IncidentIn) -> HttpResponse:
    """From a case; whoever opens it has the command."""

    def act() -> Answer:
        incident_id = actions.open_incident(wanted.case, wanted.name, request.auth)
        return 200, _one(incident_id, request.auth)

    return write(request, act)


@router.post("incidents/{uuid:id}/lines", response=OneIncidentOut, summary="Write a line")
def write_line(request: Asked, id: UUID, wanted: LineIn) -> HttpResponse:
    """Into its log, where nothing is ever changed."""

    def act() -> Answer:
        actions.write_line(id, wanted.text, request.auth, wanted.corrects)
        return 200, _one(id, request.auth)

    return write(request, act)


def _some(rows: Sequence[IncidentRow]) -> list[dict[str, object]]:
    named = Named(row.place_id for row in rows)
    return [
        {
            "id": row.id,
            "name": row.name,
            "level": row.level,
            "place": named.place(row.place_id),
            "spot": row.spot,
            "is_open": row.is_open,
            "commander": row.commander_name,
            "opened_at": row.opened_at,
            "stood_down_at": row.stood_down_at,
            "summary": row.summary,
            "version": row.version,
        }
        for row in rows
    ]


def _one(incident_id: UUID, asker: Asker) -> dict[str, object]:
    row = queries.incident(incident_id, asker)
    if row is None:
        raise Http404
    named = Named()
    return {
        **_some([row])[0],
        "cases": [one.id for one in queries.cases_of(row.id, asker).rows],
        "units": [
            {
                "party": named.party(one.party_id),
                "order": one.order,
                "called_at": one.called_at,
                "arrived_at": one.arrived_at,
                "released_at": one.released_at,
            }
            for one in queries.units(row.id)
        ],
        "resources": [
            {
                "what": one.what,
                "count": one.count,
                "source": one.source,
                "holder": one.holder,
                "got_at": one.got_at,
                "ended_at": one.ended_at,
                "why": one.why,
            }
            for one in queries.resources(row.id)
        ],
        "lines": _lines(row, asker),
    }


def _lines(row: IncidentRow, asker: Asker) -> list[dict[str, object]]:
    return [
        {
            "id": one.id,
            "number": one.sequence or None,
            "at": one.at,
            "who": one.who,
            "done": one.happening.step.act if one.happening else one.done,
            "text": one.happening.step.reason if one.happening else one.text,
            "case": one.happening.case_id if one.happening else one.detail.get("case_id"),
        }
        for one in log(row, asker).lines
    ]
