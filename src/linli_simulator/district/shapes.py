"""Irregular shapes that tile: four wandering sides, cut again and again along shared corners."""

import math
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Final, NamedTuple

CENTRE_LAT: Final = 31.82
CENTRE_LON: Final = 117.22
METRES_PER_DEGREE: Final = 111_320.0
STEP_METRES: Final = 45.0
"""A side has a corner about this often; later cuts start from these corners, so that neighbours
share every one of them and no sliver lies between."""
WANDER: Final = 0.07
"""How far the middle of a side may leave the straight line, as a share of its length."""
SLANT: Final = 0.13
"""How far either end of a cut may lie from its due place, as a share of the side it starts on."""


class Spot(NamedTuple):
    """Metres east and north of the centre."""

    x: float
    y: float

    @property
    def lat(self) -> float:
        return round(CENTRE_LAT + self.y / METRES_PER_DEGREE, 6)

    @property
    def lon(self) -> float:
        narrow = math.cos(math.radians(CENTRE_LAT))
        return round(CENTRE_LON + self.x / (METRES_PER_DEGREE * narrow), 6)


Side = tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of land. South and north run from west to east, west and east from south to north."""

    south: Side
    east: Side
    north: Side
    west: Side

    @property
    def ring(self) -> Side:
        """The closed outline, anticlockwise as RFC 7946 asks."""
        return self.south + self.east[1:] + self.north[-2::-1] + self.west[-2::-1]

    def at(self, across: float, up: float) -> Spot:
        """The spot at these shares (0 to 1) of the way from west to east and south to north."""
        (a, b), (c, d) = (self.south[0], self.south[-1]), (self.north[0], self.north[-1])
        low = _between(a, b, across)
        return _between(low, _between(c, d, across), up)

    @property
    def width(self) -> float:
        return math.dist(self.at(0, 0.5), self.at(1, 0.5))

    @property
    def height(self) -> float:
        return math.dist(self.at(0.5, 0), self.at(0.5, 1))


def through(bends: tuple[Spot, ...], random: Random) -> Side:
    """A border that wanders from bend to bend."""
    side = bends[:1]
    for start, end in pairwise(bends):
        side += wander(start, end, random)[1:]
    return side


def wander(start: Spot, end: Spot, random: Random) -> Side:
    """A road from start to end that is not quite straight (midpoint displacement)."""
    length = math.dist(start, end)
    if length < STEP_METRES:
        return (start, end)
    aside = random.gauss(0, WANDER / 2)
    aside = max(-WANDER, min(WANDER, aside))
    middle = Spot(
        (start.x + end.x) / 2 - (end.y - start.y) * aside,
        (start.y + end.y) / 2 + (end.x - start.x) * aside,
    )
    return wander(start, middle, random) + wander(middle, end, random)[1:]


def cut(whole: Block, parts: int, random: Random) -> list[Block]:
    """So many blocks of about equal size that tile the whole."""
    if parts == 1:
        return [whole]
    fewer = parts // 2
    share = fewer / parts
    first, second = (_cut_upright if whole.width > whole.height else _cut_level)(
        whole, share, random
    )
    return cut(first, fewer, random) + cut(second, parts - fewer, random)


def shrunk(whole: Block, share: float) -> Side:
    """The outline drawn in towards its middle: an estate within its roads."""
    middle = whole.at(0.5, 0.5)
    return tuple(_between(middle, corner, share) for corner in whole.ring)


def _cut_upright(whole: Block, share: float, random: Random) -> tuple[Block, Block]:
    low, high = _near(whole.south, share, random), _near(whole.north, share, random)
    road = wander(whole.south[low], whole.north[high], random)
    return (
        Block(whole.south[: low + 1], road, whole.north[: high + 1], whole.west),
        Block(whole.south[low:], whole.east, whole.north[high:], road),
    )


def _cut_level(whole: Block, share: float, random: Random) -> tuple[Block, Block]:
    left, right = _near(whole.west, share, random), _near(whole.east, share, random)
    road = wander(whole.west[left], whole.east[right], random)
    return (
        Block(whole.south, whole.east[: right + 1], road, whole.west[: left + 1]),
        Block(road, whole.east[right:], whole.north, whole.west[left:]),
    )


def _near(side: Side, share: float, random: Random) -> int:
    """The number of an inner corner about this far along the side."""
    wanted = share + random.uniform(-SLANT, SLANT)
    return max(1, min(len(side) - 2, round(wanted * (len(side) - 1))))


def _between(start: Spot, end: Spot, share: float) -> Spot:
    return Spot(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
