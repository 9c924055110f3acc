"""Compares the rows of a list with what is kept, and names what is wrong with each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from linli.ground.sheets.faults import Fault
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.reading import Record
from linli.ground.sheets.schema import Schema

Values = Mapping[str, Any]
Decide = Callable[[Values], tuple[Any, Any]]
"""From the cells of a row: what is kept so far (None: nothing), and what is to be kept."""


class BadRow(ValueError):
    """A row that cannot be kept: the name of its column, and `message % values` for people."""

    def __init__(self, column: str, message: str, values: Mapping[str, Any] | None = None) -> None:
        self.column = column
        self.message = message
        self.values = dict(values or {})
        super().__init__(f"{column}: {message % self.values}")


def planned(records: Sequence[Record], schema: Schema, decide: Decide) -> Plan:
    """The rows that add or change something, in their order; for those that `decide` refuses with
    `BadRow`, a fault."""
    plan = Plan()
    for record in records:
        try:
            old, new = decide(record.values)
        except BadRow as bad:
            column = schema.column_of(bad.column)
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
