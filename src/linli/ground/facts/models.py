"""Tables of facts and of who has still to hear them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.ground import clock
from linli.ground.keys import new_key
from linli.ground.leases.models import Leased


class StoredFact(models.Model):
    """Something that happened. `number` is given by the relay after commit and orders streams."""

    id = models.UUIDField(primary_key=True, default=new_key)
    number = models.BigIntegerField(null=True, unique=True)
    name = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=80)
    body = models.JSONField()
    urgent = models.BooleanField(default=False)
    announced_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index("id", name="facts_unnumbered", condition=Q(number__isnull=True)),
        ]


class Delivery(Leased):
    """One fact for one handler: waiting, done (this row is the receipt) or parked."""

    fact = models.ForeignKey(StoredFact, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=64)
    subject = models.CharField(max_length=80)
    number = models.BigIntegerField()
    urgent = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fact", "handler"], name="one_receipt_per_handler"),
        ]
        indexes: ClassVar = [
            models.Index(
                "urgent", "number", name="deliveries_waiting", condition=Q(state=Leased.WAITING)
            ),
            models.Index(
                "handler",
                "subject",
                "number",
                name="deliveries_in_order",
                condition=Q(state=Leased.WAITING),
            ),
            models.Index("number", name="deliveries_parked", condition=Q(state=Leased.PARKED)),
        ]


class Counter(models.Model):
    """The last number given. Its row lock is what makes one relay at a time."""

    name = models.CharField(max_length=32, primary_key=True)
    value = models.BigIntegerField(default=0)
