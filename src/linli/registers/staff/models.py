"""Table of those who work for parties, and how they are reached at work."""

from typing import ClassVar

from django.db import models


class Staff(models.Model):
    """One person at work for a party. Never deleted, for duty logs name them: they have left.

    Numbers are kept as text, and are of work only.
    """

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("parties.Post", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80, blank=True)
    mobile = models.CharField(max_length=32, blank=True)
    landline = models.CharField(max_length=32, blank=True)
    extension = models.CharField(max_length=10, blank=True)
    user_id = models.BigIntegerField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["party", "code"], name="staff_of_a_party")]
