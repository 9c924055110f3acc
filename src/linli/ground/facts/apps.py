"""Tells Django about this capability."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "linli.ground.facts"
    label = "facts"
