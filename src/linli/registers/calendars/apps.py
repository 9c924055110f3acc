"""Tells Django about this capability."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "linli.registers.calendars"
    label = "calendars"
