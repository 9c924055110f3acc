"""Tells Django about this capability."""

from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "linli.sense.devices"
    label = "devices"
