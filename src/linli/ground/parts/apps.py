"""Tells Django about this capability."""

from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "linli.ground.parts"
    label = "parts"
