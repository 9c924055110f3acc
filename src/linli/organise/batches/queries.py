"""Reads what was done to many rows at once: only by whoever did it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from linli.ground.rights.asker import Asker
from linli.organise.batches.logic import ACTS, Kind, Outcome
from linli.organise.batches.models import Batch, BatchRow


@dataclass(frozen=True, slots=True)
class DoneRow:
    """What became of one row; `told % values` is why nothing was done."""

    thing_id: UUID
    version: int
    target_id: int | None
    outcome: str
    told: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class BatchSeen:
    id: UUID
    act: str
    reason: str
    target_id: int | None
    made_at: datetime
    rows: Sequence[DoneRow]

    def count(self, outcome: str) -> int:
        return Counter(row.outcome for row in self.rows)[outcome]

    @property
    def remaining(self) -> int:
        return self.count(Outcome.WAITING)


def acts_of(kind: Kind, asker: Asker) -> list[str]:
    """The codes of the acts that this asker may do to rows of this kind, somewhere."""
    return [code for code, act in ACTS.items() if act.kind is kind and asker.may(*act.right)]


def batch(batch_id: UUID, asker: Asker) -> BatchSeen | None:
    """None for what somebody else did."""
    found = Batch.objects.filter(pk=batch_id, made_by=asker.user_id or 0).first()
    return _seen(found) if found else None


def unfinished(asker: Asker) -> UUID | None:
    """The newest that was cut off before its last row."""
    waiting = BatchRow.objects.filter(batch=OuterRef("pk"), outcome=Outcome.WAITING)
    own = Batch.objects.filter(Exists(waiting), made_by=asker.user_id or 0)
    return own.order_by("-made_at").values_list("pk", flat=True).first()


def _seen(row: Batch) -> BatchSeen:
    rows = [
        DoneRow(one.thing_id, one.version, one.target_id, one.outcome, one.told, one.values)
        for one in row.rows.order_by("position")
    ]
    return BatchSeen(row.id, row.act, row.reason, row.target_id, row.made_at, rows)
