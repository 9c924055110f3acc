"""Reads places. Their names are public, so no asker is asked for, but for what one may choose from.

Everything down to estates, and whatever has an outline, is kept in memory; buildings and homes are
many and are looked up one by one. What is needed to find any of them by words is kept as well, from
the first search on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

import shapely
from django.db.models import Count, Q, QuerySet

from linli.ground.revisions.memory import Remembered
from linli.ground.rights.asker import Asker, Scope, Where
from linli.ground.rights.table import LEVELS
from linli.registers.places.logic.details import LONGEST_CODE, NEAR_LEVELS
from linli.registers.places.logic.finder import PlaceFinder
from linli.registers.places.logic.finding import Reason, Suggestion, Wanted, Why, find, spoken
from linli.registers.places.logic.outlines import (
    Outline,
    PlaceIndex,
    check_point,
    for_map,
    metres_to,
)
from linli.registers.places.logic.tree import Known, Point
from linli.registers.places.models import Place

GeoJSON = dict[str, Any]
Right = tuple[str, str]

TAKE_REPORT: Final[Right] = ("take", "report")
EVERYWHERE: Final = Scope(everywhere=True)

_IN_MEMORY: Final = Q(level__in=[*LEVELS, "estate"]) | Q(polygon__isnull=False)
_IN_AN_ESTATE: Final = ("estate", "building")
_MOST_ROWS: Final = 500
_MOST_FOUND: Final = 50
_IDS_AT_ONCE: Final = 5000
_MOST_BELOW: Final = 20_000
_MOVED_AT_ONCE: Final = 200
_MOST_ID: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place. `where` holds its ancestors at the five fixed levels, and itself at its own."""

    id: int
    code: str
    name: str
    name_en: str
    level: str
    parent_id: int | None
    where: Where
    lat: float | None
    lon: float | None

    def label(self, language: str) -> str:
        """`language` is a Django language code such as zh-hans or en."""
        return self.name if language.startswith("zh") else self.name_en or self.name


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point lies; `metres` is the distance to the outline, 0 inside it."""

    place: PlaceRow
    how: Literal["inside", "near"]
    metres: float


@dataclass(frozen=True, slots=True)
class Moved:
    """Places that came to lie within the same five levels, some hundred at most."""

    where: Where
    place_ids: list[int]


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that may be meant by some words: what it lies in, from the top; a score up to 1."""

    place: PlaceRow
    above: tuple[PlaceRow, ...]
    score: float
    why: tuple[Reason, ...]

    def label(self, language: str) -> str:
        """The name from the estate down, as one would say it: 翠竹苑3栋2单元501."""
        return said((*self.above, self.place), language)


@dataclass(frozen=True, slots=True)
class Page:
    """Some places, and the id to go on `after`, if there are more."""

    items: list[PlaceRow]
    next: int | None


@dataclass(frozen=True, slots=True)
class Register:
    """What is kept in memory; `maps`, and buildings and homes in `below`, as they are asked for."""

    by_id: dict[int, PlaceRow]
    by_code: dict[str, PlaceRow]
    index: PlaceIndex
    maps: dict[str | None, GeoJSON] = field(default_factory=dict)
    below: dict[int, PlaceRow] = field(default_factory=dict)


def place(place_id: int) -> PlaceRow | None:
    return _register.get().by_id.get(place_id) or _first(Place.objects.filter(pk=place_id))


def by_code(code: str) -> PlaceRow | None:
    known = _register.get().by_code.get(code)
    if known or not code.isprintable():
        return known
    return _first(Place.objects.filter(code=code))


def down_to_estates() -> list[PlaceRow]:
    """Every place from the cities to the estates, in the order in which they were added."""
    levels = {*LEVELS, "estate"}
    return [row for row in _register.get().by_id.values() if row.level in levels]


def locate(lat: float, lon: float) -> Located | None:
    """The smallest place around the point, else the nearest within 50 m, else None.

    Raises `places.logic.outlines.BadPoint`, a ValueError, for a point that is not on Earth.
    """
    register = _register.get()
    found = register.index.locate(lat, lon)
    return Located(register.by_id[found.place_id], found.how, found.metres) if found else None


def outline_of(place_id: int) -> Any:
    """The outline of a place in degrees (a shapely geometry), or None; not to be changed."""
    return _register.get().index.shape_of(place_id)


def metres_outside(code: str, lat: float, lon: float) -> float | None:
    """How far a point lies outside the outline of a place, 0 inside it; None without an outline."""
    register = _register.get()
    around = register.by_code.get(code)
    shape = register.index.shape_of(around.id) if around else None
    return None if shape is None else metres_to(shape, lat, lon)


def path(place_id: int) -> tuple[PlaceRow, ...]:
    """The place and all that it lies in, from the top; empty for an unknown place."""
    return paths([place_id]).get(place_id, ())


def paths(place_ids: Iterable[int]) -> dict[int, tuple[PlaceRow, ...]]:
    """`path` of each of these ids; in as many queries as there are levels below the estates."""
    wanted = set(place_ids)
    known = names(wanted)
    above = known
    while above := names({row.parent_id for row in above.values() if row.parent_id} - known.keys()):
        known = known | above
    return {place_id: tuple(_upwards(place_id, known))[::-1] for place_id in wanted & known.keys()}


def _upwards(place_id: int | None, known: dict[int, PlaceRow]) -> Iterator[PlaceRow]:
    while place_id is not None and place_id in known:
        yield known[place_id]
        place_id = known[place_id].parent_id


def said(path: Sequence[PlaceRow], language: str) -> str:
    """The last of a path as one would say it: 翠竹苑3栋, but 望禾街道; empty for an empty path."""
    near = [one for one in path[:-1] if one.level in _IN_AN_ESTATE]
    return spoken([one.label(language) for one in (*near, *path[-1:])], language)


def point_of(path: Sequence[PlaceRow]) -> PlaceRow | None:
    """The narrowest place of a path that has a point, no wider than an estate: it stands for what
    is in it.
    """
    near = (one for one in reversed(path) if one.level in NEAR_LEVELS)
    return next((one for one in near if one.lat is not None), None)


def children(place_id: int | None) -> list[PlaceRow]:
    """The places directly inside this one, by code; with None, those at the top."""
    return _rows(Place.objects.filter(parent_id=place_id).order_by("code"))


def names(place_ids: Iterable[int]) -> dict[int, PlaceRow]:
    """The places of these ids; unknown ids are left out."""
    wanted = {place_id for place_id in place_ids if 0 < place_id <= _MOST_ID}
    register = _register.get()
    kept = ((one, register.by_id.get(one) or register.below.get(one)) for one in wanted)
    found = {place_id: row for place_id, row in kept if row}
    missing = sorted(wanted - found.keys())
    if len(register.below) + len(missing) > _MOST_BELOW:
        register.below.clear()
    for start in range(0, len(missing), _IDS_AT_ONCE):
        some = missing[start : start + _IDS_AT_ONCE]
        rows = {row.id: row for row in _rows(Place.objects.filter(pk__in=some))}
        found |= rows
        register.below.update(rows)
    return found


def moved(move_id: UUID) -> Iterator[Moved]:
    """The places that came with this move to where they lie; not those that have moved on since."""
    after = 0
    while True:
        rows = Place.objects.filter(move_id=move_id, pk__gt=after).order_by("pk").defer("polygon")
        some = list(rows[:_MOVED_AT_ONCE])
        if not some:
            return
        by_spot: dict[Where, list[int]] = {}
        for one in some:
            by_spot.setdefault(Where.of(one), []).append(one.pk)
        yield from (Moved(where, place_ids) for where, place_ids in by_spot.items())
        after = some[-1].pk


def find_places(
    text: str,
    asker: Asker,
    *,
    limit: int = 10,
    near: Point | None = None,
    right: Right | None = TAKE_REPORT,
) -> list[FoundPlace]:
    """The places that somebody may mean who types this, the likeliest first (at most 50).

    Only places where this asker has the right (act, kind); with None all, for names are public.
    A code is taken as well. `near` is a point (latitude, longitude) that decides between equals.
    Raises `Refused` without the right, `BadPoint` for a point that is not on Earth.
    """
    scope = asker.require(*right) if right else EVERYWHERE
    if near is not None:
        check_point(*near)
    finder, limit = _finder.get(), max(1, min(limit, _MOST_FOUND))
    wanted = Wanted(text, _roots(scope), near, limit)
    named = find(finder, wanted)
    coded = [one for one in _of_code(text) if scope.covers(one.where)]
    suggestions = [
        *(Suggestion(one.id, 1.0, (Reason(Why.CODE),)) for one in coded),
        *(one for one in named if one.place_id not in {row.id for row in coded}),
    ]
    (found,) = _told([suggestions[:limit]], finder)
    return found


def find_places_in_texts(
    texts: Iterable[str], asker: Asker, *, limit: int, right: Right
) -> list[list[FoundPlace]]:
    """For each text the places that may be meant, in as many queries as for one text.

    Raises `Refused` without the right.
    """
    roots, finder = _roots(asker.require(*right)), _finder.get()
    named = [find(finder, Wanted(text, roots, None, limit)) for text in texts]
    return _told(named, finder)


def page(
    level: str | None = None,
    parent_code: str | None = None,
    after: int | None = None,
    limit: int = 50,
) -> Page:
    """Places in the order in which they were added, `limit` up to 500 at a time."""
    chosen = Place.objects.order_by("id")
    if level:
        chosen = chosen.filter(level=level)
    if parent_code:
        parent = by_code(parent_code)
        chosen = chosen.filter(parent_id=parent.id) if parent else chosen.none()
    if after is not None:
        chosen = chosen.filter(pk__gt=after)
    limit = _bounded(limit)
    rows = _rows(chosen[: limit + 1])
    return Page(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def count_by_level() -> dict[str, int]:
    """How many places each level has; a level without any is left out."""
    return dict(Place.objects.values_list("level").annotate(Count("pk")))


def outlines(level: str | None = None) -> GeoJSON:
    """The outlines of a level, or of all levels, as a GeoJSON FeatureCollection for maps."""
    register = _register.get()
    if level not in register.maps:
        register.maps[level] = _drawn(register, level)
    return register.maps[level]


def _drawn(register: Register, level: str | None) -> GeoJSON:
    features = [
        {
            "type": "Feature",
            "id": row.id,
            "properties": {
                "code": row.code,
                "name": row.name,
                "name_en": row.name_en,
                "level": row.level,
            },
            "geometry": for_map(shape),
        }
        for place_id, shape in zip(register.index.ids, register.index.shapes, strict=True)
        if level in {None, (row := register.by_id[int(place_id)]).level}
    ]
    return {"type": "FeatureCollection", "features": features}


def _bounded(limit: int) -> int:
    return max(1, min(limit, _MOST_ROWS))


def _roots(scope: Scope) -> frozenset[int] | None:
    """The places that a scope reaches with all below them; None for all places.

    Whoever acts only on things of their own may name any place.
    """
    if scope.everywhere or scope.owner_id is not None:
        return None
    return frozenset(place_id for _, place_id in scope.places)


def _of_code(text: str) -> list[PlaceRow]:
    found = by_code(text.strip()) if len(text) <= LONGEST_CODE else None
    return [found] if found else []


def _told(each: list[list[Suggestion]], finder: PlaceFinder) -> list[list[FoundPlace]]:
    suggested = {one.place_id for suggestions in each for one in suggestions}
    above = {place_id: finder.tree.ids_above(place_id) for place_id in suggested}
    rows = names({place_id for ids in above.values() for place_id in ids} | above.keys())
    return [
        [
            FoundPlace(
                rows[one.place_id],
                tuple(rows[place_id] for place_id in above[one.place_id]),
                one.score,
                one.why,
            )
            for one in suggestions
            if one.place_id in rows
        ]
        for suggestions in each
    ]


def _load_finder() -> PlaceFinder:
    columns = ("id", "name", "level", "parent_id", "name_en", "aliases", "lat", "lon")
    return PlaceFinder.build(
        Known(*row) for row in Place.objects.order_by("id").values_list(*columns)
    )


def _load() -> Register:
    places = list(Place.objects.filter(_IN_MEMORY).order_by("id"))
    rows = [_row(one) for one in places]
    index = PlaceIndex.build(
        Outline(one.id, shapely.geometry.shape(one.polygon)) for one in places if one.polygon
    )
    return Register({row.id: row for row in rows}, {row.code: row for row in rows}, index)


def _first(found: "QuerySet[Place]") -> PlaceRow | None:
    return next(iter(_rows(found[:1])), None)


def _rows(found: "QuerySet[Place]") -> list[PlaceRow]:
    return [_row(one) for one in found.defer("polygon")]


def _row(one: Place) -> PlaceRow:
    return PlaceRow(
        one.id,
        one.code,
        one.name,
        one.name_en,
        one.level,
        one.parent_id,
        Where.of(one),
        one.lat,
        one.lon,
    )


_register = Remembered("places", _load)
_finder = Remembered("places", _load_finder)
