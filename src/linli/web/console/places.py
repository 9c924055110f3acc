"""The places that a form offers: those within reach, down to estates; finer ones are typed."""

from typing import Final

from linli.ground.rights.asker import Asker
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow

MOST_PLACES: Final = 500
OFFERED_LEVELS: Final = ("street", "community", "grid", "estate")


def places_of(asker: Asker, act: str, kind: str) -> list[PlaceRow]:
    """Places where this asker may do this; of each level at most 500."""
    scope = asker.scope(act, kind)
    rows = [row for level in OFFERED_LEVELS for row in places.page(level, limit=MOST_PLACES).items]
    return [row for row in rows if scope.covers(row.where)]
