"""Tells Django about this capability."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "linli.registers.parties"
    label = "parties"
