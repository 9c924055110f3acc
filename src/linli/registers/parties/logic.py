"""Decides which party answers for an item in a place, and what a party must look like."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from linli.wire.phones import is_written_phone
from linli.wire.texts import N_, line_fault

LONGEST_NAME: Final = 120
EVERY_ITEM: Final = "*"
KINDS: Final = (
    "street_office",
    "department",
    "community",
    "property_firm",
    "maintenance_firm",
    "care_station",
    "post",
)

_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class BadParty(ValueError):
    """A party, post or duty that cannot be kept as it is; `field` names the culprit.

    `message % values` is the reason; pages translate the message first.
    """

    def __init__(self, field: str, message: str, values: Mapping[str, Any] | None = None) -> None:
        self.field = field
        self.message = message
        self.values = dict(values or {})
        super().__init__(f"{field}: {self.reason}")

    @property
    def reason(self) -> str:
        return self.message % self.values


class Office(StrEnum):
    """What a post can be named for: whom the ladder tells, and who ends a quarrel about work."""

    LEAD = "lead"
    SUPERVISION = "supervision"
    HEAD = "head"
    ADJUDICATOR = "adjudicator"


OFFICES: Final[dict[Office, str]] = {
    Office.LEAD: N_("Hears of work whose time is over"),
    Office.SUPERVISION: N_("Supervision, level 1"),
    Office.HEAD: N_("Supervision, level 2"),
    Office.ADJUDICATOR: N_("Says whose work it is after three returns"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyDetails:
    """An organisation or post that can hold a duty; `calendar_code` says when it works."""

    code: str
    name: str
    name_en: str = ""
    kind: str = "department"
    phone: str = ""
    calendar_code: str = "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDetails:
    """A post within a party, and the account that holds it now."""

    code: str
    party_id: int
    name: str
    name_en: str = ""
    user_id: int | None = None


class Coverage(StrEnum):
    """Whether somebody answers for an item in a place, and how clear that is."""

    HOLE = "hole"
    OVERLAP = "overlap"
    NESTED = "nested"
    NAMED = "named"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Cell:
    """One item in one place: who answers, and which parties are named for just it, nearest first.

    Overlap: a nearer duty for every item hides the named one. Nested: several are named, and the
    nearest answers. Rest: only by a duty for every item.
    """

    holder: int | None = None
    named: tuple[int, ...] = ()

    @property
    def others(self) -> tuple[int, ...]:
        """The parties that are named for this item and do not answer for it here."""
        return tuple(dict.fromkeys(one for one in self.named if one != self.holder))

    @property
    def coverage(self) -> Coverage:
        if self.holder is None:
            return Coverage.HOLE
        if not self.named:
            return Coverage.REST
        if not self.others:
            return Coverage.NAMED
        return Coverage.NESTED if self.named[0] == self.holder else Coverage.OVERLAP


Covers = Mapping[str, Cell]
"""The cells of one place, by item."""


def cover(above: Covers, own: Mapping[str, int]) -> Covers:
    """The cells of a place from those of the place above and the duties given here.

    As `find_holder` walks: the nearest duty counts, and in one place the one for just this item.
    """
    if not own:
        return above
    rest = own.get(EVERY_ITEM)
    return {item: _cell(cell, own.get(item), rest) for item, cell in above.items()}


def _cell(above: Cell, named: int | None, rest: int | None) -> Cell:
    if named is not None:
        return Cell(named, (named, *above.named))
    return above if rest is None else Cell(rest, above.named)


def find_holder(
    duties: Mapping[tuple[str, int], int], item: str, path: Iterable[int]
) -> int | None:
    """The party of the nearest duty; `path` holds place ids from the place itself to the top.

    At each step the duty for just this item goes before the duty for every item.
    """
    for place_id in path:
        for wanted in (item, EVERY_ITEM):
            holder = duties.get((wanted, place_id))
            if holder is not None:
                return holder
    return None


def check_party(party: PartyDetails) -> None:
    """Raises `BadParty` for the first thing that is wrong."""
    _check_names(party.code, party.name, party.name_en)
    if party.kind not in KINDS:
        unknown = N_("“%(kind)s” is not known; use one of: %(kinds)s")
        raise BadParty("kind", unknown, {"kind": party.kind[:32], "kinds": ", ".join(KINDS)})
    if party.phone and not is_written_phone(party.phone):
        wrong = N_("“%(phone)s” is not a telephone number; use digits, - and spaces")
        raise BadParty("phone", wrong, {"phone": party.phone[:32]})


def check_post(post: PostDetails) -> None:
    """Raises `BadParty` for the first thing that is wrong."""
    _check_names(post.code, post.name, post.name_en)


def _check_names(code: str, name: str, name_en: str) -> None:
    if not _CODE.fullmatch(code):
        wrong = N_("“%(code)s” cannot be a code; use up to 64 letters, digits, dots and dashes")
        raise BadParty("code", wrong, {"code": code[:64]})
    for field, text in (("name", name), ("name_en", name_en or name)):
        if fault := line_fault(text, LONGEST_NAME):
            raise BadParty(field, fault.message, fault.values)
