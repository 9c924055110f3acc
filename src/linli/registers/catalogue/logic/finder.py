"""Which item is meant by what somebody types or says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from linli.ground.finding.logic.likeness import How
from linli.ground.finding.logic.names import Match, NameIndex
from linli.ground.finding.logic.units import plain
from linli.registers.catalogue.logic.items import ItemDefinition

LONGEST_TEXT: Final = 200
LEAST_SHARE: Final = 0.4
FAR_BEHIND: Final = 0.5
"""Of a longer text only the beginning is read; an item of which less is found, or less than this
share of the best, is not offered."""
ALL_SAID: Final = 0.85
"""What a name counts at least in which all that was typed stands, letter by letter: whoever types
the beginning of a name means it rather than a short name that sounds alike."""


@dataclass(frozen=True, slots=True)
class Meant:
    """An item that may be meant: how much of a name of it was found, how, and which name."""

    item: ItemDefinition
    score: float
    how: How
    name: str

    @property
    def is_synonym(self) -> bool:
        return self.name not in (self.item.name.zh, self.item.name.en)


@dataclass(frozen=True, slots=True)
class ItemFinder:
    """Items by all their names; `items` has the item of each name."""

    names: NameIndex
    spelled: tuple[str, ...]
    items: tuple[ItemDefinition, ...]

    @classmethod
    def build(cls, items: Iterable[ItemDefinition]) -> Self:
        pairs = [(name, item) for item in items for name in _names_of(item)]
        return cls(
            NameIndex.build(name for name, _ in pairs),
            tuple(name for name, _ in pairs),
            tuple(item for _, item in pairs),
        )

    def find(self, text: str, may_be: Callable[[ItemDefinition], bool]) -> list[Meant]:
        """The items that may be meant, the likeliest first, each by the name that fits best."""
        read = plain(text[:LONGEST_TEXT])[:LONGEST_TEXT]
        among = np.array([may_be(item) for item in self.items], dtype=np.bool_)
        best: dict[str, tuple[_Order, Meant]] = {}
        for match in self.names.find(read, among):
            item = self.items[match.name]
            order = _order(match, len(read))
            meant = Meant(item, round(match.share, 3), match.how, self.spelled[match.name])
            if match.share >= LEAST_SHARE:
                best[item.code] = min(best.get(item.code, (order, meant)), (order, meant))
        found = [meant for _, meant in sorted(best.values(), key=lambda one: one[0])]
        least = max((one.score for one in found), default=0.0) * FAR_BEHIND
        return [one for one in found if one.score >= least]


_Order = tuple[float, float, int, int]


def _order(match: Match, length: int) -> _Order:
    """The likeliest first; of two names that are found in full, the longer says more."""
    said = match.end - match.start
    is_all = said == length and match.how <= How.PINYIN
    likely = max(match.share, ALL_SAID) if is_all else match.share
    return -round(likely, 3), -round(match.share, 3), -said, match.name


def _names_of(item: ItemDefinition) -> Iterator[str]:
    """Its names, what people call it, and its code as words."""
    synonyms = item.synonyms
    yield from (item.name.zh, item.name.en, *synonyms.zh, *synonyms.dialect, *synonyms.en)
    yield item.code.replace("_", " ")
