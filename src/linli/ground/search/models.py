"""Table of documents. Their tokens lie in `search_words`, which is each engine's own."""

from typing import ClassVar

from django.db import models


class Document(models.Model):
    """What a thing is found by. `guarded` holds words that not everybody who sees it may read.

    `position` grows with the time of the thing, so that the newest are found first.
    """

    position = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=16)
    thing_id = models.UUIDField()
    text = models.TextField()
    guarded = models.TextField(blank=True)
    marks = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "thing_id"], name="one_document"),
        ]
