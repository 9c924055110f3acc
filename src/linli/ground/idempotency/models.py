"""Table of answers kept for repeated requests."""

from typing import ClassVar

from django.db import models

from linli.ground import clock


class KeptAnswer(models.Model):
    """The answer to a write with an Idempotency-Key; commits with the write."""

    scope = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(null=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "key"], name="one_answer_per_key"),
        ]
        indexes: ClassVar = [models.Index(fields=["made_at"])]
