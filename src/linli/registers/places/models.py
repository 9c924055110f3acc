"""Table of places: the five fixed levels, then estates, buildings and homes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.ground.rights.scoped import Scoped


class Place(Scoped):
    """One node. Its five level ids hold its ancestors and, at a fixed level, itself.

    `move_id` names the change by which it came to lie where it lies.
    `aliases` are the other names that people use for it: an old one, a gate on the road.
    """

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    aliases = models.JSONField(default=list)
    level = models.CharField(max_length=16)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    polygon = models.JSONField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    move_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["parent", "code"]),
            models.Index(fields=["level"]),
            models.Index(
                fields=["move_id", "id"], name="places_moved", condition=Q(move_id__isnull=False)
            ),
        ]
