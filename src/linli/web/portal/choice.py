"""What can be reported, as pictures with words: the most reported first, then all by group."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from linli.ground import clock
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import ItemDefinition, is_emergency
from linli.sense.reports import queries as reports

FIRST: Final = 6
MOST_FOUND: Final = 12
LIKELIEST: Final = 3


@dataclass(frozen=True, slots=True)
class Tile:
    """One matter; `words` are what it is found by while somebody types."""

    code: str
    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """Matters of one kind; `code` is a group of the catalogue."""

    code: str
    tiles: list[Tile]


@dataclass(frozen=True, slots=True)
class Call:
    """A matter that nobody shall write about, but telephone; `is_meant` by what was asked for."""

    code: str
    icon: str
    words: str
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """`first` are those found by what was asked for, or those that are reported most."""

    asked: str = ""
    first: list[Tile] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    @property
    def is_nothing_found(self) -> bool:
        return bool(self.asked) and not self.first and not any(one.is_meant for one in self.calls)

    @property
    def is_empty(self) -> bool:
        return not self.first and not self.groups


def choice(asked: str, chosen: str) -> Choice:
    """What the form offers; what was chosen before stands in front."""
    public = [item for item in catalogue.items() if item.public]
    asked = asked.strip()[:200]
    front = _found(asked) if asked else _most_reported(public)
    if chosen and chosen not in {item.code for item in front}:
        front = [*(item for item in public if item.code == chosen), *front]
    codes = {item.code for item in front}
    groups: dict[str, list[Tile]] = {}
    for item in public:
        if item.code not in codes:
            groups.setdefault(item.group, []).append(_tile(item))
    return Choice(
        asked,
        [_tile(item) for item in front],
        [Group(*one) for one in groups.items()],
        _calls(asked),
    )


def _calls(asked: str) -> list[Call]:
    """Fire, gas, a person on the floor: what is an emergency and no matter for a form."""
    likeliest = catalogue.find_items(asked, limit=LIKELIEST) if asked else []
    meant = {one.item.code for one in likeliest}
    return [
        Call(item.code, item.icon, "|".join(_names(item)).lower(), item.code in meant)
        for item in catalogue.items()
        if not item.public and is_emergency(item.severity)
    ]


def _found(asked: str) -> list[ItemDefinition]:
    return [one.item for one in catalogue.find_items(asked, public_only=True, limit=MOST_FOUND)]


def _most_reported(public: list[ItemDefinition]) -> list[ItemDefinition]:
    """Filled up with the gravest of the catalogue, for a desk that has just begun."""
    by_code = {item.code: item for item in public}
    minute = int(clock.seconds() // 60)
    counted = [by_code[code] for code in reported_in(minute) if code in by_code]
    others = (item for item in public if item not in counted)
    return [*counted, *others][:FIRST]


@lru_cache(maxsize=1)
def reported_in(_minute: int) -> tuple[str, ...]:
    """Two thousand reports are counted once a minute, not once for each form that is opened."""
    return tuple(reports.most_reported(3 * FIRST))


def _tile(item: ItemDefinition) -> Tile:
    return Tile(item.code, item.icon, " ".join(_names(item)).lower())


def _names(item: ItemDefinition) -> tuple[str, ...]:
    return (item.name.zh, item.name.en, *item.synonyms.zh, *item.synonyms.en)
