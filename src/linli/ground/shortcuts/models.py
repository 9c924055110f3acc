"""Table of shortcuts: what somebody looks for again and again."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.shortcuts.logic import LONGEST_NAME


class Shortcut(models.Model):
    """What one person asks of one page, under a name that is theirs alone."""

    user_id = models.BigIntegerField()
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=LONGEST_NAME)
    asked = models.JSONField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user_id", "page", "name"], name="one_shortcut_per_name"
            ),
        ]
