"""Tells Django about this capability."""

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "linli.ground.sheets"
    label = "sheets"
