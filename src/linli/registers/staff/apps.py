"""Tells Django about this capability."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "linli.registers.staff"
    label = "staff"
