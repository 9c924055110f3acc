"""Tables of notices, and of the mornings whose digests are made."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key


class Notice(models.Model):
    """One thing that one reader should know (decision 0020).

    `key` names the fact, so that its reader hears of it once. `about` is where it leads to: a case,
    a task, an order of the hotline, or the list of what is asked for. Nothing here is personal.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    user_id = models.BigIntegerField()
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    made_at = models.DateTimeField(default=clock.now)
    is_read = models.BooleanField(default=False)
    about = models.CharField(max_length=16, blank=True)
    about_id = models.UUIDField(null=True)
    case_number = models.CharField(max_length=16, blank=True)
    item = models.CharField(max_length=64, blank=True)
    place_id = models.BigIntegerField(null=True)
    party_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user_id", "key"], name="told_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user_id", "is_read", "-made_at", "-id"], name="notices_of_one"),
            models.Index(fields=["made_at"], name="notices_by_age"),
        ]


class DigestDay(models.Model):
    """A morning by one calendar: up to which person its digests are made."""

    calendar = models.CharField(max_length=32)
    day = models.DateField()
    last_user_id = models.BigIntegerField(default=0)
    is_done = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "day"], name="one_morning"),
        ]
