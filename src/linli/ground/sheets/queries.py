"""Reads how far a spreadsheet has come, for whoever may load its kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.ground.rights.asker import Asker
from linli.ground.sheets.faults import Fault
from linli.ground.sheets.models import Loading


@dataclass(frozen=True, slots=True)
class LoadingRow:
    """One file. Counts are rows; `refusal` is a message and its values, to be worded."""

    id: UUID
    kind: str
    file_name: str
    state: str
    made_by: int
    made_at: datetime
    ended_at: datetime | None
    rows: int
    rows_done: int
    added: int
    changed: int
    same: int
    rows_with_faults: int
    rows_with_notes: int
    left_out: tuple[str, ...]
    refusal: tuple[str, Mapping[str, Any]] | None

    @property
    def is_working(self) -> bool:
        return self.state in (Loading.READING, Loading.LOADING)

    @property
    def percent(self) -> int:
        return 100 * self.rows_done // self.rows if self.rows else 0


def loading(loading_id: UUID, asker: Asker) -> LoadingRow | None:
    """None for a file of somebody else. Raises `Refused`."""
    row = Loading.objects.defer("content", "faults", "notes").filter(pk=loading_id).first()
    if row is None or row.made_by != asker.user_id:
        return None
    asker.require("load", row.kind)
    return _row(row)


def loadings(kind: str, asker: Asker, limit: int = 20) -> list[LoadingRow]:
    """The asker's last files of one kind, newest first. Raises `Refused`."""
    asker.require("load", kind)
    mine = Loading.objects.filter(kind=kind, made_by=asker.user_id or 0).order_by("-made_at")
    return [_row(row) for row in mine.defer("content", "faults", "notes")[:limit]]


def faults(loading_id: UUID, asker: Asker) -> list[Fault]:
    """In the order of rows, at most `faults.MOST_FAULTS`. Raises `Refused`."""
    return _told(loading_id, "faults", asker)


def notes(loading_id: UUID, asker: Asker) -> list[Fault]:
    """The same of rows that are stored all the same."""
    return _told(loading_id, "notes", asker)


def _told(loading_id: UUID, column: str, asker: Asker) -> list[Fault]:
    if loading(loading_id, asker) is None:
        return []
    kept = Loading.objects.values_list(column, flat=True).get(pk=loading_id)
    return [Fault(*one) for one in kept]


def _row(row: Loading) -> LoadingRow:
    refusal = row.refusal
    return LoadingRow(
        id=row.id,
        kind=row.kind,
        file_name=row.file_name,
        state=row.state,
        made_by=row.made_by,
        made_at=row.made_at,
        ended_at=row.ended_at,
        rows=row.rows,
        rows_done=row.rows_done,
        added=row.added,
        changed=row.changed,
        same=row.same,
        rows_with_faults=row.rows_with_faults,
        rows_with_notes=row.rows_with_notes,
        left_out=tuple(row.left_out),
        refusal=(refusal["message"], refusal["values"]) if refusal else None,
    )
