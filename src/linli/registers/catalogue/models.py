"""Tables of catalogue items and their immutable versions."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key
from linli.registers.catalogue.logic import Change, Decision, DraftState, Verdict


class Item(models.Model):
    """Something that can happen or be asked for. Codes are never reused; items are retired.

    `is_own`: the installation has set it, so that a newer release of Linli leaves it alone.
    """

    code = models.CharField(max_length=64, primary_key=True)
    version = models.PositiveIntegerField()
    is_own = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)


class ItemVersion(models.Model):
    """An item at one version (`logic.ItemDefinition` as plain JSON); never changed."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    body = models.JSONField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "version"], name="one_body_per_version"),
        ]


class Draft(models.Model):
    """What somebody wants an item to be; it counts once a second person has approved it.

    `base_version` is what it was written from (0: a new item), `version` what came of it.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    code = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Change])
    base_version = models.PositiveIntegerField()
    body = models.JSONField()
    why = models.CharField(max_length=400)
    state = models.CharField(
        max_length=9,
        choices=[(one.value, one.value) for one in DraftState],
        default=DraftState.WAITING.value,
    )
    written_by = models.BigIntegerField()
    written_at = models.DateTimeField(default=clock.now)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_why = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(state="waiting"),
                name="one_waiting_draft_per_item",
            ),
        ]
        indexes: ClassVar = [
            models.Index("state", "written_at", name="drafts_by_state"),
            models.Index("code", "written_at", name="drafts_of_an_item"),
        ]


class ListedRow(models.Model):
    """A row of a department's list, what in the catalogue is like it, and what a person decided.

    It changes nothing by itself: `draft` is what came of it.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    unit = models.CharField(max_length=80)
    code = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=40)
    occurrence = models.PositiveIntegerField(default=0)
    row = models.PositiveIntegerField()
    limit = models.CharField(max_length=40, blank=True)
    description = models.CharField(max_length=400, blank=True)
    verdict = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Verdict])
    alike = models.CharField(max_length=64, blank=True)
    alike_name = models.CharField(max_length=80, blank=True)
    how = models.CharField(max_length=8, blank=True)
    first_row = models.PositiveIntegerField(default=0)
    loaded_at = models.DateTimeField(default=clock.now)
    decision = models.CharField(
        max_length=8,
        choices=[(one.value, one.value) for one in Decision],
        default=Decision.OPEN.value,
    )
    item = models.CharField(max_length=64, blank=True)
    why = models.CharField(max_length=400, blank=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, related_name="rows")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "code", "name", "occurrence"], name="one_row_of_a_list"
            ),
        ]
        indexes: ClassVar = [
            models.Index("decision", "verdict", "row", "id", name="listed_by_decision"),
            models.Index("verdict", "row", "id", name="listed_by_verdict"),
        ]
