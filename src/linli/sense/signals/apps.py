"""Tells Django about this capability."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "linli.sense.signals"
    label = "signals"
