"""Table of answers to reporters."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key


class Answer(models.Model):
    """What one reporter was told, and when. `message` is one of `logic.Message`.

    `source` names the step that was told, so that telling it twice is harmless.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    report_id = models.UUIDField()
    case_id = models.UUIDField()
    message = models.CharField(max_length=32)
    text = models.CharField(max_length=1000, blank=True)
    source = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "report_id"], name="one_answer_per_step"),
        ]
        indexes: ClassVar = [models.Index(fields=["report_id", "id"])]
