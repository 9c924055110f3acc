"""Tables of what somebody told us, also when asked for more.

Only where a report is and whether it is open may change.
"""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key
from linli.ground.rights.scoped import Scoped
from linli.sense.reports.logic import NAMED


class Report(Scoped):
    """One person's message; it is open until its case is over, so that lists can be filtered by it.

    Name, phone and e-mail are personal data: purpose `answer the reporter`; `naming` says for whose
    eyes. What lies behind `media_url` is never fetched by us. What has no place yet lies within the
    reach of whoever took it down, and else nowhere. Everybody may read only what was released.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    receipt = models.CharField(max_length=16, unique=True)
    channel = models.CharField(max_length=16)
    channel_ref = models.CharField(max_length=64, blank=True, default="")
    naming = models.CharField(max_length=16, default=NAMED)
    item = models.CharField(max_length=64)
    text = models.CharField(max_length=4000)
    reporter_name = models.CharField(max_length=80, blank=True)
    reporter_phone = models.CharField(max_length=32, blank=True)
    reporter_email = models.CharField(max_length=254, blank=True)
    reporter_id = models.BigIntegerField(null=True)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    address = models.CharField(max_length=300, blank=True)
    photo_ids = models.JSONField(default=list)
    voice_id = models.UUIDField(null=True)
    media_url = models.CharField(max_length=2000, blank=True)
    signal_id = models.UUIDField(unique=True)
    is_public = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)
    received_at = models.DateTimeField(default=clock.now)
    released_text = models.CharField(max_length=4000, blank=True, default="")
    released_photo_ids = models.JSONField(default=list)
    released_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["received_at", "id"]),
            models.Index(fields=["item", "received_at", "id"]),
            models.Index(fields=["is_open", "received_at", "id"]),
            models.Index(fields=["reporter_id", "received_at"]),
            models.Index(
                fields=["reporter_phone", "received_at"],
                name="reports_by_phone",
                condition=~models.Q(reporter_phone=""),
            ),
            models.Index(
                fields=["channel_ref"],
                name="reports_by_channel_ref",
                condition=~models.Q(channel_ref=""),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel", "channel_ref"],
                name="one_report_per_number",
                condition=~models.Q(channel_ref=""),
            ),
        ]


class Supplement(models.Model):
    """What the holder of the receipt told in addition; of the same purpose as the report."""

    id = models.UUIDField(primary_key=True, default=new_key)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="supplements")
    text = models.CharField(max_length=4000, blank=True)
    photo_ids = models.JSONField(default=list)
    told_at = models.DateTimeField(default=clock.now)
