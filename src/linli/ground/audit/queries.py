"""Reads the audit, for the auditor only, and checks its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.ground.audit.models import AuditEntry
from linli.ground.audit.sealing import seal
from linli.ground.rights.asker import Asker

MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One act or look of a person."""

    id: UUID
    at: datetime
    user_id: int | None
    user_name: str
    act: str
    kind: str
    thing_id: str
    purpose: str
    result: str
    detail: dict[str, Any]


def entries(asker: Asker, after: UUID | None = None, limit: int = 50) -> list[Entry]:
    """Newest first; `after` is the last id of the page before. Raises `Refused`."""
    asker.require("see", "audit_entry")
    rows = AuditEntry.objects.order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after)
    return [_entry(row) for row in rows[: min(limit, MOST_ENTRIES)]]


def verify() -> Iterator[Entry]:
    """Rows whose code does not fit their contents: somebody changed them, or the secret key."""
    for row in AuditEntry.objects.order_by("id").iterator():
        if row.mac != seal(row):
            yield _entry(row)


def _entry(row: AuditEntry) -> Entry:
    return Entry(**{name: getattr(row, name) for name in Entry.__slots__})
