"""What a register brings so that it can be filled from a spreadsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from linli.ground.rights.asker import Asker
from linli.ground.sheets.faults import Fault
from linli.ground.sheets.reading import Record
from linli.ground.sheets.schema import Schema


@dataclass(slots=True)
class Plan:
    """What would come of the good rows of a file; `todo` is in the order of storing."""

    todo: list[Any] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    same: int = 0
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    """What a person should know of rows that are stored all the same."""


class Loader(Protocol):
    """Nothing is deleted by absence; a known code is updated; an empty cell changes nothing."""

    schema: Schema

    def plan(self, records: Sequence[Record], asker: Asker) -> Plan:
        """Compares the rows with the register, without changing it."""
        ...

    def store(self, some: Sequence[Any], asker: Asker) -> None:
        """Stores a part of `todo` inside the transaction of the caller; harmless when repeated."""
        ...


@runtime_checkable
class FromSources(Protocol):
    """A loader whose lists come from sources that write differently, such as in coordinates of
    their own."""

    def of_source(self, source: str) -> Loader:
        """The same for lists of this source. Raises ValueError for one that is not known."""
        ...


Loaders = Mapping[str, Loader]
"""By the kind of thing, in the words of the rights table: place, party, duty, staff, device."""
