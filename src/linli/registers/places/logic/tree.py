"""All places as a tree in memory: what lies in one is a range, and doors are found in it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from linli.registers.places.logic.details import ALL_LEVELS
from linli.registers.places.logic.doors import Door

ESTATE: Final = ALL_LEVELS.index("estate")
BUILDING: Final = ALL_LEVELS.index("building")
MOST_DOORS: Final = 20

Indexes = NDArray[np.int32]
Area = tuple[int, int]
"""From a place of the walk up to another, which is not in it any more."""
Point = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class Known:
    """What has to be known of a place to find it by words."""

    id: int
    name: str
    level: str
    parent_id: int | None
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceTree:
    """Places in the order of a walk, parents before what lies in them.

    What lies in the place at `at` stands from `at` up to `ends[at]`. The three columns of doors
    hold numbers of `labels`; 0 is none.
    """

    ids: NDArray[np.int64]
    parents: Indexes
    ends: Indexes
    levels: NDArray[np.int8]
    doors: Indexes
    points: NDArray[np.float64]
    labels: dict[str, int]
    at: dict[int, int]

    @classmethod
    def build(cls, places: Sequence[Known], own_doors: Iterable[Door]) -> Self:
        """`places` stand in the order of a walk (`walk`), each with the door of its own name."""
        at = {place.id: number for number, place in enumerate(places)}
        parents = np.array(
            [at.get(place.parent_id, -1) if place.parent_id else -1 for place in places],
            dtype=np.int32,
        )
        labels: dict[str, int] = {"": 0}
        return cls(
            ids=np.array([place.id for place in places], dtype=np.int64),
            parents=parents,
            ends=_ends(parents),
            levels=np.array([ALL_LEVELS.index(place.level) for place in places], dtype=np.int8),
            doors=_doors(own_doors, parents, labels),
            points=np.array([(place.lat, place.lon) for place in places], dtype=np.float64),
            labels=labels,
            at=at,
        )

    def above(self, at: int) -> Iterator[int]:
        """What the place lies in, the nearest first."""
        while (at := int(self.parents[at])) >= 0:
            yield at

    def ids_above(self, place_id: int) -> tuple[int, ...]:
        """The ids of what the place lies in, from the top; empty for a place that is not here."""
        at = self.at.get(place_id)
        return () if at is None else tuple(int(self.ids[one]) for one in self.above(at))[::-1]

    def behind(self, door: Door, area: Area, near: Point | None) -> list[tuple[int, Door]]:
        """The places of this door between two places of the walk, each with what of it was found.

        The whole door if it is there, else its building and entrance, else the building alone. Of
        too many the first, or with a point those nearest to it.
        """
        for doors, part in _less_and_less(door):
            found = [
                (int(at), part)
                for one in doors
                for at in self._nearest(self._of_door(one, area), near)
            ]
            if found:
                return found
        return []

    def _of_door(self, door: Door, area: Area) -> NDArray[np.int64]:
        building, entrance, flat = (self.labels.get(one, -1) for one in _columns(door))
        start, end = area
        buildings, entrances, flats = self.doors[:, start:end]
        fits = (buildings == building) & (flats == flat)
        if not flat:
            fits &= entrances == entrance
        elif entrance:
            fits &= (entrances == entrance) | (entrances == 0)  # 0: it is not written down
        return start + np.flatnonzero(fits)

    def _nearest(self, found: NDArray[np.int64], near: Point | None) -> NDArray[np.int64]:
        if near is None or len(found) <= MOST_DOORS:
            return found[:MOST_DOORS]
        away = np.abs(self.points[found] - near).sum(axis=1)
        return found[np.argsort(away)[:MOST_DOORS]]  # those without a point stand last


def walk(places: Iterable[Known]) -> list[Known]:
    """Parents before what lies in them; a place whose parent is not here stands at the top."""
    known = {place.id: place for place in places}
    children: dict[int | None, list[Known]] = defaultdict(list)
    for place in known.values():
        children[place.parent_id if place.parent_id in known else None].append(place)
    todo, order = children[None][::-1], []
    while todo:
        place = todo.pop()
        order.append(place)
        todo += reversed(children.get(place.id, ()))
    return order


def _ends(parents: Indexes) -> Indexes:
    ends = np.arange(1, len(parents) + 1, dtype=np.int32)
    for at in range(len(parents) - 1, -1, -1):
        parent = parents[at]
        if parent >= 0 and ends[parent] < ends[at]:
            ends[parent] = ends[at]
    return ends


def _doors(own: Iterable[Door], parents: Indexes, labels: dict[str, int]) -> Indexes:
    """A place has the door of what it lies in, as far as its own name does not say otherwise."""
    doors: list[tuple[int, ...]] = []
    for at, door in enumerate(own):
        above = doors[parents[at]] if parents[at] >= 0 else (0, 0, 0)
        numbers = [labels.setdefault(label, len(labels)) for label in _columns(door)]
        doors.append(tuple(mine or theirs for mine, theirs in zip(numbers, above, strict=True)))
    return np.array(doors, dtype=np.int32).reshape(-1, 3).T.copy()


def _columns(door: Door) -> tuple[str, str, str]:
    return door.building, door.entrance, door.flat


def _less_and_less(door: Door) -> Iterator[tuple[tuple[Door, ...], Door]]:
    """Doors that may be meant, and what of the door they have: all, then without the inner parts.

    12号 of a village is a home without a building; 3-2 may be a flat of a low house.
    """
    building = Door(door.building)
    if door == building:
        yield (door, Door(flat=door.building)), door
    elif door.building and not door.flat:
        yield (door, Door(door.building, flat=door.entrance)), door
        yield (building,), building
    elif door.building:
        yield (door,), door
        yield (replace(door, flat=""),), replace(door, flat="")
        yield (building,), building
    else:
        yield (door,), door
