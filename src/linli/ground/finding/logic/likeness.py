"""How alike two units are, and how much of a name stands in a text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from linli.ground.finding.logic import sounds
from linli.ground.finding.logic.units import Kind, Unit

_DIGITS: Final = {one: str(number) for number, one in enumerate("零一二三四五六七八九")}
FARTHEST_GAP: Final = 4
GAP_COST: Final = 0.15
SWAP_COST: Final = 0.2
"""In shares of a usual unit's weight: for each unit that stands between, and for two swapped."""
SHORTEST_BEGINNING: Final = 2
MOST_HITS: Final = 8
"""A unit of the name is looked for in so many spots of the text, though the text be one character
again and again."""


class How(IntEnum):
    """Why two are alike, the surest first."""

    WRITTEN = 0
    PINYIN = 1
    SOUND = 2
    INITIALS = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """From 0 to 1, and why."""

    share: float
    how: How = How.WRITTEN


NOTHING: Final = Likeness(0.0)
_SAME: Final = Likeness(1.0)
_BEGINNING: Final = Likeness(0.8)
_WORD_SLIP: Final = Likeness(0.75, How.SOUND)
_PINYIN: Final = Likeness(0.9, How.PINYIN)
_NEAR_PINYIN: Final = Likeness(0.75, How.SOUND)
_PINYIN_SLIP: Final = Likeness(0.55, How.SOUND)
_SOUND: Final = Likeness(0.85, How.SOUND)
_NEAR_SOUND: Final = Likeness(0.7, How.SOUND)
_INITIAL: Final = Likeness(0.6, How.INITIALS)

Hit = tuple[int, int, Likeness]
"""Which unit of the text is like which of the name, and how."""


class Chain(NamedTuple):
    """Hits in a row, and how much of the name's weight they make up."""

    gain: float
    links: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: which share of its weight, the weakest link, and from where to where."""

    share: float
    how: How
    start: int
    end: int
    is_whole: bool


def alike(typed: Unit, meant: Unit) -> Likeness:
    """How alike a typed unit is to one of a name."""
    return _alike(typed.text, typed.kind, meant.text, meant.kind)


def find(name: Sequence[Unit], weights: Sequence[float], text: Sequence[Unit]) -> Found | None:
    """Where most of the name stands in the text, in order but for two swapped, with small gaps."""
    hits = [hit for place, meant in enumerate(name) for hit in _hits(place, meant, text)]
    if not hits:
        return None
    chains: list[Chain] = []
    for at, place, found in hits:
        before = _best_before(at, place, chains)
        own = weights[place] * found.share
        links = (*before.links, (at, place, found)) if before else ((at, place, found),)
        chains.append(Chain(own + (before.gain if before else 0.0), links))
    best = max(chains, key=lambda chain: (chain.gain, chain.links[-1][0]))
    if len(best.links) == 1 and best.links[0][2].how is How.INITIALS:
        return None  # one letter is the initial of anything
    return _found(best.links, best.gain / sum(weights), len(name), text)


def _best_before(at: int, place: int, chains: Sequence[Chain]) -> Chain | None:
    """The chain that is worth most when it goes on here, less the cost of the step."""
    ways = [
        Chain(chain.gain - cost, chain.links)
        for chain in chains
        if chain.links[-1][1] < place and (cost := _step(at - chain.links[-1][0])) is not None
    ]
    best = max(ways, key=lambda chain: chain.gain, default=None)
    return best if best and best.gain > 0 else None


def _hits(place: int, meant: Unit, text: Sequence[Unit]) -> Iterator[Hit]:
    likes = ((at, place, alike(typed, meant)) for at, typed in enumerate(text))
    return islice((hit for hit in likes if hit[2].share), MOST_HITS)


def _found(links: Sequence[Hit], share: float, whole: int, text: Sequence[Unit]) -> Found:
    ats = [at for at, _, _ in links]
    return Found(
        share,
        max(found.how for _, _, found in links),
        text[min(ats)].start,
        text[max(ats)].end,
        len(links) == whole,
    )


def _step(ahead: int) -> float | None:
    """What it costs to go on so many units further on; None where that is too far."""
    if ahead == -1:
        return SWAP_COST
    return (ahead - 1) * GAP_COST if 1 <= ahead <= FARTHEST_GAP else None


@lru_cache(maxsize=200_000)
def _alike(typed: str, kind: Kind, meant: str, meant_kind: Kind) -> Likeness:
    if kind is meant_kind and typed == meant:
        return _SAME
    if meant_kind is Kind.CHARACTER:
        return _like_character(typed, kind, meant)
    if meant_kind is Kind.WORD:
        return _like_word(typed, kind, meant)
    return _SAME if _DIGITS.get(typed) == meant else NOTHING


def _like_character(typed: str, kind: Kind, meant: str) -> Likeness:
    read = sounds.readings(meant)
    if kind is Kind.CHARACTER:
        return _by_sound(sounds.readings(typed), read)
    if kind is Kind.SYLLABLE:
        return _by_pinyin(typed, read)
    if kind is Kind.LETTER:
        return _INITIAL if any(one.startswith(typed) for one in read) else NOTHING
    return _SAME if kind is Kind.NUMBER and _DIGITS.get(meant) == typed else NOTHING


def _by_sound(typed: Sequence[str], meant: Sequence[str]) -> Likeness:
    if not set(typed).isdisjoint(meant):
        return _SOUND
    if not set(map(sounds.folded, typed)).isdisjoint(map(sounds.folded, meant)):
        return _NEAR_SOUND
    return NOTHING


def _by_pinyin(typed: str, meant: Sequence[str]) -> Likeness:
    if typed in meant:
        return _PINYIN
    if sounds.folded(typed) in map(sounds.folded, meant):
        return _NEAR_PINYIN
    return _PINYIN_SLIP if any(sounds.is_slip(typed, one) for one in meant) else NOTHING


def _like_word(typed: str, kind: Kind, meant: str) -> Likeness:
    if kind is Kind.LETTER:
        return _INITIAL if meant.startswith(typed) else NOTHING
    if kind is not Kind.WORD or len(typed) < SHORTEST_BEGINNING:
        return NOTHING
    if meant.startswith(typed):
        return _BEGINNING
    return _WORD_SLIP if len(meant) > 3 and sounds.is_slip(typed, meant) else NOTHING
