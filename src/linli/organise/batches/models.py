"""Tables of one act on many rows, and of what became of each."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key
from linli.organise.batches.logic import Outcome


class Batch(models.Model):
    """One act with one reason. `key` is that of the form: sent twice, it is the same batch.

    `target_id` is a unit or a place, as the act asks for; the rows may have one each.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    key = models.CharField(max_length=64)
    act = models.CharField(max_length=16)
    reason = models.CharField(max_length=1000, blank=True)
    target_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["made_by", "key"], name="one_batch_per_form"),
        ]
        indexes: ClassVar = [models.Index(fields=["made_by", "made_at"])]


class BatchRow(models.Model):
    """One case or task, at the version at which it was chosen.

    `told % values` is why nothing was done; the values are plain.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    thing_id = models.UUIDField()
    version = models.PositiveIntegerField()
    target_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=8, default=Outcome.WAITING.value)
    told = models.CharField(max_length=500, blank=True)
    values = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "thing_id"], name="one_row_per_thing"),
            models.UniqueConstraint(fields=["batch", "position"], name="one_row_per_position"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["batch"],
                name="batches_waiting",
                condition=models.Q(outcome=Outcome.WAITING.value),
            ),
        ]
