"""Tells Django about this capability."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "linli.organise.supervision"
    label = "supervision"
