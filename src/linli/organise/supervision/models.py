"""Tables of supervision letters and of their numbers."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key
from linli.ground.rights.scoped import NOWHERE, Scoped, open_indexes_by_level


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


class Escalation(Scoped):
    """A clock ran so far that a post hears of it; `is_open` until what it timed is over.

    `rung` as in `respond.cases.logic.ladder`; 0: its work came back three times. Without a
    `post_id` nobody is named for it where it lies.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    case_id = models.UUIDField()
    case_number = models.CharField(max_length=16)
    item = models.CharField(max_length=64)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    task_id = models.UUIDField(null=True)
    party_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    clock = models.CharField(max_length=10)
    rung = models.PositiveSmallIntegerField()
    post_id = models.BigIntegerField(null=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case_id", "id"], name="escalations_of_case"),
            *open_indexes_by_level("escalations", "-rung", "made_at", "id"),
            models.Index(
                fields=["-rung", "made_at", "id"],
                name="escalations_open_nowhere",
                condition=models.Q(is_open=True) & NOWHERE,
            ),
            models.Index(
                fields=["party_id", "-rung", "made_at", "id"],
                name="escalations_open_party",
                condition=models.Q(is_open=True),
            ),
        ]
