"""Table of what reporters said when they were asked whether it helped."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key


class CallBack(models.Model):
    """One reporter asked once: by somebody on the phone, or answering under the receipt number.

    `words` is what they said, of the same purpose as the report. Without `caller_id` it was the
    holder of the receipt.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    case_id = models.UUIDField()
    report_id = models.UUIDField()
    outcome = models.CharField(max_length=16)
    words = models.CharField(max_length=1000, blank=True)
    caller_id = models.BigIntegerField(null=True)
    caller_name = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case_id", "at"])]
