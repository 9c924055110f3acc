"""Table of alerts."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key
from linli.ground.rights.scoped import Scoped, indexes_by_level


class Alert(Scoped):
    """The duty to reach a party about a case. Without a channel it is only shown, and says so."""

    id = models.UUIDField(primary_key=True, default=new_key)
    case_id = models.UUIDField()
    case_number = models.CharField(max_length=16)
    item = models.CharField(max_length=64)
    severity = models.CharField(max_length=16)
    party_id = models.BigIntegerField()
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16)
    channel = models.CharField(max_length=16)
    delivery = models.CharField(max_length=16)
    made_at = models.DateTimeField(default=clock.now)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.BigIntegerField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_id", "party_id"], name="one_alert_per_party"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["made_at", "id"]),
            models.Index(fields=["party_id", "made_at", "id"], name="alerts_party"),
            *indexes_by_level("alerts", "made_at", "id"),
        ]
