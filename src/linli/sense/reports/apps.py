"""Tells Django about this capability."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "linli.sense.reports"
    label = "reports"
