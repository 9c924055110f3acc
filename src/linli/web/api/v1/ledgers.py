"""`GET ledger-rows`: the rows of a ledger, what is due first."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from linli.organise.ledgers import queries
from linli.web.api.v1.asking import Asked, told
from linli.web.api.v1.shapes import MOST_ROWS, USUAL_ROWS, Code, Listed, Unusable
from linli.web.shared.named import Named

router = Router()


class LedgerQuery(Schema):
    """`ledger` is its code. `due` within 30 days, `overdue`, or what was taken off (`ended`)."""

    ledger: Code
    tab: Literal["all", "due", "overdue", "ended"] = "all"
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = USUAL_ROWS
    cursor: Annotated[str, Query(min_length=1, max_length=200)] | None = None


class LedgerRowOut(Schema):
    """One row; `values` by the columns of the ledger, `case` is open because the row was due."""

    id: UUID
    number: str
    place: str | None
    spot: str
    values: dict[str, Any]
    is_open: bool
    due_at: datetime | None
    case: UUID | None
    fed_by: UUID | None
    changed_at: datetime
    version: int


@router.get("ledger-rows", response=Listed[LedgerRowOut], summary="Rows of a ledger")
def list_rows(request: Asked, wanted: Query[LedgerQuery]) -> HttpResponse:
    """Those within reach of the account."""
    request.auth.require("see", "ledger")
    if queries.ledger(wanted.ledger) is None:
        unknown = _("There is no ledger “%(code)s”.") % {"code": wanted.ledger}
        raise Unusable("ledger", unknown)
    page = queries.entries(
        wanted.ledger, request.auth, wanted.tab, cursor=wanted.cursor or "", limit=wanted.limit
    )
    named = Named(row.place_id for row in page.items)
    rows = [
        {
            "id": row.id,
            "number": row.number,
            "place": named.place(row.place_id),
            "spot": row.spot,
            "values": dict(row.values),
            "is_open": row.is_open,
            "due_at": row.due_at,
            "case": row.case_id,
            "fed_by": row.fed_by,
            "changed_at": row.changed_at,
            "version": row.version,
        }
        for row in page.items
    ]
    return told({"items": rows, "next": page.next})
