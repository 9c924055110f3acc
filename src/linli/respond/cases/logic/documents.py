"""Decides by what a case is found: its marks, and how many words of which kind it holds. Pure."""

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from linli.ground.rights.asker import Where
from linli.ground.rights.table import LEVELS
from linli.registers.catalogue.logic import is_emergency

KIND: Final = "case"

MOST_TOLD: Final = 8_000
"""Characters of what reporters wrote; the rest of a document is for what staff write."""

MOST_REPORTS: Final = 300
UNPLACED: Final = "level=none"
GRAVE: Final = "grave=yes"


class Listed(Protocol):
    """What of a case its marks tell."""

    item: str
    list: str
    severity: str
    is_open: bool


def marks(case: Listed, where: Where) -> set[str]:
    """What narrows a search without being a word, and seldom changes."""
    found = {f"item={case.item}", f"list={case.list}", open_mark(is_open=case.is_open)}
    grave = {GRAVE} if is_emergency(case.severity) else set()
    return found | grave | {*level_marks(where)}


def open_mark(*, is_open: bool) -> str:
    return f"open={'yes' if is_open else 'no'}"


def level_mark(level: str, place_id: int) -> str:
    return f"{level}={place_id}"


def level_marks(where: Where) -> list[str]:
    """One for each level that is known, the smallest last; one that says so when none is."""
    known = [(level, getattr(where, f"{level}_id")) for level in LEVELS]
    return [level_mark(level, key) for level, key in known if key is not None] or [UNPLACED]


def as_far_as(texts: Iterable[str], most: int) -> Iterator[str]:
    """The first of the texts, until they have this many characters."""
    for text in texts:
        if most <= 0:
            return
        yield text[:most]
        most -= len(text)
