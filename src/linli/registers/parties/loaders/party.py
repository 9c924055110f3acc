"""Adds, changes and retires parties by a list of them."""

from collections.abc import Sequence
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


class PartyLoader(Listed):
    """Columns code, name, kind, and of name_en, phone, calendar, retired those there are."""

    schema: Schema = read_schema(SCHEMAS / "parties.json")
    revision = "parties"

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
        holders = set(Duty.objects.values_list("party_id", flat=True))

        def decide(values: Values) -> tuple[PartyEntry | None, PartyEntry]:
            stored = known.get(values["code"])
            old = _party_entry(stored) if stored else None
            new = _new_party(values, None if exact else old)
            if new.is_retired and stored and stored.pk in holders:
                raise BadRow("retired", N_("still holds duties; give them away first"))
            return old, new

        return planned(records, self.schema, decide)

    def store(self, some: Sequence[PartyEntry], asker: Asker) -> None:
        for one in some:
            party_id = actions.save_party(one.details, asker)
            settle = actions.retire_party if one.is_retired else actions.revive_party
            settle(party_id, asker)


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
