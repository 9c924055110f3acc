"""Says which parts work."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from linli.ground.parts.logic import Beat, health_of
from linli.ground.parts.models import PartBeat


def health(expected: Iterable[str], now: datetime) -> dict[str, dict[str, Any]]:
    """The health of each expected part (`logic.health_of`); for `/healthz`, so without an asker."""
    wanted = tuple(expected)
    rows = PartBeat.objects.filter(part__in=wanted)
    beats = [Beat(row.part, row.instance, row.beat_at, row.healthy, row.detail) for row in rows]
    return health_of(beats, wanted, now)
