"""Table of answers to reporters."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key


class Answer(models.Model):
    """What one reporter was told, and when. `message` is a code of `logic.MESSAGES`."""

    id = models.UUIDField(primary_key=True, default=new_key)
    report_id = models.UUIDField()
    case_id = models.UUIDField()
    message = models.CharField(max_length=32)
    text = models.CharField(max_length=2000, blank=True)
    source_key = models.CharField(max_length=160, unique=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["report_id", "id"])]
