"""Decides from heartbeats which parts work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

FRESH: Final = timedelta(seconds=6)
"""Three beats of two seconds: one may be late, one may be lost."""


@dataclass(frozen=True, slots=True)
class Beat:
    """The last sign of life of one process."""

    part: str
    instance: str
    beat_at: datetime
    healthy: bool = True
    detail: Mapping[str, Any] = field(default_factory=dict)


def health_of(
    beats: Iterable[Beat], expected: Iterable[str], now: datetime
) -> dict[str, dict[str, Any]]:
    """Per expected part: `ok`, `beat_at` (ISO 8601 or None), `instances` (alive), `faults`.

    A part works when one process of it was heard of in the last six seconds and none of those
    heard of complains. Processes that fell silent were replaced, or nobody is left.
    """
    heard = list(beats)
    return {part: _health([beat for beat in heard if beat.part == part], now) for part in expected}


def _health(beats: list[Beat], now: datetime) -> dict[str, Any]:
    alive = [beat for beat in beats if now - beat.beat_at <= FRESH]
    faults = {beat.instance: dict(beat.detail) for beat in alive if not beat.healthy}
    last = max((beat.beat_at for beat in beats), default=None)
    return {
        "ok": bool(alive) and not faults,
        "beat_at": last.isoformat() if last else None,
        "instances": len(alive),
        "faults": faults,
    }
