"""What an item of the catalogue is: its words, weight, clocks, and how its signals join.

And which item is meant by what somebody types or says.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Self

import msgspec
import numpy as np

from linli.ground.finding.logic.likeness import How
from linli.ground.finding.logic.names import NameIndex
from linli.ground.finding.logic.units import plain

GROUPS: Final = ("components", "events", "hazards", "devices", "care", "services")
EMERGENCY: Final = "emergency"
SEVERITIES: Final = (EMERGENCY, "urgent", "normal", "low")
"""The gravest first."""
FILINGS: Final = ("automatic", "desk")
LISTS: Final = ("duty", "maintenance", "administrator", "clerk")
CLOCKS: Final = ("handle", "feedback")
RESULT_PHOTOS: Final = ("optional", "required")
UNITS: Final = ("minutes", "working_hours", "working_days")

LONGEST_TEXT: Final = 200
LEAST_SHARE: Final = 0.4
FAR_BEHIND: Final = 0.5
"""Of a longer text only the beginning is read; an item of which less is found, or less than this
share of the best, is not offered."""

Severity = Literal["emergency", "urgent", "normal", "low"]
Filing = Literal["automatic", "desk"]
ResultPhoto = Literal["optional", "required"]
List = Literal["duty", "maintenance", "administrator", "clerk"]


@dataclass(frozen=True, slots=True)
class Words:
    """The same text in both languages."""

    zh: str
    en: str

    def label(self, language: str) -> str:
        """`language` is a Django language code such as zh-hans or en."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What people call the same thing, so that they find it by their own words."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Joining:
    """When a further signal is the same problem.

    `radius_m` 0 means: only from the same device. `minutes` count from the last signal. `reports`
    says whether what residents tell joins by itself, or by a person's hand only. `devices` says
    whether what another device notices joins: a second smoke alarm may be a second fire, and
    nobody is called again for a signal that has joined.
    """

    radius_m: int
    minutes: int
    reports: bool
    devices: bool = True


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take; `unit` is one of `UNITS`."""

    amount: int
    unit: str


@dataclass(frozen=True, slots=True)
class Calling:
    """Whether people are called (push, SMS and phone together) until somebody acknowledges."""

    call: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDefinition:
    """One item at one version. Versions never change; a case keeps the one it opened with."""

    code: str
    version: int
    name: Words
    description: Words
    group: str
    severity: Severity
    public: bool
    joining: Joining
    filing: Filing
    synonyms: Synonyms = Synonyms()
    clocks: Mapping[str, Limit] = field(default_factory=dict)
    alert: Calling = Calling(call=False)
    result_photo: ResultPhoto = "optional"
    list: List = "duty"
    icon: str = "circle-dot"
    retired: bool = False

    def label(self, language: str) -> str:
        return self.name.label(language)

    @property
    def needs_photo(self) -> bool:
        """Whether whoever did the work must show it."""
        return self.result_photo == "required"

    @property
    def body(self) -> dict[str, Any]:
        """What makes a version, as plain JSON: all but its number and whether it is retired.

        Synonyms stand in it only if there are any, as in versions older than they are.
        """
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        del plain["version"], plain["retired"]
        if self.synonyms == Synonyms():
            del plain["synonyms"]
        return plain


def is_emergency(severity: str) -> bool:
    """Whether what is done about it overtakes everything else: its facts go by the urgent lane.

    Facts call that lane `urgent`; the severity of that name is one step lower, and waits in line.
    """
    return severity == EMERGENCY


def definition(body: Mapping[str, Any], version: int, *, retired: bool = False) -> ItemDefinition:
    """The item from its stored body. Raises `msgspec.ValidationError` when that is damaged."""
    return msgspec.convert({**body, "version": version, "retired": retired}, ItemDefinition)


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
        best: dict[str, tuple[tuple[float, int, int], Meant]] = {}
        for match in self.names.find(read, among):
            item = self.items[match.name]
            # Of two names that are found in full, the longer says more.
            order = (-round(match.share, 3), match.start - match.end, match.name)
            meant = Meant(item, round(match.share, 3), match.how, self.spelled[match.name])
            if match.share >= LEAST_SHARE:
                best[item.code] = min(best.get(item.code, (order, meant)), (order, meant))
        found = [meant for _, meant in sorted(best.values(), key=lambda one: one[0])]
        return [one for one in found if one.score >= found[0].score * FAR_BEHIND]


def _names_of(item: ItemDefinition) -> Iterator[str]:
    """Its names, what people call it, and its code as words."""
    yield from (item.name.zh, item.name.en, *item.synonyms.zh, *item.synonyms.en)
    yield item.code.replace("_", " ")
