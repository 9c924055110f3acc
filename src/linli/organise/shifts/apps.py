"""Tells Django about this capability."""

from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    name = "linli.organise.shifts"
    label = "shifts"
