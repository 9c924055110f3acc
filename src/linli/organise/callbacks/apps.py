"""Tells Django about this capability."""

from django.apps import AppConfig


class CallbacksConfig(AppConfig):
    name = "linli.organise.callbacks"
    label = "callbacks"
