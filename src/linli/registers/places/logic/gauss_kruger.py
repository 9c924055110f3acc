"""The 3-degree Gauss-Kruger projection of CGCS2000, in which surveyors' files are kept.

Krüger's series to the fourth order in the third flattening, as in C. F. F. Karney, "Transverse
Mercator with an accuracy of a few nanometers", Journal of Geodesy 85 (2011), equations 7 to 9, 11,
35 and 36; good to less than a millimetre within a zone. Ellipsoid of CGCS2000: GB 22021-2008.
Zone n has the meridian of 3n degrees in its middle; eastings begin at 500 km and often carry the
number of the zone in front (EPSG:4513 to 4533), often not (EPSG:4534 to 4554).
"""

import math
from typing import Final

SEMI_MAJOR_M: Final = 6_378_137.0
FLATTENING: Final = 1 / 298.257222101
FALSE_EASTING_M: Final = 500_000.0
ZONE_M: Final = 1_000_000.0
ZONES: Final = range(24, 47)
"""The 3-degree zones that reach into China: meridians 72 to 138 degrees east."""

_N: Final = FLATTENING / (2 - FLATTENING)
_E: Final = 2 * math.sqrt(_N) / (1 + _N)
_RADIUS: Final = SEMI_MAJOR_M / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ALPHA: Final = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49561 * _N**4 / 161280,
)
_BETA: Final = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161280,
)
_TURNS: Final = 8
"""Each turn of the latitude's iteration leaves less than a hundredth of the error."""


def project(lat: float, lon: float, zone: int) -> tuple[float, float]:
    """Northing and easting in metres, the easting without the number of the zone."""
    phi, lam = math.radians(lat), math.radians(lon - 3 * zone)
    t = math.sinh(math.atanh(math.sin(phi)) - _E * math.atanh(_E * math.sin(phi)))
    xi, eta = math.atan2(t, math.cos(lam)), math.asinh(math.sin(lam) / math.hypot(t, math.cos(lam)))
    north, east = xi, eta
    for j, alpha in enumerate(_ALPHA, start=1):
        north += alpha * math.sin(2 * j * xi) * math.cosh(2 * j * eta)
        east += alpha * math.cos(2 * j * xi) * math.sinh(2 * j * eta)
    return _RADIUS * north, FALSE_EASTING_M + _RADIUS * east


def unproject(north: float, east: float, zone: int) -> tuple[float, float]:
    """Latitude and longitude in degrees; the easting comes without the number of the zone."""
    xi, eta = north / _RADIUS, (east - FALSE_EASTING_M) / _RADIUS
    across, along = xi, eta
    for j, beta in enumerate(_BETA, start=1):
        across -= beta * math.sin(2 * j * xi) * math.cosh(2 * j * eta)
        along -= beta * math.cos(2 * j * xi) * math.sinh(2 * j * eta)
    isometric = math.asinh(math.sin(across) / math.hypot(math.sinh(along), math.cos(across)))
    phi = math.atan(math.sinh(isometric))
    for _ in range(_TURNS):
        phi = math.atan(math.sinh(isometric + _E * math.atanh(_E * math.sin(phi))))
    lam = math.atan2(math.sinh(along), math.cos(across))
    return math.degrees(phi), math.degrees(lam) + 3 * zone


def parted(east: float) -> tuple[int, float]:
    """The number of the zone in front of an easting, 0 if there is none, and the easting alone."""
    zone = int(east // ZONE_M)
    return zone, east - zone * ZONE_M
