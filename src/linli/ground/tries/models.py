"""Table of counters of tries."""

from typing import ClassVar

from django.db import models


class Counter(models.Model):
    """The tries at one thing. The key is a keyed hash: somebody's address, a name, or a password
    that was typed into the wrong field cannot be read from it.
    """

    key = models.CharField(max_length=64, primary_key=True)
    whole_at = models.FloatField()
    """Unix seconds; `logic` says what they mean."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["whole_at"])]
