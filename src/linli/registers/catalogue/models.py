"""Tables of catalogue items and their immutable versions."""

from typing import ClassVar

from django.db import models

from linli.ground import clock


class Item(models.Model):
    """Something that can happen or be asked for. Codes are never reused; items are retired.

    `is_own`: the installation has set it, so that a newer release of Linli leaves it alone.
    """

    code = models.CharField(max_length=64, primary_key=True)
    version = models.PositiveIntegerField()
    is_own = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)


class ItemVersion(models.Model):
    """An item at one version (`logic.ItemDefinition` as plain JSON); never changed."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    body = models.JSONField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "version"], name="one_body_per_version"),
        ]
