"""Table of the codes that hang at places."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key
from linli.ground.rights.scoped import Scoped, indexes_by_level


class Tag(Scoped):
    """A QR code at a lift, a door or an estate. Nobody keeps when it was scanned, or by whom."""

    id = models.UUIDField(primary_key=True, default=new_key)
    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=16)
    spot = models.CharField(max_length=80, blank=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.BigIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = indexes_by_level("tags", "id")
