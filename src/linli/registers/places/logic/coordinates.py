"""Decides what a pair of coordinates of some source is in WGS-84, in which all of Linli works.

GCJ-02 is what maps in China show by law, BD-09 is Baidu's; both lie hundreds of metres beside
WGS-84. Their formulas were never published by those who made them; these are the ones that all
known converters share (googollee/eviltransform, wandergis/coordTransform), with the ellipsoid of
Krassovsky. CGCS2000 differs from WGS-84 by centimetres to decimetres, which is less than any
outline here is drawn to: the two count as one.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from linli.registers.places.logic import gauss_kruger
from linli.wire.texts import N_, shown

Pair = tuple[float, float]
"""Latitude and longitude in degrees; northing and easting in metres where they are projected."""

_SEMI_MAJOR_M: Final = 6_378_245.0
_ECCENTRICITY_2: Final = 0.00669342162296594323
_BD_TURN: Final = math.pi * 3000 / 180
_TURNS: Final = 10
"""Each turn leaves at most a fortieth of the error: ten leave nothing that a double can hold."""

_PROJECTED: Final = re.compile(r"cgcs2000-gk(\d{2})?")


class System(StrEnum):
    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"
    GAUSS_KRUGER = "cgcs2000-gk"


class BadCoordinates(ValueError):
    """A source or a pair that cannot be used: `message % values` is for people."""

    def __init__(self, message: str, **values: Any) -> None:
        self.message = message
        self.values = values
        super().__init__(message % values)


@dataclass(frozen=True, slots=True)
class Source:
    """In what the coordinates of a file are. `zone`: of projected ones whose eastings do not tell
    it; 0 where they do."""

    system: System = System.WGS84
    zone: int = 0

    def __str__(self) -> str:
        return f"{self.system}{self.zone or ''}"

    @property
    def is_projected(self) -> bool:
        return self.system is System.GAUSS_KRUGER


WGS84: Final = Source()


def read_source(text: str) -> Source:
    """`gcj02`, `cgcs2000-gk`, `cgcs2000-gk39`; empty is WGS-84. Raises `BadCoordinates`."""
    plain = text.strip().lower() or System.WGS84
    if projected := _PROJECTED.fullmatch(plain):
        zone = int(projected[1] or 0)
        if zone and zone not in gauss_kruger.ZONES:
            message = N_("Zone %(zone)d is none of China's 3-degree zones; they are 24 to 46.")
            raise BadCoordinates(message, zone=zone)
        return Source(System.GAUSS_KRUGER, zone)
    if plain not in set(System):
        message = N_("“%(text)s” are no coordinates that are known; use one of: %(known)s.")
        known = ", ".join([*System, f"{System.GAUSS_KRUGER}39"])
        raise BadCoordinates(message, text=shown(text, 40), known=known)
    return Source(System(plain))


def to_wgs84(first: float, second: float, source: Source) -> Pair:
    """Latitude and longitude in WGS-84, to a tenth of a metre or better. Raises `BadCoordinates`
    for projected ones of no known zone; degrees are not looked at."""
    if source.is_projected:
        return _from_zone(first, second, source.zone)
    return _undone(_FORWARD[source.system], first, second)


def from_wgs84(lat: float, lon: float, source: Source) -> Pair:
    """What the source would write for this point; a projected one of no zone of its own takes the
    nearest and puts its number in front."""
    if source.is_projected:
        zone = source.zone or round(lon / 3)
        north, east = gauss_kruger.project(lat, lon, zone)
        return north, east if source.zone else zone * gauss_kruger.ZONE_M + east
    return _FORWARD[source.system](lat, lon)


def is_in_china(lat: float, lon: float) -> bool:
    """The rectangle that the published converters use; outside it nothing is offset."""
    return 0.8293 <= lat <= 55.8271 and 72.004 <= lon <= 137.8347


def _from_zone(north: float, east: float, zone: int) -> Pair:
    named, inner = gauss_kruger.parted(east)
    if named and zone and named != zone:
        message = N_("The easting %(east).0f begins with zone %(named)d, not %(zone)d.")
        raise BadCoordinates(message, east=east, named=named, zone=zone)
    chosen = named or zone
    if chosen not in gauss_kruger.ZONES:
        message = N_(
            "The easting %(east).0f does not begin with a 3-degree zone from 24 to 46;"
            " say which it is."
        )
        raise BadCoordinates(message, east=east)
    if not 0 <= north <= 6_700_000:
        message = N_(
            "The northing %(north).0f lies outside China; give metres, the northing first."
        )
        raise BadCoordinates(message, north=north)
    return gauss_kruger.unproject(north, inner, chosen)


def _undone(forward: Callable[[float, float], Pair], lat: float, lon: float) -> Pair:
    """The point that `forward` brings here, by going back what is too much until nothing is."""
    if not is_in_china(lat, lon):
        return lat, lon
    guess = lat, lon
    for _ in range(_TURNS):
        reached = forward(*guess)
        guess = guess[0] + lat - reached[0], guess[1] + lon - reached[1]
    return guess


def _same(lat: float, lon: float) -> Pair:
    return lat, lon


def _gcj02(lat: float, lon: float) -> Pair:
    if not is_in_china(lat, lon):
        return lat, lon
    x, y = lon - 105, lat - 35
    magic = 1 - _ECCENTRICITY_2 * math.sin(math.radians(lat)) ** 2
    meridian = _SEMI_MAJOR_M * (1 - _ECCENTRICITY_2) / (magic * math.sqrt(magic))
    parallel = _SEMI_MAJOR_M / math.sqrt(magic) * math.cos(math.radians(lat))
    return (
        lat + math.degrees(_north_m(x, y) / meridian),
        lon + math.degrees(_east_m(x, y) / parallel),
    )


def _north_m(x: float, y: float) -> float:
    steady = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    return (
        steady
        + _waves(x, 6, 20, 2, 20)
        + _waves(y, 1, 20, 1 / 3, 40)
        + _waves(y, 1 / 12, 160, 1 / 30, 320)
    )


def _east_m(x: float, y: float) -> float:
    steady = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    return (
        steady
        + _waves(x, 6, 20, 2, 20)
        + _waves(x, 1, 20, 1 / 3, 40)
        + _waves(x, 1 / 12, 150, 1 / 30, 300)
    )


def _waves(at: float, first: float, high: float, second: float, higher: float) -> float:
    """Two sines of half turns per degree, and how high they go."""
    turn = math.pi * at
    return (high * math.sin(first * turn) + higher * math.sin(second * turn)) * 2 / 3


def _bd09(lat: float, lon: float) -> Pair:
    if not is_in_china(lat, lon):
        return lat, lon
    y, x = _gcj02(lat, lon)
    far = math.hypot(x, y) + 0.00002 * math.sin(y * _BD_TURN)
    angle = math.atan2(y, x) + 0.000003 * math.cos(x * _BD_TURN)
    return far * math.sin(angle) + 0.006, far * math.cos(angle) + 0.0065


_FORWARD: Final[dict[System, Callable[[float, float], Pair]]] = {
    System.WGS84: _same,
    System.CGCS2000: _same,
    System.GCJ02: _gcj02,
    System.BD09: _bd09,
}
