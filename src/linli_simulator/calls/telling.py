"""Makes calls: an address of the district as somebody says it, and where it truly is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random
from typing import Final

from linli_simulator.calls import numbers, sounds
from linli_simulator.calls.slips import SLIPS, one_letter_off, parted
from linli_simulator.district.layout import Layout, road_of

ENTRANCES, FLOORS, FLATS = 4, 18, 4
SLIPS_IN_TEN: Final = 5

BEFORE: Final = (
    *("我们这个", "我住在", "就是", "那个", "在", "喂你好，我这边是", "我家在", "这里是"),
    *("菜市场旁边的", "小学对面那个", "公交站后面", "靠河边的", "老邮局那边"),
)
AFTER: Final = (
    *("门口", "对面", "楼下", "旁边", "南门", "那里", "的", "后面的空地", "地下车库"),
    *("这边", "附近", "花坛边上", "电梯口", "楼道里", "东边围墙"),
)


@dataclass(frozen=True, slots=True)
class Address:
    """A building in the words that people have for it and for what it lies in."""

    code: str
    number: int
    estate_code: str
    estate: str
    other_names: tuple[str, ...]
    gate: str
    road: str
    community: str
    street: str


@dataclass(frozen=True, slots=True)
class Call:
    """What is typed, and the place that is meant: the building, or the estate if none is named.

    `way` says how it was told, so that one can see which ways are hard to find.
    """

    typed: str
    place: str
    estate: str
    way: str


Way = Callable[[Address, Random], str]


def make_calls(addresses: Sequence[Address], count: int, seed: int) -> list[Call]:
    """The same seed makes the same calls."""
    random = Random(seed)
    return [_call(random.choice(addresses), random) for _ in range(count)]


def addresses_of(layout: Layout, district: str) -> list[Address]:
    """All buildings of one district of the invented city."""
    found = []
    for building in layout.of("building"):
        above = {place.level: place for place in layout.ancestors(building)}
        if above["district"].code != district:
            continue
        estate, community = above["estate"], above["community"].name.zh
        found.append(
            Address(
                code=building.code,
                number=int(building.code.rpartition("-")[2]),
                estate_code=estate.code,
                estate=estate.name.zh,
                other_names=estate.aliases[1:],
                gate=estate.aliases[0],
                road=road_of(community),
                community=community,
                street=above["street"].name.zh,
            )
        )
    return found


def _call(address: Address, random: Random) -> Call:
    (way,) = random.choices(_WAYS, cum_weights=_WEIGHTS)
    typed = way(_misheard(address, random), random)
    place = address.estate_code if way in _WITHOUT_BUILDING else address.code
    return Call(typed, place, address.estate_code, way.__name__)


def _misheard(address: Address, random: Random) -> Address:
    """The same address with the slips of this call: mostly none or one, sometimes two."""
    estate = address.estate
    while random.randrange(10) < SLIPS_IN_TEN:
        estate = random.choice(SLIPS)(estate, random) if len(parted(estate)[0]) > 1 else estate
        if random.randrange(4):
            break
    return replace(address, estate=estate)


def in_full(address: Address, random: Random) -> str:
    entrance = numbers.entrance(random.randint(1, ENTRANCES), random)
    flat = numbers.flat(_flat(random), random)
    return address.estate + numbers.building(address.number, random) + entrance + flat


def with_entrance(address: Address, random: Random) -> str:
    entrance = numbers.entrance(random.randint(1, ENTRANCES), random)
    return address.estate + numbers.building(address.number, random) + entrance


def with_flat(address: Address, random: Random) -> str:
    return f"{address.estate}{numbers.building(address.number, random)}{_flat(random)}"


def to_the_building(address: Address, random: Random) -> str:
    return address.estate + numbers.building(address.number, random)


def with_strokes(address: Address, random: Random) -> str:
    """月影苑3-2-501, or only 3-501."""
    parts = [address.number, random.randint(1, ENTRANCES), _flat(random)]
    if random.randrange(3) == 0:
        del parts[1]
    return address.estate + random.choice(("", " ")) + numbers.dashed(tuple(parts), random)


def only_the_estate(address: Address, random: Random) -> str:
    return random.choice(("", *BEFORE)) + address.estate + random.choice(("", *AFTER))


def from_the_street_down(address: Address, random: Random) -> str:
    above = random.choice((address.street, address.community, address.street + address.community))
    return above + address.estate + numbers.building(address.number, random)


def from_the_gate(address: Address, random: Random) -> str:
    """纸鸢路18号月影苑3栋; the number on the road is as often left out as the estate's name."""
    estate = random.choice((address.estate, ""))
    return address.gate + estate + numbers.building(address.number, random)


def with_the_road(address: Address, random: Random) -> str:
    return address.road + address.estate + numbers.building(address.number, random)


def only_road_and_building(address: Address, random: Random) -> str:
    return address.road + numbers.building(address.number, random)


def only_community_and_building(address: Address, random: Random) -> str:
    return address.community + numbers.building(address.number, random)


def building_first(address: Address, random: Random) -> str:
    building = numbers.building(address.number, random)
    return building + random.choice(("，", "，在", " ", "是")) + address.estate


def talking(address: Address, random: Random) -> str:
    """那个月影苑小区3号楼楼下: as it is said, with what stands before and behind."""
    building = random.choice(("", "那个", "的")) + numbers.building(address.number, random)
    return random.choice(BEFORE) + address.estate + building + random.choice(AFTER)


def twice(address: Address, random: Random) -> str:
    building = numbers.building(address.number, random)
    return f"{address.estate}{building}{random.choice(('，', '，对', ' '))}{building}"


def by_initials(address: Address, random: Random) -> str:
    return sounds.initials(address.estate) + _short(address.number, random)


def by_pinyin(address: Address, random: Random) -> str:
    """Letters only, in one go or with spaces; one in four with a wrong key."""
    syllables = sounds.sounds(address.estate)
    typed = random.choice(("", "", " ")).join(syllables)
    typed = one_letter_off(typed, random) if random.randrange(4) == 0 else typed
    return typed + _short(address.number, random)


def half_pinyin(address: Address, random: Random) -> str:
    """月ying苑3栋: one character that would not come is left in letters."""
    at = random.randrange(len(address.estate))
    letters = sounds.sound(address.estate[at])
    name = address.estate[:at] + letters + address.estate[at + 1 :]
    return name + numbers.building(address.number, random)


def by_another_name(address: Address, random: Random) -> str:
    name = random.choice(address.other_names or (address.estate,))
    return name + numbers.building(address.number, random)


def _short(number: int, random: Random) -> str:
    return random.choice(
        ("{n}", " {n}", "{n}-1", " {n}-2-301", "{n}d", "{n}栋", " {n}号楼")
    ).format(n=number)


def _flat(random: Random) -> int:
    return random.randint(1, FLOORS) * 100 + random.randint(1, FLATS)


_SHARES: Final[dict[Way, int]] = {
    in_full: 13,
    with_entrance: 9,
    with_flat: 6,
    to_the_building: 12,
    with_strokes: 8,
    only_the_estate: 7,
    from_the_street_down: 7,
    from_the_gate: 3,
    with_the_road: 4,
    only_road_and_building: 2,
    only_community_and_building: 2,
    building_first: 4,
    talking: 10,
    twice: 2,
    by_initials: 4,
    by_pinyin: 4,
    half_pinyin: 1,
    by_another_name: 2,
}
"""Of a hundred calls, so many are told this way."""
_WITHOUT_BUILDING: Final = (only_the_estate,)
_WAYS: Final = tuple(_SHARES)
_WEIGHTS: Final = tuple(accumulate(_SHARES.values()))
