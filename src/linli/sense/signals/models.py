"""Table of signals: anything noticed, whatever the source."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key
from linli.ground.rights.scoped import Scoped


class Signal(Scoped):
    """One thing noticed. `source_key` makes raising it twice harmless."""

    id = models.UUIDField(primary_key=True, default=new_key)
    source_kind = models.CharField(max_length=16)
    source_key = models.CharField(max_length=160, unique=True)
    item = models.CharField(max_length=64)
    item_version = models.PositiveIntegerField()
    severity = models.CharField(max_length=16)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    device_id = models.CharField(max_length=64, blank=True)
    report_id = models.UUIDField(null=True)
    evidence = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    raised_at = models.DateTimeField(default=clock.now)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["device_id", "raised_at"]),
            models.Index(fields=["report_id"]),
        ]
