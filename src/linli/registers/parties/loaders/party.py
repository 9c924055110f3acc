"""Adds, changes and retires parties by a list of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from linli.ground.rights.asker import Asker
from linli.ground.sheets.cells import Value
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.planning import BadRow, Values
from linli.ground.sheets.reading import Record
from linli.ground.sheets.register import Listed, all_rows, word_of
from linli.ground.sheets.schema import Schema, read_schema
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import actions
from linli.registers.parties.loaders.planning import (
    SCHEMAS,
    planned,
)
from linli.registers.parties.logic import (
    PartyDetails,
)
from linli.registers.parties.models import Duty, Party
from linli.wire.texts import N_

KINDS: Final = {
    "街道": "street_office",
    "部门": "department",
    "社区": "community",
    "物业": "property_firm",
    "维保": "maintenance_firm",
    "照护站": "care_station",
    "岗位": "post",
}


@dataclass(frozen=True, slots=True)
class PartyEntry:
    details: PartyDetails
    is_retired: bool


OrdersOf = Callable[[Iterable[int]], Mapping[int, Sequence[str]]]
"""By party, the numbers of its open work orders: only those who have them can tell."""

MOST_NAMED: Final = 5


class PartyLoader(Listed):
    """Columns code, name, kind, and of name_en, phone, calendar, retired those there are.

    Who still holds duties, or has work orders, is not retired; `orders_of` names the latter.
    """

    schema: Schema = read_schema(SCHEMAS / "parties.json")
    revision = "parties"

    def __init__(self, orders_of: OrdersOf = lambda _party_ids: {}) -> None:
        self.orders_of = orders_of

    def plan(self, records: Sequence[Record], asker: Asker) -> Plan:
        return self._planned(records, asker, exact=False)

    def plan_exact(self, record: Record, asker: Asker) -> Plan:
        return self._planned([record], asker, exact=True)

    def kept(self, asker: Asker) -> "QuerySet[Party]":
        return all_rows(Party, "party", asker)

    def values(self, rows: Sequence[Party]) -> list[dict[str, Value]]:
        return [
            {
                "code": row.code,
                "name": row.name,
                "name_en": row.name_en,
                "kind": word_of(KINDS, row.kind),
                "phone": row.phone,
                "calendar": row.calendar_code,
                "retired": row.retired_at is not None,
            }
            for row in rows
        ]

    def _planned(self, records: Sequence[Record], asker: Asker, *, exact: bool) -> Plan:
        asker.require("load", "party")
        known = {one.code: one for one in Party.objects.all()}

        def decide(values: Values) -> tuple[PartyEntry | None, PartyEntry]:
            stored = known.get(values["code"])
            old = _party_entry(stored) if stored else None
            new = _new_party(values, None if exact else old)
            if new.is_retired and stored and not (old and old.is_retired):
                _require_free(_duties(stored.pk), self.orders_of([stored.pk]).get(stored.pk, ()))
            return old, new

        return planned(records, self.schema, decide)

    def store(self, some: Sequence[PartyEntry], asker: Asker) -> None:
        for one in some:
            party_id = actions.save_party(one.details, asker)
            if one.is_retired:
                orders = self.orders_of([party_id]).get(party_id, ())
                actions.retire_party(party_id, asker, orders)
            else:
                actions.revive_party(party_id, asker)


def _require_free(duties: Sequence[str], orders: Sequence[str]) -> None:
    """Raises `BadRow`, which names what it still has."""
    if duties:
        message = N_("still holds %(count)d duties (%(some)s); give them away first")
        raise BadRow("retired", message, _some(duties))
    if orders:
        message = N_(
            "still has %(count)d open work orders (%(some)s); they have to be finished, or"
            " cancelled and sent to somebody else, first"
        )
        raise BadRow("retired", message, _some(orders))


def _some(names: Sequence[str]) -> dict[str, object]:
    more = " …" if len(names) > MOST_NAMED else ""
    return {"count": len(names), "some": ", ".join(names[:MOST_NAMED]) + more}


def _duties(party_id: int) -> list[str]:
    """Of which matter, and where."""
    held = Duty.objects.filter(party_id=party_id).order_by("id").values_list("item", "place__name")
    names = ((catalogue.item(item), item, place) for item, place in held)
    return [f"{known.name.zh if known else item} {place}" for known, item, place in names]


def _party_entry(one: Party) -> PartyEntry:
    details = PartyDetails(
        code=one.code,
        name=one.name,
        name_en=one.name_en,
        kind=one.kind,
        phone=one.phone,
        calendar_code=one.calendar_code,
    )
    return PartyEntry(details, one.retired_at is not None)


def _new_party(values: Values, old: PartyEntry | None) -> PartyEntry:
    """Raises `BadParty`."""
    before = old.details if old else PartyDetails(code=values["code"], name=values["name"])
    kind, retired = str(values["kind"]), values.get("retired")
    new = PartyDetails(
        code=values["code"],
        name=values["name"],
        name_en=values.get("name_en") or before.name_en,
        kind=KINDS.get(kind, kind),
        phone=values.get("phone") or before.phone,
        calendar_code=values.get("calendar") or before.calendar_code,
    )
    actions.check_details(new)
    was_retired = old.is_retired if old else False
    return PartyEntry(new, was_retired if retired is None else retired)
