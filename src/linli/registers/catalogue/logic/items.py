"""What an item of the catalogue is: its words, weight, clocks, who answers, how signals join."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import msgspec

CATEGORIES: Final[Mapping[str, tuple[str, ...]]] = {
    "components": ("utilities", "traffic", "city_facilities", "greening", "estate_facilities"),
    "events": ("environment", "advertising", "building_sites", "street_order", "community_life"),
    "hazards": ("fire_and_gas", "structures", "water_and_weather", "substances"),
    "devices": ("sensing", "platform"),
    "care": ("calls", "wellbeing"),
    "services": ("allowances", "registrations", "help"),
}
"""Classes within each group, after those of city management (GB/T 30428.2: utilities, traffic, city
appearance, greening, other; events by what they disturb), with what a neighbourhood has besides."""
GROUPS: Final = tuple(CATEGORIES)
EMERGENCY: Final = "emergency"
SEVERITIES: Final = (EMERGENCY, "urgent", "normal", "low")
"""The gravest first."""
FILINGS: Final = ("automatic", "desk")
DUTY: Final = "duty"
"""The list of what a duty desk works on."""
LISTS: Final = (DUTY, "maintenance", "administrator", "clerk")
CLOCKS: Final = ("accept", "respond", "dispatch", "sign_in", "handle", "verify", "feedback")
EVIDENCE: Final = (
    *("words", "position", "photo", "reading", "document", "visit", "call", "signature"),
)
HOLDERS: Final = (
    *("street_office", "department", "community", "property_firm", "maintenance_firm"),
    *("care_station", "post"),
)
"""Kinds of parties, as `registers.parties` keeps them."""
TOLD: Final = (
    *("reporter", "holder", "duty_desk", "leader", "community", "grid_worker", "carers"),
    *("residents", "maintenance", "administrator", "clerk"),
)
LOW_RISK: Final = ("normal", "low")
RISKY: Final = ("hazards", "care")
"""Groups of which every piece of work is checked, however slight its severity."""
RESULT_PHOTOS: Final = ("optional", "required")
UNITS: Final = ("minutes", "working_hours", "working_days")

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
    """What people call the same thing, so that they find it by their own words.

    `dialect` holds what is said rather than written.
    """

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    dialect: tuple[str, ...] = ()


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
    """Whether people are called (push, SMS and phone together) until somebody acknowledges.

    `next_minutes`: after so long without an answer the next contact is tried; 0 leaves it open.
    """

    call: bool
    next_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What must be there before a case is filed, and before it may close; out of `EVIDENCE`."""

    file: tuple[str, ...] = ()
    close: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """How much of the work somebody else looks at: `sample` of a hundred, of low risk only."""

    sample: int = 100


@dataclass(frozen=True, slots=True)
class Holder:
    """Who normally answers: a kind of party, what residents call it, and who comes next.

    Who really does in a place, the duties of `registers.parties` say.
    """

    first: str
    name: Words
    then: str = ""


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
    category: str = ""
    synonyms: Synonyms = Synonyms()
    clocks: Mapping[str, Limit] = field(default_factory=dict)
    alert: Calling = Calling(call=False)
    result_photo: ResultPhoto = "optional"
    evidence: Evidence = Evidence()
    check: Check = Check()
    holder: Holder | None = None
    tell: tuple[str, ...] = ()
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

        Synonyms and a sample stand in it only if there are any, as in versions older than they.
        """
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        del plain["version"], plain["retired"]
        if self.synonyms == Synonyms():
            del plain["synonyms"]
        if self.check == Check():
            del plain["check"]
        return plain


def is_emergency(severity: str) -> bool:
    """Whether what is done about it overtakes everything else: its facts go by the urgent lane.

    Facts call that lane `urgent`; the severity of that name is one step lower, and waits in line.
    """
    return severity == EMERGENCY


def definition(body: Mapping[str, Any], version: int, *, retired: bool = False) -> ItemDefinition:
    """The item from its stored body. Raises `msgspec.ValidationError` when that is damaged."""
    return msgspec.convert({**body, "version": version, "retired": retired}, ItemDefinition)
