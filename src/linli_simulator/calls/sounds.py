"""Characters that sound alike: what comes out when a name is heard and typed by its sound.

The characters are the 3,755 most used ones (GB 2312, level 1), as an input method offers them.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from random import Random
from typing import Final

from pypinyin import Style, pinyin

_FIRST_ROW, _LAST_ROW = 0xB0, 0xD7
_CELLS: Final = range(0xA1, 0xFF)

CONFUSED: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f"), ("r", "l"))
"""Beginnings that many speakers do not tell apart, from the south and the middle Yangtze."""
ENDINGS: Final = (("ing", "in"), ("eng", "en"), ("ang", "an"))


@cache
def sound(character: str) -> str:
    """Its most usual reading without the tone: 苑 is yuan."""
    found: list[list[str]] = pinyin(character, style=Style.NORMAL)
    return found[0][0]


def sounds(word: str) -> list[str]:
    return [sound(character) for character in word]


def initials(word: str) -> str:
    return "".join(one[0] for one in sounds(word))


def same_sound(character: str, random: Random) -> str:
    """Another character with the same sound; itself where there is none."""
    return _other(_by_sound().get(sound(character), ""), character, random)


def near_sound(character: str, random: Random) -> str:
    """A character as a dialect would have it: 兰 heard for 南, 纸 for 子."""
    heard = [one for one in _neighbours(sound(character)) if one in _by_sound()]
    if not heard:
        return same_sound(character, random)
    return _other(_by_sound()[random.choice(heard)], character, random)


def _other(choice: str, character: str, random: Random) -> str:
    left = choice.replace(character, "")
    return random.choice(left) if left else character


def _neighbours(syllable: str) -> Iterator[str]:
    for one, other in (*CONFUSED, *((b, a) for a, b in CONFUSED)):
        if syllable.startswith(one) and not syllable.startswith(one + "h"):
            yield other + syllable[len(one) :]
    for one, other in (*ENDINGS, *((b, a) for a, b in ENDINGS)):
        if syllable.endswith(one):
            yield syllable[: -len(one)] + other


@cache
def _by_sound() -> dict[str, str]:
    groups: dict[str, str] = {}
    for row, cell in product(range(_FIRST_ROW, _LAST_ROW + 1), _CELLS):
        if character := bytes((row, cell)).decode("gb2312", "ignore"):
            groups[sound(character)] = groups.get(sound(character), "") + character
    return groups
