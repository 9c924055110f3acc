"""Reads parties, their posts and duties, from memory.

They are offices and firms, and their numbers are published; so no asker is asked for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from linli.ground.revisions.memory import Remembered
from linli.ground.rights.asker import Asker
from linli.registers.parties.logic import Cell, Coverage, Covers, Office, cover, find_holder
from linli.registers.parties.models import Charge, Duty, Party, Post
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow


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
    charges: dict[tuple[str, int], PostRow]


@dataclass(frozen=True, slots=True)
class DutyMatrix:
    """Who answers for which item where, from the streets down to the estates, within reach.

    `below` counts the cells of a place and of all that lies in it.
    """

    places: dict[int, PlaceRow]
    tops: tuple[int, ...]
    inside: dict[int, tuple[int, ...]]
    covers: dict[int, Covers]
    below: dict[int, Counter[Coverage]]

    def walk(self, place_ids: Iterable[int]) -> Iterator[PlaceRow]:
        """These places and all that lies in them, each before what lies in it."""
        for place_id in place_ids:
            yield self.places[place_id]
            yield from self.walk(self.inside.get(place_id, ()))

    def rows(
        self, place_ids: Iterable[int], wanted: Coverage | None = None
    ) -> Iterator[tuple[PlaceRow, str, Cell]]:
        """Place by place and item by item; all, or those of one coverage."""
        for place in self.walk(place_ids):
            for item, cell in self.covers[place.id].items():
                if wanted in (None, cell.coverage):
                    yield place, item, cell


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


def in_charge(office: Office, place_id: int | None) -> PostRow | None:
    """The post that is named for it in this place: from the place up, until one is."""
    charges = _register.get().charges
    upwards = reversed(places.path(place_id)) if place_id is not None else ()
    named = (charges.get((office, step.id)) for step in upwards)
    return next((post for post in named if post), None)


def charges() -> list[tuple[Office, int, PostRow]]:
    """Every post that is named, by place, then by what for."""
    known = _register.get().charges
    order = list(Office)
    return [
        (Office(office), place_id, post)
        for (office, place_id), post in sorted(
            known.items(), key=lambda one: (one[0][1], order.index(Office(one[0][0])))
        )
    ]


def all_posts() -> list[PostRow]:
    """The posts of all parties, by code."""
    return list(_register.get().posts)


def posts_of(user_id: int | None) -> list[PostRow]:
    """The posts that this account holds now."""
    return [one for one in _register.get().posts if user_id and one.user_id == user_id]


def all_duties() -> list[DutyRow]:
    """Every duty, by place, then item."""
    duties = _register.get().duties
    return [
        DutyRow(item, place_id, duties[item, place_id])
        for item, place_id in sorted(duties, key=lambda key: (key[1], key[0]))
    ]


def duty_matrix(items: Iterable[str], asker: Asker) -> DutyMatrix:
    """For these items, from memory. Raises `Refused`."""
    scope = asker.require("see", "duty")
    inside, own = defaultdict[int | None, list[PlaceRow]](list), _duties_by_place()
    for row in places.down_to_estates():
        inside[row.parent_id].append(row)
    nobody: Covers = {item: Cell() for item in items}
    covers: dict[int, Covers] = {}
    found: dict[int, PlaceRow] = {}
    waiting = [(row, nobody) for row in reversed(inside[None])]
    while waiting:
        row, above = waiting.pop()
        covers[row.id] = cover(above, own.get(row.id, {}))
        if row.level not in ("city", "district") and scope.covers(row.where):
            found[row.id] = row
        waiting += [(one, covers[row.id]) for one in reversed(inside[row.id])]
    return DutyMatrix(
        found,
        tuple(row.id for row in found.values() if row.parent_id not in found),
        {
            row.id: tuple(one.id for one in inside[row.id] if one.id in found)
            for row in found.values()
        },
        covers,
        _counted(found, covers),
    )


def _duties_by_place() -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for (item, place_id), party_id in _register.get().duties.items():
        found[place_id][item] = party_id
    return found


def _counted(found: dict[int, PlaceRow], covers: dict[int, Covers]) -> dict[int, Counter[Coverage]]:
    """What lies in a place stands behind it, so that the last is counted first."""
    alike: dict[int, Counter[Coverage]] = {}
    counted: dict[int, Counter[Coverage]] = {}
    for row in reversed(found.values()):
        cells = covers[row.id]
        if id(cells) not in alike:
            alike[id(cells)] = Counter(cell.coverage for cell in cells.values())
        counted.setdefault(row.id, Counter()).update(alike[id(cells)])
        if row.parent_id in found:
            counted.setdefault(row.parent_id, Counter()).update(counted[row.id])
    return counted


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
    by_id = {one.id: one for one in posts}
    charges = {(one.office, one.place_id): by_id[one.post_id] for one in Charge.objects.all()}
    return Register(parties, posts, duties, charges)


_register = Remembered("parties", _load)
