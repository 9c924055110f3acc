"""Makes any text printable: what the type cannot show is named, and nothing runs off the page."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Final

GIVEN: Final = ".given"
"""What a picture is called before it is made small."""

MISSING: Final = "〓"
"""The printers' sign for a character that they have no type for; its code stands beside it."""

LONGEST_RUN: Final = 24
"""So many letters without a place to break fit into the narrowest column."""

_RUN: Final = re.compile(r"[!-~\u00a1-\u2dff]{%d}(?=[!-~\u00a1-\u2dff])" % LONGEST_RUN)  # noqa: UP031
_MAY_BREAK: Final = "\u200b"
_KEPT: Final = frozenset("\n\u200b\u200d\ufe0e\ufe0f")
"""Line ends, and what joins the parts of an emoji."""


class Characters:
    """The characters of the type, as ranges of code points in order."""

    def __init__(self, ranges: Sequence[Sequence[int]]) -> None:
        self._firsts = [first for first, _ in ranges]
        self._lasts = [last for _, last in ranges]

    def __contains__(self, sign: str) -> bool:
        at = bisect_right(self._firsts, ord(sign)) - 1
        return at >= 0 and ord(sign) <= self._lasts[at]


def printable(text: str, known: Characters) -> str:
    """The text as the type can show it, with places to break in long runs of letters.

    Signs that are only there to steer (directions, controls) are left out: what is read on paper
    is what was written.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    shown = "".join(_shown(sign, known) for sign in lines)
    return _RUN.sub(lambda run: run[0] + _MAY_BREAK, shown)


def all_printable(value: Any, known: Characters) -> Any:
    """The same for every text inside lists and dictionaries."""
    match value:
        case str():
            return printable(value, known)
        case dict():
            return {key: all_printable(inner, known) for key, inner in value.items()}
        case list():
            return [all_printable(inner, known) for inner in value]
        case _:
            return value


def count_signs(value: Any) -> int:
    """How long all texts are together."""
    match value:
        case str():
            return len(value)
        case dict():
            return sum(map(count_signs, value.values()))
        case list() | tuple():
            return sum(map(count_signs, value))
        case _:
            return 0


def _shown(sign: str, known: Characters) -> str:
    if sign in _KEPT or sign == " ":
        return sign
    if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co"):
        return ""
    if unicodedata.category(sign) == "Zs":
        return " "
    return sign if sign in known else f"{MISSING}(U+{ord(sign):04X})"
