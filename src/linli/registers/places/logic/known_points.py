"""Decides by points that are known in which coordinates a source is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from linli.registers.places.logic import gauss_kruger
from linli.registers.places.logic.coordinates import (
    BadCoordinates,
    Pair,
    Source,
    System,
    to_wgs84,
)
from linli.registers.places.logic.outlines import metres_between, metres_to
from linli.wire.texts import N_

GOOD_M: Final = 60.0
"""So far a point may lie off: half of the least that GCJ-02 is beside WGS-84 in a city, and more
than a door is from the middle of its building."""
MOST_POINTS: Final = 5
DEGREES: Final = (Source(System.WGS84), Source(System.GCJ02), Source(System.BD09))
"""CGCS2000 in degrees counts as WGS-84."""


@dataclass(frozen=True, slots=True)
class Known:
    """Two numbers of a source, as they stand there, and where on Earth they must lie.

    `shape` is the outline of a place in degrees, or None for the point `lat`, `lon` (WGS-84).
    """

    first: float
    second: float
    lat: float
    lon: float
    shape: Any = None

    def metres_off(self, lat: float, lon: float) -> float:
        if self.shape is None:
            return metres_between(lat, lon, self.lat, self.lon)
        return metres_to(self.shape, lat, lon)


@dataclass(frozen=True, slots=True)
class Fit:
    """How far each of the points lies off if the source were in these coordinates."""

    source: Source
    metres: tuple[float, ...]

    @property
    def worst(self) -> float:
        return max(self.metres)

    @property
    def is_good(self) -> bool:
        return self.worst <= GOOD_M


def fits(points: Sequence[Known]) -> list[Fit]:
    """Every system that can be meant, the best first. Raises `BadCoordinates`."""
    found = [_fit(source, points) for source in _candidates(points)]
    return sorted(found, key=lambda fit: fit.worst)


def chosen(found: Sequence[Fit]) -> Fit | None:
    """The one that fits alone; None where none does, or several do and the points do not decide."""
    good = [fit for fit in found if fit.is_good]
    return good[0] if len(good) == 1 else None


def _candidates(points: Sequence[Known]) -> Sequence[Source]:
    if all(_is_degrees(point) for point in points):
        return DEGREES
    if any(_is_degrees(point) for point in points):
        mixed = N_("Some points are in degrees and some in metres; give points of one source.")
        raise BadCoordinates(mixed)
    zones = {gauss_kruger.parted(_in_order(point)[1])[0] for point in points}
    if zones != {0}:
        return [Source(System.GAUSS_KRUGER)]
    near = {round(point.lon / 3) for point in points}
    around = sorted({zone + step for zone in near for step in (-1, 0, 1)} & {*gauss_kruger.ZONES})
    return [Source(System.GAUSS_KRUGER, zone) for zone in around]


def _fit(source: Source, points: Sequence[Known]) -> Fit:
    return Fit(source, tuple(_off(point, source) for point in points))


def _off(point: Known, source: Source) -> float:
    lat, lon = to_wgs84(*_in_order(point), source)
    return point.metres_off(lat, lon)


def _is_degrees(point: Known) -> bool:
    return abs(point.first) <= 180 and abs(point.second) <= 180


def _in_order(point: Known) -> Pair:
    """Latitude or northing first, whichever way round the source has them: in China longitudes are
    beyond all latitudes, and an easting with its zone beyond all northings."""
    first, second = point.first, point.second
    if _is_degrees(point):
        return (second, first) if abs(first) > 60 > abs(second) else (first, second)
    return (second, first) if _swapped(first, second) else (first, second)


def _swapped(first: float, second: float) -> bool:
    """Whether the easting stands first: with its zone it is the larger, without it the smaller."""
    has_zone = max(first, second) >= min(gauss_kruger.ZONES) * gauss_kruger.ZONE_M
    return not math.isclose(first, second) and (first > second) is has_zone
