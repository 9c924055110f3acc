"""Reads alerts, within what the asker may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from linli.ground.paging import Key, Order, Page, cut
from linli.ground.rights.asker import Asker, Where
from linli.ground.rights.filters import within
from linli.respond.alerts.logic import AlertState
from linli.respond.alerts.models import Alert
from linli.respond.cases.logic.faults import BadFilter

NEWEST: Final = Order(
    "alerts", (Key("made_at", datetime, descending=True), Key("id", UUID, descending=True))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """One alert. `channel` outbox with `delivery` shown: it stands on a page and was never sent."""

    id: UUID
    case_id: UUID
    case_number: str
    item: str
    severity: str
    party_id: int
    place_id: int | None
    where: Where
    state: str
    channel: str
    delivery: str
    made_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: int | None
    over_at: datetime | None


def alert(alert_id: UUID, asker: Asker) -> AlertRow | None:
    """The alert, or None when there is none within the asker's reach."""
    found = _visible(asker).filter(pk=alert_id).first()
    return _row(found) if found else None


def alerts(
    asker: Asker,
    case_id: UUID | None = None,
    state: str | None = None,
    *,
    after: str = "",
    limit: int = 50,
) -> Page[AlertRow]:
    """Newest first; `after` is the `next` of the page before. Raises `BadFilter`, `BadPage`."""
    found = _visible(asker)
    if case_id is not None:
        found = found.filter(case_id=case_id)
    if state:
        if state not in set(AlertState):
            raise BadFilter("state", f'"{state[:32]}" is no state of an alert.')
        found = found.filter(state=state)
    return _page(found, after, limit)


def outbox(asker: Asker, *, after: str = "", limit: int = 50) -> Page[AlertRow]:
    """What would have been sent, newest first. Raises `Refused` without the right to the outbox."""
    found = Alert.objects.filter(within(asker.require("see", "outbox")))
    return _page(found, after, limit)


def summaries(alert_ids: Iterable[UUID]) -> list[AlertRow]:
    """These alerts, whoever may see them, oldest first: for our own parts."""
    return [_row(one) for one in Alert.objects.filter(pk__in=set(alert_ids)).order_by("id")]


def _visible(asker: Asker) -> "QuerySet[Alert]":
    return Alert.objects.filter(within(asker.require("see", "alert"), parties="party_id"))


def _page(found: "QuerySet[Alert]", after: str, limit: int) -> Page[AlertRow]:
    rows, more = cut(found, NEWEST, after, limit)
    return Page([_row(one) for one in rows], more)


def _row(one: Alert) -> AlertRow:
    return AlertRow(
        id=one.id,
        case_id=one.case_id,
        case_number=one.case_number,
        item=one.item,
        severity=one.severity,
        party_id=one.party_id,
        place_id=one.place_id,
        where=Where.of(one),
        state=one.state,
        channel=one.channel,
        delivery=one.delivery,
        made_at=one.made_at,
        acknowledged_at=one.acknowledged_at,
        acknowledged_by=one.acknowledged_by,
        over_at=one.over_at,
    )
