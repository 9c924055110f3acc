"""Open cases that a caller may be telling of: at the place or around it, of the same kind.

Everything is looked up by an index: a place with what lies in it, or one item around a point.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from linli.ground.rights.asker import Asker
from linli.ground.rights.table import LEVELS
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import DUTY
from linli.registers.places import queries as places
from linli.registers.places.logic.outlines import metres_between
from linli.registers.places.queries import PlaceRow
from linli.respond.cases.logic import joining
from linli.respond.cases.logic.joining import Spot
from linli.respond.cases.logic.states import JOINABLE
from linli.respond.cases.queries.rows import CaseRow, case_rows, read, visible

RADIUS_M: Final = 300.0
MOST_PLACES: Final = 1_000
_LOOKED_AT: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is known of the call so far; each part may be missing."""

    item: str = ""
    place_id: int | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class NearCase:
    """An open case, how far it is if that is known, and whether it is about the same item."""

    case: CaseRow
    metres: float | None
    is_same_item: bool


def near(sought: Sought, asker: Asker, limit: int = 6) -> list[NearCase]:
    """Cases that a report could join, the likeliest first. Raises `Refused`.

    Of the same item, then of its group; at the very place whatever they are about.
    """
    place = _place(sought)
    around = _around(sought, place)
    if around is None:
        return []
    alive = visible(asker).filter(around, is_open=True, state__in=JOINABLE, list=DUTY)
    newest = read(alive.order_by("-opened_at", "-id")[:_LOOKED_AT])
    found = [_near(row, sought, place) for row in case_rows(newest)]
    return sorted(found, key=lambda one: _rank(one, place))[:limit]


def _rank(one: NearCase, place: PlaceRow | None) -> tuple[bool, bool, float, float]:
    is_elsewhere = place is None or one.case.place_id != place.id
    latest = -one.case.last_signal_at.timestamp()
    return not one.is_same_item, is_elsewhere, one.metres or 0.0, latest


def _near(row: CaseRow, sought: Sought, place: PlaceRow | None) -> NearCase:
    lat, lon = sought.lat, sought.lon
    if place is not None and (lat is None or lon is None):
        lat, lon = place.lat, place.lon
    points = (row.lat, row.lon, lat, lon)
    is_here = place is not None and row.place_id == place.id
    metres = None if None in points or is_here else metres_between(*points)  # type: ignore[arg-type]  # none of them is None here
    return NearCase(row, metres, row.item == sought.item)


def _place(sought: Sought) -> PlaceRow | None:
    if sought.place_id is not None:
        return places.place(sought.place_id)
    if sought.lat is None or sought.lon is None:
        return None
    located = places.locate(sought.lat, sought.lon)
    # Of a point in a whole community only what lies around it is near.
    return located.place if located and located.place.level not in LEVELS else None


def _around(sought: Sought, place: PlaceRow | None) -> Q | None:
    """None when too little is known."""
    related = _related(sought.item)
    box = joining.box(Spot(None, sought.lat, sought.lon), RADIUS_M)
    if place is None and box is None:
        return Q(item=sought.item) if related else None
    found = Q(pk__in=[])
    if place is not None:
        here = _within(place)
        found |= here & (Q(item__in=related) | Q(place=place.id)) if related else here
    if box and sought.item:
        south, west, north, east = box
        found |= Q(item=sought.item, lat__range=(south, north), lon__range=(west, east))
    return found


def _related(code: str) -> list[str]:
    item = catalogue.item(code) if code else None
    if item is None:
        return []
    return [one.code for one in catalogue.items() if one.group == item.group and one.list == DUTY]


def _within(place: PlaceRow) -> Q:
    if place.level in LEVELS:
        return Q(**{f"{place.level}_id": place.id})
    return Q(place__in=[*_neighbours(place)][:MOST_PLACES])


def _neighbours(place: PlaceRow) -> Iterator[int]:
    """The place with what lies in it, and its estate with all its buildings."""
    yield place.id
    yield from (one.id for one in places.children(place.id))
    for above in places.path(place.id)[:-1]:
        if above.level not in LEVELS:
            yield above.id
            yield from (one.id for one in places.children(above.id))
