"""Tells Django about this capability."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "linli.ground.search"
    label = "search"
