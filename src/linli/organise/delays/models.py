"""Table of what units asked for about their time."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key
from linli.ground.rights.scoped import NOWHERE, Scoped, open_indexes_by_level
from linli.organise.delays.logic import DelayState


class Delay(Scoped):
    """A unit asks that its work may wait until a day, or take longer: `amount` of `unit`.

    It lies where its work lies; `is_open` while nobody has decided.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    kind = models.CharField(max_length=12)
    task_id = models.UUIDField()
    case_id = models.UUIDField()
    case_number = models.CharField(max_length=16)
    item = models.CharField(max_length=64)
    party_id = models.BigIntegerField()
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=DelayState.WAITING.value)
    is_open = models.BooleanField(default=True)
    reason = models.CharField(max_length=1000)
    amount = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=16, blank=True)
    review_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=80)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    decided_why = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task_id"], name="one_delay_at_a_time", condition=models.Q(is_open=True)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["task_id", "id"], name="delays_of_task"),
            *open_indexes_by_level("delays", "asked_at", "id"),
            models.Index(
                fields=["asked_at", "id"],
                name="delays_open_nowhere",
                condition=models.Q(is_open=True) & NOWHERE,
            ),
        ]
