"""Gives duties to parties, and ends them, by a list of item, place and party."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from linli.ground.rights.asker import Asker
from linli.ground.sheets.cells import Value
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.planning import BadRow, Values
from linli.ground.sheets.reading import Record
from linli.ground.sheets.register import LATEST_FIRST, Listed, all_rows
from linli.ground.sheets.schema import Schema, read_schema
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import actions
from linli.registers.parties.loaders.planning import (
    NOBODY,
    SCHEMAS,
    id_of_party,
    parties_in_use,
    planned,
)
from linli.registers.parties.logic import (
    EVERY_ITEM,
)
from linli.registers.parties.models import Duty
from linli.registers.places import queries as places
from linli.wire.texts import N_

_MOST_ITEMS: Final = 200


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """Without a party nobody answers for just this."""

    item: str
    place_id: int
    party_id: int | None


class DutyLoader(Listed):
    """Columns item, place, party; party - ends the duty."""

    schema: Schema = read_schema(SCHEMAS / "duties.json")
    revision = "parties"
    fixed: tuple[str, ...] = ("item", "place")
    order = LATEST_FIRST

    def plan_exact(self, record: Record, asker: Asker) -> Plan:
        return self.plan([record], asker)

    def kept(self, asker: Asker) -> "QuerySet[Duty]":
        return all_rows(Duty, "duty", asker, "place", "party").defer("place__polygon")

    def sought(self, text: str) -> Q:
        items = [code for name, codes in _items_by_name().items() if text in name for code in codes]
        by_place = Q(place__code=text) | Q(place__name__icontains=text)
        by_party = Q(party__code=text) | Q(party__name__icontains=text)
        return Q(item__in=items[:_MOST_ITEMS]) | by_place | by_party

    def same(self, values: Values) -> Q:
        codes = _items_by_name().get(values["item"], {values["item"]})
        return Q(item__in=codes, place__code=values["place"])

    def values(self, rows: Sequence[Duty]) -> list[dict[str, Value]]:
        return [
            {"item": row.item, "place": row.place.code, "party": row.party.code} for row in rows
        ]

    def plan(self, records: Sequence[Record], asker: Asker) -> Plan:
        asker.require("load", "duty")
        known = {(one.item, one.place_id): one.party_id for one in Duty.objects.all()}
        parties, items, seen = parties_in_use(), _items_by_name(), set[tuple[str, int]]()

        def decide(values: Values) -> tuple[DutyEntry | None, DutyEntry]:
            item, place_id = _item(values["item"], items), _place_id(values["place"])
            if (item, place_id) in seen:
                raise BadRow("item", N_("stands above with this place already; keep one row"))
            seen.add((item, place_id))
            named = values["party"]
            party_id = None if named == NOBODY else id_of_party(named, parties)
            new = DutyEntry(item, place_id, party_id)
            if (item, place_id) not in known:
                return None if party_id else new, new
            return DutyEntry(item, place_id, known[item, place_id]), new

        return planned(records, self.schema, decide)

    def store(self, some: Sequence[DutyEntry], asker: Asker) -> None:
        for one in some:
            if one.party_id is None:
                actions.end_duty(one.item, one.place_id, asker)
            else:
                actions.set_duty(one.item, one.place_id, one.party_id, asker)


def _items_by_name() -> dict[str, set[str]]:
    """The codes that a code or a name in either language stands for."""
    found: dict[str, set[str]] = {EVERY_ITEM: {EVERY_ITEM}}
    for one in catalogue.items():
        for name in (one.code, one.name.zh, one.name.en):
            found.setdefault(name, set()).add(one.code)
    return found


def _item(text: str, items: Mapping[str, set[str]]) -> str:
    codes = items.get(text, set())
    if len(codes) != 1:
        unknown = N_("“%(item)s” is not an item in use; write its code, or * for every item")
        raise BadRow("item", unknown, {"item": text[:64]})
    return next(iter(codes))


def _place_id(code: str) -> int:
    place = places.by_code(code)
    if place is None:
        unknown = N_("there is no place with the code “%(code)s”; load it first")
        raise BadRow("place", unknown, {"code": code[:64]})
    return place.id
