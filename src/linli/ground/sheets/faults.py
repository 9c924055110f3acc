"""What is wrong with a spreadsheet, as a message and its values, so that it is worded late."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

MOST_FAULTS: Final = 2_000
"""So many are named; of the others it is kept which rows they are in."""


class Unreadable(Exception):
    """A file of which not one row can be taken. `message % values` is for people."""

    def __init__(self, message: str, values: Mapping[str, Any] | None = None) -> None:
        self.message = message
        self.values = dict(values or {})
        super().__init__(message % self.values)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one row; the column is empty when it concerns the whole row."""

    row: int
    column: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        at = f"{self.row}/{self.column}" if self.column else str(self.row)
        return f"{at}: {self.message % self.values}"


@dataclass(slots=True)
class Faults:
    """What is wrong with a table: the first of it by name, and every row that it concerns."""

    named: list[Fault] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)

    def add(self, *faults: Fault) -> None:
        self.rows.update(fault.row for fault in faults)
        self.named += faults[: max(0, MOST_FAULTS - len(self.named))]
