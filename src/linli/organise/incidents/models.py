"""Tables of incidents: what belongs to one, who was called in, what was lent, and its log."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.ground import clock
from linli.ground.keys import new_key
from linli.ground.rights.scoped import NOWHERE, Scoped, indexes_by_level
from linli.organise.incidents.logic import Level

_LISTED = ("is_open", "opened_at", "id")


class Incident(Scoped):
    """`offered_to` has been asked to take over the command and has not answered yet.

    `lines` counts its log and numbers the next line; `version` grows when the incident itself
    changes: its name, level, place or commander.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    name = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField(default=Level.ORDINARY.value)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    spot = models.CharField(max_length=200, blank=True)
    is_open = models.BooleanField(default=True)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.BigIntegerField(null=True)
    opened_by_name = models.CharField(max_length=80)
    commander_id = models.BigIntegerField()
    commander_name = models.CharField(max_length=80)
    offered_to = models.BigIntegerField(null=True)
    offered_to_name = models.CharField(max_length=80, blank=True)
    stood_down_at = models.DateTimeField(null=True)
    summary = models.CharField(max_length=4000, blank=True)
    lines = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=[*_LISTED], name="incidents_all"),
            *indexes_by_level("incidents", *_LISTED),
            models.Index(fields=[*_LISTED], name="incidents_nowhere", condition=NOWHERE),
        ]


class IncidentCase(models.Model):
    """A case in an incident; `is_open` while it belongs to an open one, and then to no other."""

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    case_id = models.UUIDField()
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case_id"], condition=Q(is_open=True), name="one_open_incident_of_a_case"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["incident", "id"], name="cases_of_incident")]


class IncidentUnit(models.Model):
    """A unit that was called in: what for, and when it was called, arrived and was released."""

    id = models.UUIDField(primary_key=True, default=new_key)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="units", db_index=False
    )
    party_id = models.BigIntegerField()
    order = models.CharField(max_length=300, blank=True)
    called_at = models.DateTimeField(default=clock.now)
    arrived_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "party_id"],
                condition=Q(released_at=None),
                name="one_call_of_a_unit",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["incident", "id"], name="units_of_incident"),
            models.Index(fields=["party_id", "incident"], name="incidents_of_unit"),
        ]


class IncidentResource(models.Model):
    """Something that was lent: it comes back, or `why` says what became of it."""

    id = models.UUIDField(primary_key=True, default=new_key)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="resources", db_index=False
    )
    what = models.CharField(max_length=80)
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=80)
    holder = models.CharField(max_length=80, blank=True)
    got_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["incident", "id"], name="resources_of_incident")]


class IncidentLine(models.Model):
    """A line of the log. It is never changed: a correction is a new line that names it."""

    id = models.UUIDField(primary_key=True, default=new_key)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    who_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=80)
    done = models.CharField(max_length=16)
    text = models.CharField(max_length=4000, blank=True)
    detail = models.JSONField(default=dict)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "sequence"], name="one_line_number"),
        ]
