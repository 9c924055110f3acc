"""Tells Django about this capability."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "linli.organise.ledgers"
    label = "ledgers"
