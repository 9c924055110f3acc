"""Lays the district out: who lies in whom, with outlines that tile down to the grids."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from linli_simulator.district import names
from linli_simulator.district.names import Community, Name, Street
from linli_simulator.district.shapes import Block, Side, Spot, cut, shrunk, through

BORDER: Final = (Spot(-1080, -1010), Spot(-1300, -80), Spot(-1420, 640))
"""Where the two districts meet, from south to north."""
SOUTH: Final = (BORDER[0], Spot(180, -1120), Spot(1420, -760))
EAST: Final = (SOUTH[-1], Spot(1510, 160), Spot(1150, 1010))
NORTH: Final = (BORDER[-1], Spot(-150, 1020), EAST[-1])
SOUTH_ELSEWHERE: Final = (Spot(-1960, -720), BORDER[0])
NORTH_ELSEWHERE: Final = (Spot(-2130, 520), BORDER[-1])
WEST_ELSEWHERE: Final = (SOUTH_ELSEWHERE[0], Spot(-2180, -120), NORTH_ELSEWHERE[0])
BUILDING_METRES: Final = (52.0, 14.0)
ROW_METRES: Final = 48.0
MOST_ROWS: Final = 5
FIRST_GATE, GATES_APART = 18, 26
"""The number of the first estate's gate on its road, and how much the next one's is higher."""


@dataclass(frozen=True, slots=True)
class Place:
    """One node of the map. `block` is what the land is cut from, where it is cut further."""

    name: Name
    level: str
    parent: str
    ring: Side
    block: Block = field(repr=False, compare=False)
    aliases: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.name.code

    @property
    def middle(self) -> Spot:
        return self.block.at(0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Layout:
    """All places, parents before their children."""

    places: tuple[Place, ...]

    def of(self, level: str, within: Sequence[str] = ()) -> list[Place]:
        """The places of a level; with `within`, only children of these codes."""
        return [
            place
            for place in self.places
            if place.level == level and (not within or place.parent in within)
        ]

    def ancestors(self, place: Place) -> Iterator[Place]:
        """The place itself, then what it lies in, up to the city."""
        by_code = {place.code: place for place in self.places}
        while True:
            yield place
            if not place.parent:
                return
            place = by_code[place.parent]

    def lies_in(self, place: Place, code: str) -> bool:
        return any(above.code == code for above in self.ancestors(place))


def lay_out(seed: int) -> Layout:
    """The same seed gives the same map, corner by corner."""
    random = Random(seed)
    sides = [through(bends, random) for bends in (SOUTH, EAST, NORTH, BORDER)]
    east = Block(*sides)
    south, north, edge = (
        through(bends, random) for bends in (SOUTH_ELSEWHERE, NORTH_ELSEWHERE, WEST_ELSEWHERE)
    )
    west = Block(south, east.west, north, edge)
    city = Block(west.south + east.south[1:], east.east, west.north + east.north[1:], west.west)
    places = [_place(names.CITY, "city", "", city)]
    for name, land, streets in (
        (names.DISTRICT, east, names.STREETS),
        (names.ELSEWHERE, west, names.STREETS_ELSEWHERE),
    ):
        places.append(_place(name, "district", names.CITY.code, land))
        places += _streets(streets, name.code, land, random)
    return Layout(tuple(places))


def _place(name: Name, level: str, parent: str, land: Block) -> Place:
    return Place(name, level, parent, land.ring, land)


def _streets(
    streets: Sequence[Street], parent: str, land: Block, random: Random
) -> Iterator[Place]:
    for street, part in zip(streets, cut(land, len(streets), random), strict=True):
        yield _place(street.name, "street", parent, part)
        communities = cut(part, len(street.communities), random)
        for community, piece in zip(street.communities, communities, strict=True):
            yield from _community(community, street.name.code, piece, random)


def _community(community: Community, parent: str, land: Block, random: Random) -> Iterator[Place]:
    yield _place(community.name, "community", parent, land)
    quarters: list[tuple[Block, str]] = []
    for number, part in enumerate(cut(land, community.grids, random), start=1):
        name = Name(
            f"{community.name.code}-g{number}",
            f"{community.name.zh.removesuffix('社区')}第{'一二三'[number - 1]}网格",
            f"{community.name.en.removesuffix(' Community')} Grid {number}",
        )
        yield _place(name, "grid", community.name.code, part)
        quarters += [(quarter, name.code) for quarter in cut(part, 2, random)]
    chosen = sorted(random.sample(range(len(quarters)), len(community.estates)))
    for number, (estate, index) in enumerate(zip(community.estates, chosen, strict=True)):
        quarter, grid = quarters[index]
        on_the_road = f"{road_of(community.name.zh)}{FIRST_GATE + number * GATES_APART}号"
        aliases = (on_the_road, *names.OTHER_NAMES.get(estate.code, ()))
        yield Place(estate, "estate", grid, shrunk(quarter, 0.86), quarter, aliases)
        yield from _buildings(estate, quarter)


def road_of(community: str) -> str:
    """The road that a community is named after: 纸鸢路 for 纸鸢社区."""
    return f"{community.removesuffix('社区')}路"


def _buildings(name: Name, land: Block) -> Iterator[Place]:
    rows = max(2, min(MOST_ROWS, round(land.height * 0.8 / ROW_METRES)))
    columns = 2 if land.width > 3.2 * BUILDING_METRES[0] else 1
    for number in range(rows * columns):
        row, column = divmod(number, columns)
        spot = land.at((column + 0.5) / columns * 0.7 + 0.15, (row + 0.5) / rows * 0.7 + 0.15)
        part = _building(spot, land)
        building = Name(
            f"{name.code}-{number + 1}", f"{name.zh}{number + 1}号楼", f"{name.en} {number + 1}"
        )
        yield _place(building, "building", name.code, part)


def _building(middle: Spot, land: Block) -> Block:
    """A footprint that stands as the estate's southern road runs."""
    start, end = land.south[0], land.south[-1]
    length = math.dist(start, end)
    along = Spot((end.x - start.x) / length, (end.y - start.y) / length)
    corners = [
        Spot(
            middle.x + along.x * dx * BUILDING_METRES[0] - along.y * dy * BUILDING_METRES[1],
            middle.y + along.y * dx * BUILDING_METRES[0] + along.x * dy * BUILDING_METRES[1],
        )
        for dx, dy in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))
    ]
    sw, se, ne, nw = corners
    return Block((sw, se), (se, ne), (nw, ne), (sw, nw))
