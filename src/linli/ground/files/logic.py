"""Decides where a file lies, and when and where on Earth a photo was taken."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import PurePosixPath
from typing import Any, Final

LATITUDE_SIDE, LATITUDE, LONGITUDE_SIDE, LONGITUDE = 1, 2, 3, 4
"""Tags of the GPS block: Exif 2.32 (CIPA DC-008), table 15."""

TAKEN: Final = 36867
OFFSET: Final = 36881
"""Tags of the Exif block: the time of the picture, and its offset to UTC (table 6 and 8)."""

NO_CAMERAS_BEFORE: Final = datetime(2000, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER: Final = timedelta(days=1)

SIDES: Final = {"N": 1, "S": -1, "E": 1, "W": -1}


def path_of(sha256: str) -> PurePosixPath:
    """`ab/cd/abcd…`: at most 65,536 folders, so that none grows long."""
    return PurePosixPath(sha256[:2], sha256[2:4], sha256)


def position(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    """Latitude and longitude in degrees from a photo's GPS block, or None without a usable one."""
    lat = _degrees(gps.get(LATITUDE), gps.get(LATITUDE_SIDE), limit=90)
    lon = _degrees(gps.get(LONGITUDE), gps.get(LONGITUDE_SIDE), limit=180)
    if lat is None or lon is None or (lat, lon) == (0, 0):
        return None  # phones without a fix write zeros
    return lat, lon


def taken_at(exif: Mapping[int, Any], zone: tzinfo, now: datetime) -> datetime | None:
    """When the picture was taken by its own clock; None for none, and for what cannot be.

    Without an offset it is a time of `zone`.
    """
    said, offset = exif.get(TAKEN), exif.get(OFFSET)
    if not isinstance(said, str):
        return None
    try:
        at = datetime.strptime(said.strip("\x00 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
        if isinstance(offset, str) and offset.strip("\x00 "):
            at = datetime.fromisoformat(f"{at:%Y-%m-%dT%H:%M:%S}{offset.strip(chr(0) + ' ')}")
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if NO_CAMERAS_BEFORE <= at <= now + CLOCKS_DIFFER else None


def _degrees(angle: object, side: object, *, limit: int) -> float | None:
    """From degrees, minutes and seconds; six decimals are 11 cm."""
    sign = SIDES.get(side.strip("\x00 ").upper()) if isinstance(side, str) else None
    if sign is None or not isinstance(angle, tuple | list) or len(angle) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in angle)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    return round(sign * value, 6) if math.isfinite(value) and 0 <= value <= limit else None
