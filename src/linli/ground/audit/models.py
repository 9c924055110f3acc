"""Table of acts and looks of persons."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key


class AuditEntry(models.Model):
    """Who did what, when, on what, and for what purpose; commits with the act."""

    id = models.UUIDField(primary_key=True, default=new_key)
    at = models.DateTimeField(default=clock.now)
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=80)
    act = models.CharField(max_length=48)
    kind = models.CharField(max_length=32)
    thing_id = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=120, blank=True)
    result = models.CharField(max_length=16, default="done")
    detail = models.JSONField(default=dict)
    mac = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"]), models.Index(fields=["user_id", "at"])]
