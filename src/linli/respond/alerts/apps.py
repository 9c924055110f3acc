"""Tells Django about this capability."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "linli.respond.alerts"
    label = "alerts"
