"""Compares the rows of a list with what is kept, and says what is wrong with each."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from linli.ground.sheets.faults import Fault
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.reading import Record
from linli.ground.sheets.schema import Schema
from linli.registers.parties.logic import BadParty
from linli.registers.parties.models import Party
from linli.wire.texts import N_

SCHEMAS: Final = Path(__file__).parents[1] / "schemas"
NOBODY: Final = "-"

Values = Mapping[str, Any]
Decide = Callable[[Values], tuple[Any, Any]]
"""From the cells of a row: what is kept so far (None: nothing), and what is to be kept."""


def planned(records: Sequence[Record], schema: Schema, decide: Decide) -> Plan:
    plan = Plan()
    for record in records:
        try:
            old, new = decide(record.values)
        except BadParty as bad:
            column = schema.column_of(bad.field.removesuffix("_id").removesuffix("_code"))
            title = column.title if column else ""
            plan.faults.append(Fault(record.row, title, bad.message, bad.values))
            continue
        if old == new:
            plan.same += 1
            continue
        plan.todo.append(new)
        plan.added += old is None
        plan.changed += old is not None
    return plan


def parties_in_use() -> dict[str, int]:
    """The id of each, by its code."""
    return dict(Party.objects.filter(retired_at=None).values_list("code", "pk"))


def id_of_party(code: str, parties: Mapping[str, int]) -> int:
    """Raises `BadParty`."""
    if code not in parties:
        unknown = N_("there is no party in use with the code “%(code)s”; load it first")
        raise BadParty("party", unknown, {"code": code[:64]})
    return parties[code]
