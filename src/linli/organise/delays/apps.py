"""Tells Django about this capability."""

from django.apps import AppConfig


class DelaysConfig(AppConfig):
    name = "linli.organise.delays"
    label = "delays"
