"""`GET alerts`, `POST alerts/{id}/ack`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Query, Router, Schema

from linli.ground.accounts import queries as accounts
from linli.ground.idempotency.actions import Answer
from linli.ground.rights.asker import Asker
from linli.respond.alerts import queries
from linli.respond.alerts.actions import acknowledge
from linli.respond.alerts.logic import AlertState
from linli.respond.alerts.queries import AlertRow
from linli.web.api.v1.asking import Asked, told, write
from linli.web.api.v1.shapes import USUAL_ROWS, Cursor, Limit, Listed
from linli.web.shared.named import Named

router = Router()


class AlertOut(Schema):
    """One alert. `channel` outbox with `delivery` shown was never sent: it stands on a page."""

    id: UUID
    case: UUID
    case_number: str
    item: str
    item_name: str
    severity: str
    party: str | None
    place: str | None
    state: str
    channel: str
    delivery: str
    made_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    over_at: datetime | None


@router.get("alerts", response=Listed[AlertOut], summary="Alerts, newest first")
def list_alerts(
    request: Asked,
    case: Annotated[UUID, Query()] | None = None,
    state: Annotated[AlertState, Query()] | None = None,
    limit: Limit = USUAL_ROWS,
    cursor: Cursor | None = None,
) -> HttpResponse:
    """Those within reach of the account."""
    page = queries.alerts(request.auth, case, state, after=cursor or "", limit=limit)
    return told({"items": _alerts(page.items), "next": page.next})


@router.post("alerts/{uuid:id}/ack", response=AlertOut, summary="Take an alert")
def take(request: Asked, id: UUID) -> HttpResponse:
    """Again by the same person changes nothing; by another it is refused with 409."""

    def act() -> Answer:
        acknowledge(id, request.auth)
        return 200, _alert(id, request.auth)

    return write(request, act)


def _alert(alert_id: UUID, asker: Asker) -> dict[str, object]:
    row = queries.alert(alert_id, asker)
    if row is None:
        raise Http404
    return _alerts([row])[0]


def _alerts(rows: Sequence[AlertRow]) -> list[dict[str, object]]:
    named = Named(row.place_id for row in rows)
    people = accounts.display_names(row.acknowledged_by for row in rows if row.acknowledged_by)
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
            "channel": row.channel,
            "delivery": row.delivery,
            "made_at": row.made_at,
            "acknowledged_at": row.acknowledged_at,
            "acknowledged_by": people.get(row.acknowledged_by or 0),
            "over_at": row.over_at,
        }
        for row in rows
    ]
