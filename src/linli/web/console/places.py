"""The places that a form offers: those within reach, down to estates; finer ones go by code."""

from typing import Final

from linli.ground.rights.asker import Asker
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.web.shared.templatetags.linli import place_path

MOST_PLACES: Final = 500
OFFERED_LEVELS: Final = ("street", "community", "grid", "estate")


def place_typed(text: str, offered: list[PlaceRow]) -> PlaceRow | None:
    """The place that is meant: one of the list in its words, or any by its code."""
    named = (place for place in offered if place_path(place.id) == text.strip())
    return next(named, None) or places.by_code(text.strip())


def places_of(asker: Asker, act: str, kind: str) -> list[PlaceRow]:
    """Places where this asker may do this; of each level at most 500."""
    scope = asker.scope(act, kind)
    rows = [row for level in OFFERED_LEVELS for row in places.page(level, limit=MOST_PLACES).items]
    return [row for row in rows if scope.covers(row.where)]
