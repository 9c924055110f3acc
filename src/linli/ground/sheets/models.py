"""Table of spreadsheets that somebody loads: read first, stored once a person has said yes."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key


class Loading(models.Model):
    """One file on its way in. The file itself goes once it is loaded, or after a day.

    `source` says how it was written, where its loader reads several ways.
    """

    READING, READ, REFUSED, LOADING, LOADED, FAILED = (
        *("reading", "read", "refused"),
        *("loading", "loaded", "failed"),
    )
    STATES: ClassVar = [
        (state, state) for state in (READING, READ, REFUSED, LOADING, LOADED, FAILED)
    ]

    id = models.UUIDField(primary_key=True, default=new_key)
    kind = models.CharField(max_length=16)
    file_name = models.CharField(max_length=120)
    content = models.BinaryField(null=True)
    source = models.CharField(max_length=24, default="", blank=True)
    state = models.CharField(max_length=8, choices=STATES, default=READING)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    rows_with_faults = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    rows_with_notes = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=list)
    refusal = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index("made_by", "made_at", name="sheets_of_one_person")]
