"""Tells Django about this capability."""

from django.apps import AppConfig


class ShortcutsConfig(AppConfig):
    name = "linli.ground.shortcuts"
    label = "shortcuts"
