"""Tables of working calendars and the days on which they differ from the week."""

from typing import ClassVar

from django.db import models

from linli.ground import clock


class WorkCalendar(models.Model):
    """Weekly hours as JSON: {"mon": [["09:00", "12:00"], ["13:30", "17:30"]], ...}; local time.

    `version` is the newest of its versions: what it says now.
    """

    code = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    time_zone = models.CharField(max_length=40, default="Asia/Shanghai")
    weekly_hours = models.JSONField()
    official_until = models.DateField()
    version = models.PositiveIntegerField(default=0)


class CalendarVersion(models.Model):
    """What a calendar said once: `body` holds its zone, weekly hours and special days.

    Never changed: a clock goes on by the version with which it was started.
    """

    calendar = models.ForeignKey(WorkCalendar, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    body = models.JSONField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "version"], name="one_calendar_version"),
        ]


class SpecialDay(models.Model):
    """A public holiday, a make-up working day 调休, or a half day.

    A working day without `hours` has those of an ordinary working day. `is_own`: a person has set
    it, so that the holidays of a newer release leave it alone.
    """

    calendar = models.ForeignKey(
        WorkCalendar, on_delete=models.CASCADE, related_name="special_days"
    )
    day = models.DateField()
    is_working = models.BooleanField()
    hours = models.JSONField(default=list)
    name = models.CharField(max_length=80, blank=True)
    is_own = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "day"], name="one_rule_per_day"),
        ]
