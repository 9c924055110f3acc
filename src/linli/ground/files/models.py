"""Table of stored files; the bytes lie under `<data>/files` by their hash."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.ground import clock
from linli.ground.keys import new_key


class StoredFile(models.Model):
    """One stored file. Photos are re-encoded and have lost all metadata before they are hashed.

    Sounds keep their encoding, and nothing but their sound; `seconds` is how long they last.

    What nothing has named for a day is removed.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seconds = models.FloatField(null=True)
    taken_lat = models.FloatField(null=True)
    taken_lon = models.FloatField(null=True)
    taken_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.BigIntegerField(null=True)
    is_named = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["made_by", "made_at"]),
            models.Index(fields=["sha256"]),
            models.Index("made_at", name="files_unnamed", condition=Q(is_named=False)),
        ]
