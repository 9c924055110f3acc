"""Tables of ledgers: their rows, and every change of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.ground import clock
from linli.ground.database.ordering import or_far_ahead
from linli.ground.keys import new_key
from linli.ground.rights.scoped import NOWHERE, Scoped, indexes_by_level

_LISTED = ("ledger", "is_open", "due", "id")


class LedgerEntry(Scoped):
    """A row of a ledger. `fed_by` is the closed case that wrote it; `case_id` the case that
    somebody opened because it was due, as long as that is open.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    ledger = models.CharField(max_length=24)
    number = models.CharField(max_length=40)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    spot = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    fed_by = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    is_open = models.BooleanField(default=True)
    due_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)
    due = or_far_ahead("due_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ledger", "number"], name="one_ledger_number"),
            models.UniqueConstraint(
                fields=["fed_by", "ledger"],
                condition=Q(fed_by__isnull=False),
                name="one_row_of_a_case",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=[*_LISTED], name="ledgers_all"),
            *indexes_by_level("ledgers", *_LISTED),
            models.Index(fields=[*_LISTED], name="ledgers_nowhere", condition=NOWHERE),
            models.Index(
                fields=["case_id"], name="ledgers_by_case", condition=Q(case_id__isnull=False)
            ),
        ]


class LedgerChange(models.Model):
    """One change of a row: who did what when, and each column before and after."""

    id = models.UUIDField(primary_key=True, default=new_key)
    entry = models.ForeignKey(
        LedgerEntry, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=clock.now)
    who_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=80)
    did = models.CharField(max_length=8)
    why = models.CharField(max_length=200, blank=True)
    case_id = models.UUIDField(null=True)
    columns = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["entry", "id"], name="changes_of_entry")]
