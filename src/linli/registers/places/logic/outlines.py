"""Decides in which place a point lies, and how an outline is drawn.

Degrees are WGS 84. Outlines that cross the 180th meridian are out of scope.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Self

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.wire.texts import N_

EARTH_RADIUS_M: Final = 6_371_008.8
"""Mean radius of the Earth (IUGG)."""

NEAR_M: Final = 50.0
SAME_DISTANCE_M: Final = 1.0
"""Places that share a border are equally far from a point outside it, but for drawing errors."""

MAP_TOLERANCE_DEG: Final = 0.0001
MAP_DETAIL: Final = 0.01
"""How far a simplified outline may stray: about 10 m, for small places a share of their width."""

METRES_PER_DEGREE: Final = math.radians(EARTH_RADIUS_M)
"""Of latitude."""

Shapes = NDArray[np.object_]


class BadPoint(ValueError):
    """A latitude or longitude that is no place on Earth.

    `message % values` is the reason; pages translate the message first.
    """

    def __init__(self, message: str, values: Mapping[str, float] | None = None) -> None:
        self.message = message
        self.values = values or {}
        super().__init__(message % self.values)


@dataclass(frozen=True, slots=True)
class Outline:
    """The polygon or multipolygon of one place, in degrees, longitude first."""

    place_id: int
    shape: Any


@dataclass(frozen=True, slots=True)
class Found:
    """A place around a point, or near it; `metres` is the distance to its outline."""

    place_id: int
    how: Literal["inside", "near"]
    metres: float


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """All outlines in memory, ready to be asked."""

    ids: NDArray[np.int64]
    shapes: Shapes
    square_metres: NDArray[np.float64]
    tree: Any

    @classmethod
    def build(cls, outlines: Iterable[Outline]) -> Self:
        """Sorted by area, so that the first of several candidates is the smallest."""
        drawn = list(outlines)
        ids = np.array([one.place_id for one in drawn], dtype=np.int64)
        shapes = np.array([one.shape for one in drawn], dtype=np.object_)
        areas = square_metres(shapes)
        order = np.lexsort((ids, areas))
        shapes = shapes[order]
        shapely.prepare(shapes)
        return cls(ids[order], shapes, areas[order], shapely.STRtree(shapes))

    def locate(self, lat: float, lon: float) -> Found | None:
        """The smallest place around the point, else the nearest within 50 m, else None.

        Raises `BadPoint` for a point that is not on Earth.
        """
        check_point(lat, lon)
        candidates = np.sort(self.tree.query(shapely.Point(lon, lat)))
        around = candidates[shapely.intersects_xy(self.shapes[candidates], lon, lat)]
        if around.size:
            return Found(int(self.ids[around[0]]), "inside", 0.0)
        return self._near(lat, lon)

    def shape_of(self, place_id: int) -> Any:
        """The outline of a place, or None."""
        at = np.flatnonzero(self.ids == place_id)
        return self.shapes[at[0]] if at.size else None

    def _near(self, lat: float, lon: float) -> Found | None:
        reach = NEAR_M / METRES_PER_DEGREE
        wide = reach / narrowing(lat)
        box = shapely.box(lon - wide, lat - reach, lon + wide, lat + reach)
        candidates = np.sort(self.tree.query(box))
        metres = _metres_to(self.shapes[candidates], lat, lon)
        if not metres.size or metres.min() > NEAR_M:
            return None
        chosen = int(np.flatnonzero(metres <= metres.min() + SAME_DISTANCE_M)[0])
        return Found(int(self.ids[candidates[chosen]]), "near", float(metres[chosen]))


def check_point(lat: float | None, lon: float | None) -> None:
    """Raises `BadPoint` unless this is a latitude and a longitude in degrees, or neither."""
    if lat is None and lon is None:
        return
    if lat is None or lon is None:
        raise BadPoint(N_("Only one of latitude and longitude is given; give both or neither."))
    if not abs(lat) <= 90:
        message = N_("The latitude is %(degrees)s; use degrees from -90 to 90.")
        raise BadPoint(message, {"degrees": lat})
    if not abs(lon) <= 180:
        message = N_("The longitude is %(degrees)s; use degrees from -180 to 180.")
        raise BadPoint(message, {"degrees": lon})


def narrowing(lat: float) -> float:
    """How much shorter a degree of longitude is here than at the equator; never quite nothing."""
    return max(math.cos(math.radians(lat)), 1e-6)


def metres_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine) between two points in degrees."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_lat = math.sin((phi2 - phi1) / 2) ** 2
    half_lon = math.sin(math.radians(lon2 - lon1) / 2) ** 2
    chord = half_lat + math.cos(phi1) * math.cos(phi2) * half_lon
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def square_metres(shapes: Shapes) -> NDArray[np.float64]:
    """True areas on the sphere, by Lambert's cylindrical equal-area projection."""

    def project(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        radians = np.radians(degrees)
        return np.column_stack((radians[:, 0], np.sin(radians[:, 1]))) * EARTH_RADIUS_M

    return np.asarray(shapely.area(shapely.transform(shapes, project)), dtype=np.float64)


def for_map(shape: Any) -> dict[str, Any]:
    """The outline as GeoJSON geometry, simplified for a map."""
    tolerance = min(MAP_TOLERANCE_DEG, MAP_DETAIL * math.sqrt(shape.area))
    simple = shapely.simplify(shape, tolerance)
    drawn: dict[str, Any] = shapely.geometry.mapping(shapely.transform(simple, _rounded))
    return drawn


def _rounded(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(degrees, 6)


def metres_to(shape: Any, lat: float, lon: float) -> float:
    """How far a point lies outside a shape close by; 0 inside it."""
    return float(_metres_to(np.array([shape], dtype=np.object_), lat, lon)[0])


def _metres_to(shapes: Shapes, lat: float, lon: float) -> NDArray[np.float64]:
    """Distances from a point to shapes close by, on a plane that touches the Earth at the point."""
    scale = np.array([METRES_PER_DEGREE * narrowing(lat), METRES_PER_DEGREE])

    def to_plane(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        plane: NDArray[np.float64] = (degrees - (lon, lat)) * scale
        return plane

    near = shapely.transform(shapes, to_plane)
    return np.asarray(shapely.distance(near, shapely.Point(0, 0)), dtype=np.float64)
