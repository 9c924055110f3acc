"""Reads signals, within what the asker may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from linli.ground.database import by_key, single
from linli.ground.rights.asker import Asker, Where
from linli.ground.rights.filters import within
from linli.sense.signals.models import Signal


@dataclass(frozen=True, slots=True)
class SignalRow:
    """One signal, as others may see it."""

    id: UUID
    item: str
    item_version: int
    severity: str
    place_id: int | None
    where: Where
    lat: float | None
    lon: float | None
    device_id: str
    report_id: UUID | None
    evidence: dict[str, Any]
    source_kind: str
    happened_at: datetime
    raised_at: datetime
    cleared_at: datetime | None


def signal(signal_id: UUID, asker: Asker) -> SignalRow | None:
    """The signal, or None when there is none within the asker's reach."""
    found = single(_visible(asker).filter(pk=signal_id))
    return _row(found) if found else None


def signals(signal_ids: Iterable[UUID], asker: Asker) -> list[SignalRow]:
    """Those of the signals that the asker may see, oldest first."""
    found = by_key(_visible(asker), signal_ids)
    return [_row(row) for _, row in sorted(found.items())]


def of_device(device_id: str, asker: Asker, *, limit: int = 50) -> list[SignalRow]:
    """The last signals of one device, newest first."""
    newest = _visible(asker).filter(device_id=device_id).order_by("-raised_at", "-id")
    return [_row(row) for row in newest[:limit]]


def _visible(asker: Asker) -> "QuerySet[Signal]":
    return Signal.objects.filter(within(asker.require("see", "signal")))


def _row(row: Signal) -> SignalRow:
    return SignalRow(
        id=row.id,
        item=row.item,
        item_version=row.item_version,
        severity=row.severity,
        place_id=row.place_id,
        where=Where.of(row),
        lat=row.lat,
        lon=row.lon,
        device_id=row.device_id,
        report_id=row.report_id,
        evidence=row.evidence,
        source_kind=row.source_kind,
        happened_at=row.happened_at,
        raised_at=row.raised_at,
        cleared_at=row.cleared_at,
    )
