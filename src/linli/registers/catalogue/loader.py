"""Takes in a department's list of matters; each row waits for a person's decision."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from linli.ground.rights.asker import Asker
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.reading import Record
from linli.ground.sheets.schema import Schema, read_schema
from linli.registers.catalogue import queries
from linli.registers.catalogue.actions import keep_rows
from linli.registers.catalogue.logic import Compared, ItemFinder, Listed, compare

SCHEMA: Final = Path(__file__).parent / "schemas" / "item_list.json"

Entry = tuple[Listed, Compared]


class ItemListLoader:
    """Columns name and unit, and of code, limit and description those there are."""

    schema: Schema = read_schema(SCHEMA)

    def plan(self, records: Sequence[Record], asker: Asker) -> Plan:
        asker.require("load", "item_list")
        rows, items = _listed(records), queries.items()
        known = queries.kept_rows()
        plan = Plan()
        for entry in zip(rows, compare(rows, items, ItemFinder.build(items)), strict=True):
            one = entry[0]
            before = known.get((one.unit, one.code, one.name, one.occurrence))
            if before == (one.limit, one.description, entry[1].verdict, entry[1].item):
                plan.same += 1
                continue
            plan.todo.append(entry)
            plan.added += before is None
            plan.changed += before is not None
        return plan

    def store(self, some: Sequence[Entry], asker: Asker) -> None:
        keep_rows(some, asker)


def _listed(records: Sequence[Record]) -> list[Listed]:
    seen: Counter[tuple[str, str, str]] = Counter()
    rows = []
    for record in records:
        values = {name: str(value or "") for name, value in record.values.items()}
        key = (values["unit"], values.get("code", ""), values["name"])
        rows.append(Listed(row=record.row, occurrence=seen[key], **values))
        seen[key] += 1
    return rows
