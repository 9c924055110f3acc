"""Tells Django about this capability."""

from django.apps import AppConfig


class HotlineConfig(AppConfig):
    name = "linli.organise.hotline"
    label = "hotline"
