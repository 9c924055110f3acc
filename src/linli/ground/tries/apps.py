"""Tells Django about this capability."""

from django.apps import AppConfig


class TriesConfig(AppConfig):
    name = "linli.ground.tries"
    label = "tries"
