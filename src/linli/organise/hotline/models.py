"""Table of orders of the hotline."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.database.ordering import or_far_ahead
from linli.ground.keys import new_key
from linli.ground.rights.scoped import NOWHERE, Scoped, indexes_by_level, open_indexes_by_level
from linli.organise.hotline.logic.states import State

_DUE = ("due", "id", "state")


class HotlineOrder(Scoped):
    """What the hotline handed to us under a number of its own; the words are the report's.

    `due_at` is the earlier of `stated_due_at`, which the hotline wrote, and our own item's limit.
    `reason` says why it was asked back, `decision` what the hotline said to that; `told_version` is
    the last one that the hotline's own system heard of.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    number = models.CharField(max_length=64, unique=True)
    report_id = models.UUIDField(unique=True)
    signal_id = models.UUIDField()
    category = models.CharField(max_length=80, blank=True)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default=State.WITH_US.value)
    is_open = models.BooleanField(default=True)
    received_at = models.DateTimeField()
    stated_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    return_asked_at = models.DateTimeField(null=True)
    return_until = models.DateTimeField(null=True)
    decision = models.CharField(max_length=1000, blank=True)
    reply = models.CharField(max_length=2000, blank=True)
    replied_by = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)
    told_version = models.PositiveIntegerField(default=0)
    due = or_far_ahead("due_at")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["changed_at", "id"], name="hotline_by_change"),
            *indexes_by_level("hotline", "changed_at", "id", "state"),
            *open_indexes_by_level("hotline", *_DUE),
            models.Index(
                fields=[*_DUE],
                name="hotline_open_nowhere",
                condition=models.Q(is_open=True) & NOWHERE,
            ),
        ]
