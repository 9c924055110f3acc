"""Tells Django about this capability."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "linli.respond.insight"
    label = "insight"
