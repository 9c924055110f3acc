"""All names of a register, ready to be asked which of them stand in a text."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from linli.ground.finding.logic import sounds
from linli.ground.finding.logic.likeness import How, find
from linli.ground.finding.logic.units import Kind, Unit, plain, split, ways_to_read

CLOSER_LOOK: Final = 40
"""So many names are compared unit by unit; the others hold less of the text by any count."""
LEAST_SHARE: Final = 0.3
MOST_UNITS: Final = 80
LONGEST_NAME: Final = 24
"""Of a longer text, and of a longer name, only so many units are compared."""
MOST_WORDS: Final = 20
MOST_WORDS_NEAR: Final = 1_000
LIGHT: Final = 0.3
"""How much of an ending such as 小区 counts against a character of the stem."""

Numbers = NDArray[np.int32]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Match:
    """A name that stands in a text: its number, the share of it found, why, and where."""

    name: int
    share: float
    how: How
    start: int
    end: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Names by what they are made of: characters, sounds, initials, words, and pairs of these.

    `endings` are words that many names end with and people often leave out or mistake.
    """

    names: tuple[str, ...]
    endings: tuple[str, ...]
    lists: dict[str, Numbers]
    words: tuple[str, ...]
    sizes: NDArray[np.float32]

    @classmethod
    def build(cls, names: Iterable[str], endings: Iterable[str] = ()) -> Self:
        """The names in plain letters (`units.plain`); their numbers are their order."""
        kept = tuple(map(plain, names))
        lists: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(kept):
            for key in set(_keys_of_name(split(name))):
                lists[key].append(number)
        words = sorted(key[1:] for key in lists if key.startswith("w"))
        longest_first = tuple(sorted(map(plain, endings), key=len, reverse=True))
        arrays = {key: np.array(found, dtype=np.int32) for key, found in lists.items()}
        sizes = np.sqrt([max(1, len(split(name))) for name in kept]).astype(np.float32)
        return cls(kept, longest_first, arrays, tuple(words), sizes)

    def find(self, text: str, among: Chosen | None = None) -> list[Match]:
        """The names that stand in a plain text, those of which most is found first.

        `among` says of each name whether it may be answered.
        """
        best: dict[int, Match] = {}
        for units in ways_to_read(text):
            for match in self._find(units[:MOST_UNITS], among):
                known = best.get(match.name)
                if known is None or (known.share, -known.how) < (match.share, -match.how):
                    best[match.name] = match
        return sorted(best.values(), key=lambda match: (-match.share, match.how, match.name))

    def weigh(self, unit: Unit) -> float:
        """How much a unit says: rare ones more than those that stand in every other name."""
        found = self.lists.get(_key(unit))
        return self._rarity(len(found) if found is not None else 0)

    def _find(self, units: tuple[Unit, ...], among: Chosen | None) -> Iterator[Match]:
        for number in self._candidates(units, among):
            name = split(self.names[number])[:LONGEST_NAME]
            found = find(name, self._weights(name, self.names[number]), units)
            if found is not None and found.share >= LEAST_SHARE:
                yield Match(number, found.share, found.how, found.start, found.end, found.is_whole)

    def _candidates(self, units: Sequence[Unit], among: Chosen | None) -> list[int]:
        """The names that have most in common with the text, by weight."""
        common = np.zeros(len(self.names), dtype=np.float32)
        for key, share in set(self._keys_of_text(units)):
            found = self.lists.get(key)
            if found is not None:
                common[found] += share * self._rarity(len(found))
        if among is not None:
            common *= among
        most = min(CLOSER_LOOK, int(np.count_nonzero(common)))
        if not most:
            return []
        chosen = np.argpartition(-common / self.sizes, most - 1)[:most]
        return [int(one) for one in chosen]

    def _keys_of_text(self, units: Sequence[Unit]) -> Iterator[tuple[str, float]]:
        for unit in units:
            yield from self._keys_of_typed(unit)
        for one, other in pairwise(units):
            yield from ((key, 1.0) for key in _pair_keys(one, other))

    def _keys_of_typed(self, unit: Unit) -> Iterator[tuple[str, float]]:
        if unit.kind in (Kind.CHARACTER, Kind.NUMBER):
            yield _key(unit), 1.0
        if unit.kind is Kind.CHARACTER:
            yield from ((f"s{sounds.folded(one)}", 0.6) for one in sounds.readings(unit.text))
        elif unit.kind is Kind.SYLLABLE:
            yield f"s{sounds.folded(unit.text)}", 1.0
            yield f"i{unit.text[0]}", 0.2
        elif unit.kind is Kind.LETTER:
            yield f"i{unit.text}", 0.6
        elif unit.kind is Kind.WORD:
            yield from ((f"w{one}", 1.0) for one in self._words_like(unit.text))

    def _words_like(self, typed: str) -> Iterator[str]:
        """The word, those that begin with it, and those one slip away with the same beginning."""
        yield typed
        if len(typed) < 2:
            return
        begun = bisect_left(self.words, typed)
        near = bisect_left(self.words, typed[:2])
        for word in self.words[begun : begun + MOST_WORDS]:
            if word.startswith(typed):
                yield word
        for word in self.words[near : near + MOST_WORDS_NEAR]:
            if word.startswith(typed[:2]) and sounds.is_slip(typed, word):
                yield word

    def _weights(self, name: Sequence[Unit], written: str) -> list[float]:
        """The weight of each unit; an ending is light unless it is the whole name."""
        ending = next((one for one in self.endings if written.endswith(one)), "")
        stem = len(written) - len(ending) or len(written)
        return [self.weigh(unit) * (1.0 if unit.start < stem else LIGHT) for unit in name]

    def _rarity(self, count: int) -> float:
        """From 1 for what stands in one name to 0.5 for what stands in all."""
        return 1.0 - 0.5 * math.log1p(count) / math.log1p(max(2, len(self.names)))


def _key(unit: Unit) -> str:
    return f"{unit.kind.value[0]}{unit.text}"


def _keys_of_name(units: Sequence[Unit]) -> Iterator[str]:
    for unit in units:
        yield _key(unit)
        yield from (f"s{sounds.folded(reading)}" for reading in _sounds_of(unit))
        yield from (f"i{initial}" for initial in _initials_of(unit))
    for one, other in pairwise(units):
        yield from _pair_keys(one, other)
        initials = product(_initials_of(one), _initials_of(other))
        yield from (f"j{first}{second}" for first, second in initials)


def _pair_keys(one: Unit, other: Unit) -> Iterator[str]:
    """Two in a row say far more than each by itself."""
    if one.kind is Kind.LETTER and other.kind is Kind.LETTER:
        yield f"j{one.text}{other.text}"
    for first, second in product(_sounds_of(one), _sounds_of(other)):
        yield f"p{sounds.folded(first)} {sounds.folded(second)}"


def _sounds_of(unit: Unit) -> tuple[str, ...]:
    if unit.kind is Kind.CHARACTER:
        return sounds.readings(unit.text)
    return (unit.text,) if unit.kind is Kind.SYLLABLE else ()


def _initials_of(unit: Unit) -> set[str]:
    if unit.kind is Kind.CHARACTER:
        return {reading[0] for reading in sounds.readings(unit.text)}
    return {unit.text[0]} if unit.kind is Kind.WORD else set()
