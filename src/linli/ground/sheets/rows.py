"""Reads and changes single rows of a register, as its list has them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import msgspec
from django.db.models import Q

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.paging import cut
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker
from linli.ground.sheets.cells import BadCell, Value, read_cell
from linli.ground.sheets.faults import Fault
from linli.ground.sheets.reading import Record
from linli.ground.sheets.register import Register
from linli.wire.texts import N_

ROWS: Final = 50
LONGEST_SEARCH: Final = 100
REMOVED: Final = "-"
"""What is typed over a personal cell to empty it; left empty, it stays as it is."""
_AT_ONCE: Final = 2_000


class Stale(Exception):
    """Somebody has changed the row, or it is gone, since the form was opened."""


class Faulty(ValueError):
    """A row that cannot be kept as it was filled in: what is wrong, by the name of the column."""

    def __init__(self, faults: Mapping[str, Fault]) -> None:
        super().__init__("; ".join(map(str, faults.values())))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Row:
    """One row in the columns of its list. `mark` is another as soon as anything in it changes."""

    id: str
    values: Mapping[str, Value]

    @property
    def mark(self) -> str:
        written = msgspec.json.encode(dict(self.values), order="sorted")
        return hashlib.sha256(written).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class RowPage:
    items: list[Row]
    next: str | None


def page(register: Register, asker: Asker, text: str = "", after: str = "") -> RowPage:
    """Some rows in the order of the register. Raises `Refused` or `BadPage`."""
    kept, text = register.kept(asker), text.strip()[:LONGEST_SEARCH]
    if text:
        kept = kept.filter(register.sought(text) if text.isprintable() else Q(pk__in=[]))
    found, onward = cut(kept, register.order, after, ROWS)
    return RowPage(_rows(register, found), onward)


def row(register: Register, row_id: str, asker: Asker) -> Row | None:
    """None for one that is not there, or not within reach. Raises `Refused`."""
    kept = register.kept(asker)
    try:
        found = kept.filter(pk=row_id).first() if row_id.isprintable() else None
    except (ValueError, OverflowError):
        return None
    return _rows(register, [found])[0] if found else None


def count(register: Register, asker: Asker) -> int:
    """How many rows this asker may look up. Raises `Refused`."""
    return register.kept(asker).count()


def every(register: Register, asker: Asker) -> Iterator[Mapping[str, Value]]:
    """All rows, for an export. Raises `Refused`."""
    kept = register.kept(asker).order_by(*register.order.columns).iterator(_AT_ONCE)
    while some := list(islice(kept, _AT_ONCE)):
        yield from register.values(some)


def look(register: Register, kind: str, row_id: str, asker: Asker, purpose: str) -> Row | None:
    """The row with its personal columns; the look and what it is for are in the audit."""
    found = row(register, row_id, asker)
    if found is not None:
        with atomic():
            audit.record(asker, "see", kind, row_id, purpose=purpose)
    return found


def save(
    register: Register, row_id: str, cells: Mapping[str, str], mark: str, asker: Asker
) -> None:
    """Changes the row, or adds one when `row_id` is empty.

    Raises `Stale`, `Faulty` or `Refused`.
    """
    old = row(register, row_id, asker) if row_id else None
    if row_id and (old is None or old.mark != mark):
        raise Stale
    values = _read(register, cells, old)
    plan = register.plan_exact(Record(1, values), asker)
    if plan.faults:
        raise Faulty(_by_column(register, plan.faults))
    if not row_id and register.kept(asker).filter(register.same(values)).exists():
        raise Faulty({register.fixed[0]: _taken(register)})
    # Planned before the mark is set: from there on, nothing may read the register from memory.
    with atomic():
        bump(register.revision)
        now = row(register, row_id, asker) if row_id else None
        if row_id and (now is None or now.mark != mark):
            raise Stale
        if not row_id and register.kept(asker).filter(register.same(values)).exists():
            raise Faulty({register.fixed[0]: _taken(register)})
        for one in plan.todo:
            register.save(one, asker)


def _read(register: Register, cells: Mapping[str, str], old: Row | None) -> dict[str, Value]:
    """Raises `Faulty`."""
    values: dict[str, Value] = {}
    faults: dict[str, Fault] = {}
    for column in register.schema.columns:
        text = cells.get(column.name, "")
        if old is not None and column.name in register.fixed:
            values[column.name] = old.values.get(column.name)
            continue
        if old is not None and column.name in register.personal and not text.strip():
            text = str(old.values.get(column.name) or "")
        try:
            removed = column.name in register.personal and text.strip() == REMOVED
            values[column.name] = read_cell("" if removed else text, column)
        except BadCell as bad:
            faults[column.name] = Fault(1, column.title, bad.message, bad.values)
    if faults:
        raise Faulty(faults)
    return values


def _by_column(register: Register, faults: list[Fault]) -> dict[str, Fault]:
    names = {column.title: column.name for column in register.schema.columns}
    return {names.get(fault.column, register.fixed[0]): fault for fault in faults}


def _taken(register: Register) -> Fault:
    column = register.schema.column_of(register.fixed[0])
    return Fault(1, column.title if column else "", N_("is there already; look it up and edit it"))


def _rows(register: Register, found: Sequence[Any]) -> list[Row]:
    told = register.values(found)
    return [Row(str(one.pk), values) for one, values in zip(found, told, strict=True)]
