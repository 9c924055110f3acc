"""Reads the hotline's orders, within what the asker may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from linli.ground.database import batches
from linli.ground.paging import Key, Order, Page, cut_parts
from linli.ground.rights.asker import Asker, Where
from linli.ground.rights.filters import parts, within
from linli.organise.hotline.logic.states import OPEN, State
from linli.organise.hotline.models import HotlineOrder
from linli.respond.cases.queries.filters import require_one_of

DUE: Final = Order("hotline_due", (Key("due", datetime), Key("id", UUID)))
NEWEST: Final = Order(
    "hotline_newest",
    (Key("changed_at", datetime, descending=True), Key("id", UUID, descending=True)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One order. `due_at` is the earlier of what the hotline states and our own limit."""

    id: UUID
    number: str
    report_id: UUID
    signal_id: UUID
    category: str
    place_id: int | None
    where: Where
    state: str
    is_open: bool
    received_at: datetime
    stated_due_at: datetime | None
    due_at: datetime | None
    reason: str
    return_asked_at: datetime | None
    return_until: datetime | None
    decision: str
    reply: str
    replied_by: int | None
    changed_at: datetime
    version: int


def order(order_id: UUID, asker: Asker) -> OrderRow | None:
    """The order, or None when there is none within the asker's reach."""
    found = HotlineOrder.objects.filter(_reached(asker), pk=order_id).first()
    return _row(found) if found else None


def of_reports(report_ids: Iterable[UUID], asker: Asker) -> list[OrderRow]:
    """The orders by which these reports came, within the asker's reach, the first due first."""
    found = HotlineOrder.objects.filter(_reached(asker), report_id__in=set(report_ids))
    return [_row(one) for one in found.order_by("due", "id")]


def orders(state: str, asker: Asker, cursor: str = "", limit: int = 50) -> Page[OrderRow]:
    """One page of a state: what is open by when it is due, the rest by when it ended.

    Raises `BadFilter`, `BadPage`, `Refused`.
    """
    require_one_of("state", state, tuple(State))
    scope = asker.require("see", "hotline_order")
    is_open = state in OPEN
    wanted = Q(state=state, is_open=is_open)
    read = [HotlineOrder.objects.filter(part & wanted) for part in parts(scope)]
    rows, more = cut_parts(read, DUE if is_open else NEWEST, cursor, limit)
    return Page([_row(row) for row in rows], more)


def counts(asker: Asker) -> dict[str, int]:
    """How many of the open ones stand where."""
    found = HotlineOrder.objects.filter(_reached(asker), is_open=True)
    return dict(found.values_list("state").annotate(Count("pk")).order_by())


def known_numbers(numbers: Iterable[str]) -> set[str]:
    """Those of the numbers that were taken before, by whichever desk."""
    found: set[str] = set()
    for some in batches(set(numbers)):
        found |= set(HotlineOrder.objects.filter(number__in=some).values_list("number", flat=True))
    return found


def _reached(asker: Asker) -> Q:
    return within(asker.require("see", "hotline_order"))


def _row(one: HotlineOrder) -> OrderRow:
    return OrderRow(
        id=one.id,
        number=one.number,
        report_id=one.report_id,
        signal_id=one.signal_id,
        category=one.category,
        place_id=one.place_id,
        where=Where.of(one),
        state=one.state,
        is_open=one.is_open,
        received_at=one.received_at,
        stated_due_at=one.stated_due_at,
        due_at=one.due_at,
        reason=one.reason,
        return_asked_at=one.return_asked_at,
        return_until=one.return_until,
        decision=one.decision,
        reply=one.reply,
        replied_by=one.replied_by,
        changed_at=one.changed_at,
        version=one.version,
    )
