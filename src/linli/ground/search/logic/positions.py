"""Decides where a document stands among the others: by the time of its thing."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
SECOND: Final = 1_000
_WIDTHS: Final = (SECOND, 16_000, 256_000, 1_000_000)

SPREAD: Final = _WIDTHS[-1]
"""A document stands at most this far behind its time, in milliseconds."""


def position_at(at: datetime) -> int:
    """The first position for a thing of this time: milliseconds since 1970."""
    return (at - _EPOCH) // _MILLISECOND


def free_positions(first: int, last_taken: int | None) -> Iterator[int]:
    """Positions to try. `last_taken`: the last one in the second behind `first`, if any.

    What comes in order stays in order. Only of many things of one moment, as an import of old
    lists has them, the later ones are strewn over the next minutes.
    """
    if last_taken is None:
        yield first
    elif last_taken + 1 < first + SECOND:
        yield last_taken + 1
    for width in _WIDTHS:
        for _ in range(4):
            yield first + random.randrange(width)  # noqa: S311 - no secret
