"""Decides which words a text has: the same whoever wrote it, and whichever database keeps it.

A text is cut into signs (Chinese, Japanese and Korean characters, pictures such as emoji) and words
(letters and digits in a row). Everything else only parts them. In its plain form all of these stand
in one line between single blanks, except that signs in a row are not parted: ` 翠竹苑 3 栋 `.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final, Literal

LONGEST: Final = 12_000
"""Characters of a document; whatever is added to a full one is not found."""

LONGEST_WORD: Final = 64
"""Longer ones are known by their beginning."""

LONGEST_STEM: Final = 8
"""A word has a token for each of its beginnings up to this length: no engine is fast at
prefixes. Measured with a million documents in SQLite: 190 to 800 ms by prefix, 1 ms by token."""

Kind = Literal["sign", "word", ""]

_CJK: Final = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u30ff\u3105-\u318e\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7af\uf900-\ufaff"
    "\U00016fe0-\U00018cff\U0001aff0-\U0001b16f\U00020000-\U0003ffff]"
)

_VARIANT: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Says which picture of the sign before is meant; to Unicode it is a letter's mark."""


def plain(text: str) -> str:
    """The plain form of one text: NFKC (full-width digits are digits), small letters."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    runs = groupby(unicodedata.normalize("NFKC", folded), kind_of)
    cut = ["".join(run)[: LONGEST_WORD if kind == "word" else None] for kind, run in runs if kind]
    return f" {' '.join(cut)} "[:LONGEST] if cut else ""


def joined(text: str, more: Iterable[str], most: int = LONGEST) -> str:
    """A document with more plain texts, as far as it has room and does not hold them already.

    Nothing is found across two texts.
    """
    for line in more:
        if line and line not in text and len(text) < most:
            text = f"{text}\n{line}"[:most] if text else line[:most]
    return text


def tokens(text: str) -> set[str]:
    """What a document in plain form is found by."""
    return {token for line in text.split("\n") for token in _tokens(line)}


def units(line: str) -> Iterator[tuple[str, bool]]:
    """The signs and words of a line in plain form, each with whether it follows the one before
    in a row: a sign that follows a sign or a word does, a word never does."""
    before: Kind = ""
    for run in line.split():
        if kind_of(run[0]) == "word":
            yield run, False
            before = "word"
        else:
            yield run[0], before == "word"
            yield from ((sign, True) for sign in run[1:])
            before = "sign"


def stem(unit: str) -> str:
    """The token of a sign or of the beginning of a word."""
    return unit[:LONGEST_STEM]


@lru_cache(maxsize=65_536)
def kind_of(character: str) -> Kind:
    """Empty for everything that only parts words: blanks, marks, controls, half characters."""
    category = unicodedata.category(character)
    if _CJK.match(character) or category == "So":
        return "sign"
    if _VARIANT.match(character):
        return ""
    return "word" if category[0] in "LN" or category in {"Mn", "Mc"} else ""


def _tokens(line: str) -> Iterator[str]:
    found = list(units(line))
    for unit, _ in found:
        yield from (unit[:length] for length in range(1, min(len(unit), LONGEST_STEM) + 1))
    for (before, _), (unit, follows) in pairwise(found):
        if follows:
            yield stem(before) + unit
