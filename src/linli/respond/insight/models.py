"""Tables of what cases count for, and of what that comes to by day."""

from typing import ClassVar

from django.db import models

from linli.ground.rights.scoped import Scoped, indexes_by_level


class Counted(Scoped):
    """A case counts once for a measure on a day, and is or is not what the measure looks for.

    Once regardless of parties (`party_id` 0), and once for each party that had work on it.
    `estate_id`: in which estate it lies, if in one.
    """

    case_id = models.UUIDField()
    measure = models.CharField(max_length=12)
    day = models.DateField()
    is_met = models.BooleanField()
    item = models.CharField(max_length=64)
    party_id = models.BigIntegerField(default=0)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    estate_id = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case_id"], name="counted_by_case"),
            models.Index(fields=["day", "measure", "id"], name="counted_by_day"),
            *indexes_by_level("counted", "measure", "day", "id"),
        ]


class Tally(models.Model):
    """How many cases of one item counted on a day in a place, and how many met the measure.

    `level` "all" with place 0 is everywhere.
    """

    level = models.CharField(max_length=12)
    place_id = models.BigIntegerField()
    party_id = models.BigIntegerField()
    day = models.DateField()
    measure = models.CharField(max_length=12)
    item = models.CharField(max_length=64)
    met = models.PositiveIntegerField()
    of = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["level", "place_id", "party_id", "day", "measure", "item"],
                name="one_tally",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="tallies_of_a_day")]


class StaleDay(models.Model):
    """A day whose tallies no longer say what is counted."""

    day = models.DateField(primary_key=True)


class Progress(models.Model):
    """Up to which entry of the timelines everything is counted; one row."""

    last_entry = models.UUIDField(null=True)
