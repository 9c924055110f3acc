"""Invents a district of full size: 591 estates, 5,000 buildings, 44,000 homes, and their addresses.

Names are made as real ones are: few pleasant characters in ever new pairs, so that many estates are
called nearly the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Final

from linli.registers.places.logic.tree import Known
from linli_simulator.calls.telling import Address

STREETS, COMMUNITIES, GRIDS = 12, 9, 3
"""Communities in each street, grids in each community."""
ESTATES, BUILDINGS, HOMES = 591, 5_000, 44_000

_FIRST: Final = (
    "翠锦金银东南西北新安康福华嘉丽春秋玉碧紫兰桂梅松竹荷云月星阳晨明景宏盛永和平长兴龙凤湖江河山林泉石天"
    "雅馨怡海滨城"
)
_SECOND: Final = (
    "竹湖苑园华庭景庄林泉溪岸湾月桂山水云锦绣城阳光辉和谐福馨港洲谷墅府院台亭桥门塘岭峰"
)
_ENDINGS: Final = (
    *("苑", "花园", "新村", "小区", "家园", "里", "园", "公寓", "庭", "城", "小区", "花园"),
    *("苑一期", "苑二期", "花园东区", "花园西区"),
)
_BUILDINGS: Final = ("{estate}{number}号楼", "{number}栋", "{number}幢", "{number}#")
_LIKE_ANOTHER: Final = 0.3
"""So many estates have the stem of one before: 翠竹苑, 翠竹新村, 翠竹花园东区."""


@dataclass(slots=True)
class ManyPlaces:
    """The places, parents before children, and every building as an address that callers name."""

    places: list[Known] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)

    def add(self, name: str, level: str, parent: int | None, *aliases: str) -> int:
        number = len(self.places) + 1
        self.places.append(Known(number, name, level, parent, aliases=aliases))
        return number


def invent(seed: int) -> ManyPlaces:
    """The same seed invents the same district."""
    random = Random(seed)
    made = ManyPlaces()
    stems = [one + other for one in _FIRST for other in _SECOND if one != other]
    random.shuffle(stems)
    district = made.add("望禾区", "district", made.add("穗檐市", "city", None))
    grids = list(_grids(made, district, stems))
    buildings: list[int] = []
    names = _estate_names(stems, random)
    for share in _shares(BUILDINGS, ESTATES, random):
        buildings += _estate(made, next(names), random.choice(grids), share, random)
    for at, building in enumerate(buildings):
        homes = HOMES // BUILDINGS + (at < HOMES % BUILDINGS)
        for number in range(homes):
            floor, entrance = divmod(number, 3)
            made.add(f"{entrance + 1}单元{floor + 1}0{entrance % 2 + 1}室", "home", building)
    return made


def _grids(made: ManyPlaces, district: int, stems: list[str]) -> Iterator[tuple[int, str, str]]:
    """Each grid with the names of its community and street."""
    for _ in range(STREETS):
        street = f"{stems.pop()}街道"
        street_id = made.add(street, "street", district)
        for _ in range(COMMUNITIES):
            stem = stems.pop()
            community_id = made.add(f"{stem}社区", "community", street_id)
            for number in "一二三"[:GRIDS]:
                grid = made.add(f"{stem}第{number}网格", "grid", community_id)
                yield grid, f"{stem}社区", street


def _estate_names(stems: list[str], random: Random) -> Iterator[str]:
    used: dict[str, str] = {}
    for _ in count():
        is_like_another = bool(used) and random.random() < _LIKE_ANOTHER
        stem = random.choice(list(used.values())) if is_like_another else random.choice(stems)
        if random.random() < 0.12:
            stem = stem[0] + random.choice(_SECOND) + stem[1:]
        name = stem[:3] + random.choice(_ENDINGS)
        if name not in used:
            used[name] = stem[:2]
            yield name


def _estate(
    made: ManyPlaces, name: str, grid: tuple[int, str, str], buildings: int, random: Random
) -> list[int]:
    grid_id, community, street = grid
    road = f"{community.removesuffix('社区')}路"
    gate = f"{road}{random.randrange(2, 300)}号"
    estate = made.add(name, "estate", grid_id, gate)
    pattern = random.choice(_BUILDINGS)
    ids = []
    for number in range(1, buildings + 1):
        ids.append(made.add(pattern.format(estate=name, number=number), "building", estate))
        made.addresses.append(
            Address(
                code=str(ids[-1]),
                number=number,
                estate_code=str(estate),
                estate=name,
                other_names=(),
                gate=gate,
                road=road,
                community=community,
                street=street,
            )
        )
    return ids


def _shares(total: int, parts: int, random: Random) -> list[int]:
    """Parts of at least one each that make up the total."""
    shares = [1] * parts
    for _ in range(total - parts):
        shares[random.randrange(parts)] += 1
    return shares
