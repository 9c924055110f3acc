"""Table of heartbeats: which parts (processes) are alive."""

from typing import ClassVar

from django.db import models


class PartBeat(models.Model):
    """The last sign of life of one process."""

    part = models.CharField(max_length=16)
    instance = models.CharField(max_length=64)
    beat_at = models.DateTimeField()
    healthy = models.BooleanField(default=True)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["part", "instance"], name="one_beat_per_instance"),
        ]
