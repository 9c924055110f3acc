"""Table of devices."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.ground import clock
from linli.ground.rights.scoped import Scoped, indexes_by_level


class Device(Scoped):
    """A thing that measures or acts. Of its token (256 random bits) only the SHA-256 is kept.

    One that came by a list has none before it is issued: no SHA-256 is empty, so it cannot speak.
    """

    id = models.CharField(max_length=64, primary_key=True)
    type = models.CharField(max_length=32)
    name = models.CharField(max_length=120, blank=True)
    alias = models.CharField(max_length=64, blank=True)
    spot = models.CharField(max_length=120, blank=True)
    firm = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    gateway = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="children"
    )
    label = models.CharField(max_length=16, unique=True)
    token_sha256 = models.CharField(max_length=64)
    registered_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["type", "id"]),
            models.Index(fields=["id"], name="devices_no_token", condition=Q(token_sha256="")),
            *indexes_by_level("devices", "id"),
        ]
