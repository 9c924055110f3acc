"""Tells Django about this capability."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "linli.organise.incidents"
    label = "incidents"
