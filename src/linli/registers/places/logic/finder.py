"""The register of places by the words that people have for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from linli.ground.finding.logic.names import Chosen, NameIndex
from linli.ground.finding.logic.units import plain, split
from linli.registers.places.logic.details import ALL_LEVELS
from linli.registers.places.logic.doors import Said, read, read_own
from linli.registers.places.logic.tree import BUILDING, Area, Indexes, Known, PlaceTree, walk

ENDINGS: Final = (
    *("小区", "社区", "街道", "花园", "新村", "公寓", "家园", "宿舍", "家属院", "大院", "广场"),
    *("苑", "里", "庭", "园", "城", "村", "院", "路", "街", "网格", "区", "市", "号"),
)
"""What names end with, which people leave out and mistake for each other."""
SHORTEST_NAME: Final = 2
"""Of what is left of a building's name without its number; a single 楼 is no name."""


@dataclass(frozen=True, slots=True)
class PlaceFinder:
    """All places as a tree, and their names, as they are compared and as they are spelled.

    `bearers` has the places of each name in the order of the tree. `places` and `called` are pairs
    of a place and a name of it, in the same order; `aliases` are those pairs where it is another
    name than the register's own.
    """

    tree: PlaceTree
    names: NameIndex
    spelled: tuple[str, ...]
    bearers: tuple[Indexes, ...]
    places: Indexes
    called: Indexes
    aliases: frozenset[tuple[int, int]]

    @classmethod
    def build(cls, places: Iterable[Known]) -> Self:
        order = walk(places)
        by_id = {place.id: place for place in order}
        parents = [by_id.get(place.parent_id or 0) for place in order]
        own = [own_words(*pair) for pair in zip(order, parents, strict=True)]
        numbers: dict[str, int] = {}
        spelled: list[str] = []
        pairs: dict[tuple[int, int], bool] = {}
        for at, place in enumerate(order):
            for written, name, is_alias in _names_of(place, own[at].text, parents[at]):
                if name not in numbers:
                    numbers[name] = len(spelled)
                    spelled.append(written)
                pairs.setdefault((at, numbers[name]), is_alias)
        columns = np.array(list(pairs), dtype=np.int32).reshape(-1, 2)
        return cls(
            PlaceTree.build(order, (one.door for one in own)),
            NameIndex.build(numbers, ENDINGS),
            tuple(spelled),
            _bearers(columns, len(spelled)),
            columns[:, 0].copy(),
            columns[:, 1].copy(),
            frozenset(pair for pair, is_alias in pairs.items() if is_alias),
        )

    def names_within(self, areas: Iterable[Area]) -> Chosen:
        """Of each name whether a place in one of these areas is called so."""
        chosen = np.zeros(len(self.spelled), dtype=np.bool_)
        for area in areas:
            first, last = np.searchsorted(self.places, area)
            chosen[self.called[first:last]] = True
        return chosen


def _bearers(columns: Indexes, names: int) -> tuple[Indexes, ...]:
    order = np.argsort(columns[:, 1], kind="stable")
    cuts = np.searchsorted(columns[order, 1], np.arange(1, names))
    return tuple(np.split(columns[order, 0], cuts))


def own_words(place: Known, parent: Known | None) -> Said:
    """The name of a place without its parent's, parted into words and door.

    Down to estates a name is a name, whatever numbers are in it.
    """
    name = plain(place.name)
    if not _has_door(place):
        return Said(_as_name(name), read("").door)
    inner = name.removeprefix(plain(parent.name)) if parent else name
    return read_own(inner, is_home=place.level == "home")


def _names_of(place: Known, own: str, parent: Known | None) -> Iterator[tuple[str, str, bool]]:
    """Each name as it is spelled and as it is compared, and whether it is an alias."""
    if not _has_door(place):
        yield place.name, own, False
        if place.name_en:
            yield place.name_en, plain(place.name_en), False
        yield from ((alias, _as_name(plain(alias)), True) for alias in place.aliases)
        return
    yield from _words_of_door(place.name, own, parent, is_alias=False)
    if place.name_en:
        yield from _words_of_door(place.name_en, read(plain(place.name_en)).text, parent)
    for alias in place.aliases:
        words = read_own(plain(alias), is_home=False).text
        yield from _words_of_door(alias, words, parent, is_alias=True)


def _words_of_door(
    spelled: str, name: str, parent: Known | None, *, is_alias: bool = False
) -> Iterator[tuple[str, str, bool]]:
    """What the name of a building has besides its number and its parent's name: 幼儿园."""
    units = {unit.text for unit in split(name)} if len(name) >= SHORTEST_NAME else set()
    if sum(map(len, units)) < SHORTEST_NAME:
        return
    above = split(plain(f"{parent.name} {parent.name_en}")) if parent else ()
    if not units.issubset(unit.text for unit in above):
        yield spelled, name.strip(), is_alias


def _has_door(place: Known) -> bool:
    return ALL_LEVELS.index(place.level) >= BUILDING


def _as_name(name: str) -> str:
    """With digits for the numerals in it: 翠竹苑2期 for 翠竹苑二期."""
    said = read(name)
    return name if said.door else said.text
