"""Tables of supervision letters and of their numbers."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key


class Letter(models.Model):
    """One letter to the unit of a late task. It is never changed: what was sent was sent.

    Who may see the task may see it.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    desk_id = models.BigIntegerField()
    task_id = models.UUIDField()
    case_id = models.UUIDField()
    party_id = models.BigIntegerField()
    demand = models.CharField(max_length=1000)
    was_due_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["desk_id", "year", "sequence"], name="one_letter"),
        ]
        indexes: ClassVar = [models.Index(fields=["task_id", "id"])]


class LetterBook(models.Model):
    """The last number that a desk (a place) has given in a year; locked while the next is taken."""

    desk_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["desk_id", "year"], name="one_letter_book"),
        ]
