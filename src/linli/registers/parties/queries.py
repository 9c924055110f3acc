"""Reads parties, their posts and duties, from memory.

They are offices and firms, and their numbers are published; so no asker is asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.ground.revisions.memory import Remembered
from linli.registers.parties.logic import find_holder
from linli.registers.parties.models import Duty, Party, Post
from linli.registers.places import queries as places


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One party. A retired one is still named by what it did."""

    id: int
    code: str
    name: str
    name_en: str
    kind: str
    phone: str
    calendar_code: str
    is_retired: bool

    def label(self, language: str) -> str:
        """`language` is a Django language code such as zh-hans or en."""
        return self.name if language.startswith("zh") else self.name_en or self.name


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post of a party, and the account that holds it now."""

    id: int
    party_id: int
    code: str
    name: str
    name_en: str
    user_id: int | None

    def label(self, language: str) -> str:
        """`language` is a Django language code such as zh-hans or en."""
        return self.name if language.startswith("zh") else self.name_en or self.name


@dataclass(frozen=True, slots=True)
class DutyRow:
    """This party answers for this item (`*` for every item) in this place and below."""

    item: str
    place_id: int
    party_id: int


@dataclass(frozen=True, slots=True)
class Register:
    """What is kept in memory."""

    parties: dict[int, PartyRow]
    posts: list[PostRow]
    duties: dict[tuple[str, int], int]


def party(party_id: int) -> PartyRow | None:
    return _register.get().parties.get(party_id)


def by_code(code: str) -> PartyRow | None:
    return next((one for one in _register.get().parties.values() if one.code == code), None)


def parties(party_ids: Iterable[int] | None = None) -> list[PartyRow]:
    """The parties of these ids, or all, by code, also retired ones; unknown ids are left out."""
    known = _register.get().parties
    if party_ids is None:
        return list(known.values())
    wanted = set(party_ids)
    return [one for one in known.values() if one.id in wanted]


def in_use() -> list[PartyRow]:
    """The parties that can be given a duty, a task or a grant, by code."""
    return [one for one in _register.get().parties.values() if not one.is_retired]


def posts(party_id: int) -> list[PostRow]:
    """The posts of one party, by code."""
    return [one for one in _register.get().posts if one.party_id == party_id]


def duty_holder(item_code: str, place_id: int) -> PartyRow | None:
    """The party that answers for the item in this place: from the place up, until one does."""
    register = _register.get()
    upwards = [step.id for step in reversed(places.path(place_id))]
    holder = find_holder(register.duties, item_code, upwards)
    return register.parties[holder] if holder is not None else None


def all_duties() -> list[DutyRow]:
    """Every duty, by place, then item."""
    duties = _register.get().duties
    return [
        DutyRow(item, place_id, duties[item, place_id])
        for item, place_id in sorted(duties, key=lambda key: (key[1], key[0]))
    ]


def _load() -> Register:
    parties = {
        one.id: PartyRow(
            one.id,
            one.code,
            one.name,
            one.name_en,
            one.kind,
            one.phone,
            one.calendar_code,
            one.retired_at is not None,
        )
        for one in Party.objects.order_by("code")
    }
    posts = [
        PostRow(one.id, one.party_id, one.code, one.name, one.name_en, one.user_id)
        for one in Post.objects.order_by("code")
    ]
    duties = {(one.item, one.place_id): one.party_id for one in Duty.objects.all()}
    return Register(parties, posts, duties)


_register = Remembered("parties", _load)
