"""The places that a form offers: those within reach, down to estates; finer ones go by code."""

from collections.abc import Iterable, Sequence
from typing import Final

from linli.ground.rights.asker import Asker
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.web.shared.templatetags.linli import place_path

OFFERED_LEVELS: Final = ("street", "community", "grid", "estate")


def place_typed(text: str, offered: list[PlaceRow]) -> PlaceRow | None:
    """The place that is meant: one of the list in its words, or any by its code."""
    named = (place for place in offered if place_path(place.id) == text.strip())
    return next(named, None) or places.by_code(text.strip())


def places_of(asker: Asker, act: str, kind: str) -> list[PlaceRow]:
    """Places where this asker may do this, the widest level first."""
    scope = asker.scope(act, kind)
    reached = [row for row in places.down_to_estates() if scope.covers(row.where)]
    return by_level(reached, OFFERED_LEVELS)


def only(named: Sequence[PlaceRow]) -> PlaceRow | None:
    """The one of this name; of several of the same name none is meant by it alone."""
    return named[0] if len(named) == 1 else None


def by_level(rows: Iterable[PlaceRow], levels: Sequence[str]) -> list[PlaceRow]:
    """Those of these levels, in the order of the levels."""
    return sorted(
        (row for row in rows if row.level in levels), key=lambda row: levels.index(row.level)
    )
