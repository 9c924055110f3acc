"""Decides which open case a signal belongs to, and where two signals could meet. Pure."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from linli.registers.catalogue.logic import Joining
from linli.registers.places.logic.outlines import METRES_PER_DEGREE, metres_between, narrowing

CELL_M: Final = 1000.0
_MARGIN: Final = 1.02
"""Cells are laid out on a plane, distances are measured on the sphere: look a little further."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something was noticed, as far as it is known.

    `of_place`: nobody said where in its place, so that the point is the place's own.
    """

    place_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    device_id: str = ""
    of_place: bool = False

    @property
    def is_exact(self) -> bool:
        return self.lat is not None and not self.of_place


@dataclass(frozen=True, slots=True)
class Noticed:
    """A signal that looks for its case."""

    spot: Spot
    happened_at: datetime
    is_report: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open case of the same item. `is_same_device`: one of its signals is from that device."""

    case_id: UUID
    spot: Spot
    opened_at: datetime
    last_signal_at: datetime
    is_same_device: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The case that a signal joins, and how far away it is."""

    case_id: UUID
    metres: float


def may_join(noticed: Noticed, joining: Joining) -> bool:
    """Devices and partners join by themselves, what residents tell only where that is safe."""
    return joining.reports or not noticed.is_report


def choose(candidates: Iterable[Candidate], noticed: Noticed, joining: Joining) -> Chosen | None:
    """The nearest case near enough in space and time; of equally near ones the liveliest."""
    if not may_join(noticed, joining):
        return None
    near = [
        (metres, -one.last_signal_at.timestamp(), one.case_id)
        for one in candidates
        if _in_time(one, noticed.happened_at, joining)
        and (metres := _metres(one, noticed.spot, joining)) is not None
    ]
    if not near:
        return None
    metres, _, case_id = min(near)
    return Chosen(case_id, metres)


def span(happened_at: datetime, joining: Joining) -> tuple[datetime, datetime]:
    """A case must have been alive in here: its last signal not before, its first not after."""
    within = timedelta(minutes=joining.minutes)
    return happened_at - within, happened_at + within


def box(spot: Spot, radius_m: float) -> tuple[float, float, float, float] | None:
    """South, west, north, east of everything within the radius; None without a point."""
    if spot.lat is None or spot.lon is None:
        return None
    high = radius_m * _MARGIN / METRES_PER_DEGREE
    wide = high / narrowing(spot.lat)
    return spot.lat - high, spot.lon - wide, spot.lat + high, spot.lon + wide


def meeting_points(spot: Spot, radius_m: float) -> list[str]:
    """What to lock while looking for a case, sorted: any two signals that can join share one.

    They share the device, or the place, or they lie within the radius of each other. Then the
    point halfway between them is within half the radius of both, and its cell is locked by both.
    """
    points = set(_cells(spot, radius_m / 2))
    if spot.place_id is not None:
        points.add(f"place:{spot.place_id}")
    if spot.device_id:
        points.add(f"device:{spot.device_id}")
    return sorted(points)


def _cells(spot: Spot, reach_m: float) -> Iterator[str]:
    """Cells of about a kilometre; rows of equal latitude are cut at the row's own width."""
    around = box(spot, reach_m)
    if around is None:
        return
    south, west, north, east = around
    high = CELL_M / METRES_PER_DEGREE
    for row in range(math.floor(south / high), math.floor(north / high) + 1):
        wide = high / narrowing(row * high)
        for column in range(math.floor(west / wide), math.floor(east / wide) + 1):
            yield f"cell:{row}:{column}"


def _in_time(one: Candidate, happened_at: datetime, joining: Joining) -> bool:
    earliest, latest = span(happened_at, joining)
    return one.last_signal_at >= earliest and one.opened_at <= latest


def _metres(one: Candidate, spot: Spot, joining: Joining) -> float | None:
    """How far the case is from the spot; None when it cannot be the same problem."""
    if one.is_same_device:
        return 0.0
    if joining.radius_m == 0 or (spot.device_id and not joining.devices):
        return None
    is_same_place = spot.place_id is not None and spot.place_id == one.spot.place_id
    if is_same_place and not (spot.is_exact and one.spot.is_exact):
        return 0.0
    points = (one.spot.lat, one.spot.lon, spot.lat, spot.lon)
    if None in points:
        return None
    metres = metres_between(*points)  # type: ignore[arg-type]  # none of them is None here
    return metres if metres <= joining.radius_m else None
