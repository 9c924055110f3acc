"""How a row of a department's list relates to the catalogue: the same, similar, repeated or new."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.ground.finding.logic.likeness import How
from linli.ground.finding.logic.units import plain
from linli.registers.catalogue.logic.finder import ItemFinder, Meant
from linli.registers.catalogue.logic.items import ItemDefinition

LEAST_ALIKE: Final = 0.55
"""Of a matter's name so much must stand in the row's, or it is taken for something else."""
MOST_AMOUNT: Final = 365
_LIMIT: Final = re.compile(r"(\d{1,4})\s*个?\s*(工作日|工作时|工作小时|分钟|小时|天|日)")
_UNITS: Final = {
    "工作日": (1, "working_days"),
    "工作时": (1, "working_hours"),
    "工作小时": (1, "working_hours"),
    "分钟": (1, "minutes"),
    "小时": (60, "minutes"),
    "天": (1440, "minutes"),
    "日": (1440, "minutes"),
}


class Verdict(StrEnum):
    """Same: it is called so already. Repeated: an earlier row of the file has the same name."""

    SAME = "same"
    SIMILAR = "similar"
    REPEATED = "repeated"
    NOVEL = "novel"


class Decision(StrEnum):
    """What a person wants of a row; it counts once the draft that comes of it is approved.

    Known: another name that the item had already when it was to be handed in.
    """

    OPEN = "open"
    ALIAS = "alias"
    KNOWN = "known"
    NEW = "new"
    LEFT_OUT = "left_out"


class CannotGoBack(Exception):
    """A draft has come of the decision: it is taken back, or decided on, first."""


class NoSuchRow(LookupError):
    """There is no row of this id."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row as the department wrote it; `occurrence` counts rows with the same three names."""

    row: int
    name: str
    unit: str
    code: str = ""
    limit: str = ""
    description: str = ""
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """What is like it: an item by one of its names and how, or an earlier row."""

    verdict: Verdict
    item: str = ""
    name: str = ""
    how: str = ""
    first_row: int = 0


def compare(
    rows: Sequence[Listed], items: Iterable[ItemDefinition], finder: ItemFinder
) -> list[Compared]:
    """One for each row, in their order."""
    names = called(items)
    first: dict[str, int] = {}
    found: list[Compared] = []
    for one in rows:
        key = plain(one.name)
        alike = _alike(key, names, finder)
        earlier = first.setdefault(key, one.row)
        if earlier != one.row:
            alike = Compared(Verdict.REPEATED, alike.item, alike.name, alike.how, earlier)
        found.append(alike)
    return found


def called(items: Iterable[ItemDefinition]) -> dict[str, str]:
    """The code of the item that is called so, by every name in plain letters."""
    return {
        plain(name): item.code
        for item in items
        for name in (
            *(item.name.zh, item.name.en, *item.synonyms.zh),
            *(*item.synonyms.dialect, *item.synonyms.en),
        )
    }


def with_names(item: ItemDefinition, names: Iterable[str]) -> tuple[str, ...]:
    """Its Chinese synonyms with those of the names that it is not called yet."""
    known = called([item])
    added = dict.fromkeys(name for name in names if plain(name) not in known)
    return (*item.synonyms.zh, *added)


def limit_of(text: str) -> tuple[int, str] | tuple[()]:
    """The limit that a list means, as amount and unit; nothing when it is not understood.

    A day that is no working day is one of the calendar: 1,440 minutes.
    """
    found = _LIMIT.search(text)
    if not found or not 0 < int(found[1]) <= MOST_AMOUNT:
        return ()
    minutes, unit = _UNITS[found[2]]
    return int(found[1]) * minutes, unit


def _alike(key: str, names: Mapping[str, str], finder: ItemFinder) -> Compared:
    if key in names:
        return Compared(Verdict.SAME, names[key], key, How.WRITTEN.name.lower())
    found = finder.find(key, lambda _item: True)
    meant = next((one for one in found if _is_alike(one, key)), None)
    if meant is None:
        return Compared(Verdict.NOVEL)
    return Compared(Verdict.SIMILAR, meant.item.code, meant.name, meant.how.name.lower())


def _is_alike(meant: Meant, key: str) -> bool:
    """A short name that only sounds like a part of a long one is chance: 会议室预约 is no 死鱼."""
    is_chance = meant.how is not How.WRITTEN and 2 * len(meant.name) < len(key)
    return meant.score >= LEAST_ALIKE and not is_chance
