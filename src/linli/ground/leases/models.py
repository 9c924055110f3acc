"""The one lease primitive's columns: facts' deliveries, jobs and alert attempts carry them."""

from typing import ClassVar

from django.db import models

from linli.ground import clock


class Leased(models.Model):
    """A row of work that one worker at a time may hold."""

    WAITING, DONE, PARKED = "waiting", "done", "parked"
    STATES: ClassVar = [(WAITING, WAITING), (DONE, DONE), (PARKED, PARKED)]

    state = models.CharField(max_length=8, choices=STATES, default=WAITING)
    run_at = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True)
    lease_holder = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True
