"""Tables of shifts, hand-over sheets, watch notes and the lines of the duty log.

A desk is the place that its people have their right for. What was signed or written in the log is
never changed: a correction is a new sheet or a new line.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.ground import clock
from linli.ground.keys import new_key


class Shift(models.Model):
    """One desk is on one shift at a time. `version` grows with every sheet."""

    id = models.UUIDField(primary_key=True, default=new_key)
    desk_id = models.BigIntegerField()
    began_at = models.DateTimeField(default=clock.now)
    began_by = models.BigIntegerField(null=True)
    began_by_name = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["desk_id"], condition=Q(ended_at=None), name="one_running_shift"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["desk_id", "id"])]


class Sheet(models.Model):
    """A hand-over sheet as it was signed: its content is kept as text and never computed again.

    `since` is what came in between the two signatures, as the second one saw it.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="sheets")
    desk_id = models.BigIntegerField()
    sequence = models.PositiveSmallIntegerField()
    content = models.JSONField()
    remark = models.CharField(max_length=1000, blank=True)
    outgoing_id = models.BigIntegerField()
    outgoing_name = models.CharField(max_length=80)
    outgoing_at = models.DateTimeField(default=clock.now)
    incoming_id = models.BigIntegerField(null=True)
    incoming_name = models.CharField(max_length=80, blank=True)
    incoming_at = models.DateTimeField(null=True)
    since = models.JSONField(null=True)
    leader_id = models.BigIntegerField(null=True)
    leader_name = models.CharField(max_length=80, blank=True)
    leader_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shift", "sequence"], name="one_sheet_number"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk_id", "id"])]


class WatchNote(models.Model):
    """Something to keep an eye on; it is carried from shift to shift until it is ticked off."""

    id = models.UUIDField(primary_key=True, default=new_key)
    desk_id = models.BigIntegerField()
    text = models.CharField(max_length=500)
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.BigIntegerField(null=True)
    written_by_name = models.CharField(max_length=80)
    done_at = models.DateTimeField(null=True)
    done_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["desk_id", "id"], name="notes_open", condition=Q(done_at=None)),
        ]


class LogLine(models.Model):
    """A line of the duty log, written by hand; `corrects` names the line that it sets right."""

    id = models.UUIDField(primary_key=True, default=new_key)
    desk_id = models.BigIntegerField()
    happened_at = models.DateTimeField()
    text = models.CharField(max_length=1000)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.BigIntegerField(null=True)
    written_by_name = models.CharField(max_length=80)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["desk_id", "happened_at", "id"])]
