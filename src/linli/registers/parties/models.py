"""Tables of parties, their posts, and the duties they hold."""

from typing import ClassVar

from django.db import models


class Party(models.Model):
    """An organisation or post that can hold a duty.

    It is never deleted: cases, tasks, alerts and grants name it for good. It is retired instead.
    """

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=32)
    phone = models.CharField(max_length=32, blank=True)
    calendar_code = models.CharField(max_length=32, default="office")
    retired_at = models.DateTimeField(null=True)


class Post(models.Model):
    """A post within a party, and the account that holds it now."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="posts")
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    user_id = models.BigIntegerField(null=True)


class Duty(models.Model):
    """This party answers for this item in this place and below; `*` stands for every item."""

    item = models.CharField(max_length=64)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="duties")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "place"], name="one_holder_of_a_duty"),
        ]


class Charge(models.Model):
    """This post is in charge of something (`parties.logic.Office`) in this place and below."""

    office = models.CharField(max_length=20)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="charges")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "place"], name="one_post_in_charge"),
        ]
