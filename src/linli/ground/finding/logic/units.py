"""Splits a text into what is compared: characters, numbers, words, syllables, letters."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice, product
from typing import Final

from linli.ground.finding.logic import sounds

LONGEST_LETTERS: Final = 40
"""Of more letters in a row only the first are read as pinyin."""
MOST_INITIALS: Final = 6
MOST_READINGS: Final = 4

_RUNS: Final = re.compile(r"(?P<number>\d+)|(?P<letters>[a-z]+(?:'[a-z]+)*)|(?P<other>\w)")
_INITIALS: Final = frozenset("abcdefghjklmnopqrstwxyz")
_PAIRS: Final = frozenset(("zh", "ch", "sh"))
_SYLLABLE_COST, _LETTER_COST, _STRAY_COST = 1.0, 1.6, 4.0
_MORE_COST: Final = 1.0


class Kind(StrEnum):
    """What a unit is. Syllables and letters stand only in what somebody types."""

    CHARACTER = "character"
    NUMBER = "number"
    WORD = "word"
    SYLLABLE = "syllable"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Unit:
    """One of them; `start` and `end` say where it stands in the plain text."""

    text: str
    kind: Kind
    start: int = 0
    end: int = 0


def plain(text: str) -> str:
    """Full width made half, capitals made small: `３＃` is `3#`."""
    return unicodedata.normalize("NFKC", text).lower()


def split(text: str) -> tuple[Unit, ...]:
    """The units of a plain text as it is written; letters in a row are a word."""
    return tuple(_unit(match) for match in _RUNS.finditer(text))


def ways_to_read(text: str) -> tuple[tuple[Unit, ...], ...]:
    """How a plain text may be meant: letters in a row as words, as pinyin, as initials.

    The first way is as it is written; of the others the most likely come first.
    """
    written = split(text)
    if all(unit.kind is not Kind.WORD for unit in written):
        return (written,)
    runs = [_readings_of(unit) for unit in written]
    read = (tuple(unit for run in way for unit in run) for way in product(*runs))
    return (written, *islice(read, MOST_READINGS))


def _unit(match: re.Match[str]) -> Unit:
    kinds = {"number": Kind.NUMBER, "letters": Kind.WORD, "other": Kind.CHARACTER}
    found = match.group()
    text = found.lstrip("0") or "0" if match.lastgroup == "number" else found
    return Unit(text, kinds[match.lastgroup or ""], match.start(), match.end())


def _readings_of(unit: Unit) -> list[tuple[Unit, ...]]:
    if unit.kind is not Kind.WORD:
        return [(unit,)]
    return [_placed(pieces, unit.start) for pieces in _pinyin(unit.text[:LONGEST_LETTERS])]


def _placed(pieces: tuple[str, ...], start: int) -> tuple[Unit, ...]:
    units = []
    for piece in pieces:
        letters = piece.strip("'")
        if letters:
            is_letter = len(letters) == 1 or letters in _PAIRS
            kind = Kind.LETTER if is_letter else Kind.SYLLABLE
            units.append(
                Unit(letters[0] if is_letter else letters, kind, start, start + len(piece))
            )
        start += len(piece)
    return tuple(units)


@lru_cache(maxsize=1_000)
def _pinyin(letters: str) -> tuple[tuple[str, ...], ...]:
    """Likely ways to cut letters into syllables and initials, the likeliest first.

    `cuizhuyuan` is cui zhu yuan, `xian` is xian or xi an, `czy` are three initials.
    """
    best: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())]]
    for end in range(1, len(letters) + 1):
        ways = [
            (cost + more, (*pieces, letters[start:end]))
            for start in range(max(0, end - 6), end)
            if (more := _cost(letters[start:end])) is not None
            for cost, pieces in best[start]
        ]
        best.append(sorted(ways)[:MOST_READINGS])
    found = [pieces for cost, pieces in best[-1] if cost <= best[-1][0][0] + _MORE_COST]
    if len(letters) <= MOST_INITIALS and _INITIALS.issuperset(letters):
        found.append(tuple(letters))
    return tuple(dict.fromkeys(found))


def _cost(piece: str) -> float | None:
    if piece in sounds.syllables():
        return _SYLLABLE_COST
    if piece == "'":
        return 0.0
    if piece in _INITIALS or piece in _PAIRS:
        return _LETTER_COST
    return _STRAY_COST if len(piece) == 1 else None
