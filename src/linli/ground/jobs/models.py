"""Tables of jobs that run once, and of schedules that make them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.ground import clock
from linli.ground.keys import new_key
from linli.ground.leases.models import Leased


class Job(Leased):
    """One call of one task function, with its arguments (ids only, no personal data)."""

    id = models.UUIDField(primary_key=True, default=new_key)
    task = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index("run_at", name="jobs_waiting", condition=Q(state=Leased.WAITING)),
        ]


class Schedule(models.Model):
    """A job that is made again and again; the interval stands in code, the next time here."""

    name = models.CharField(max_length=120, primary_key=True)
    next_at = models.DateTimeField()
