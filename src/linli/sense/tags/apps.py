"""Tells Django about this capability."""

from django.apps import AppConfig


class TagsConfig(AppConfig):
    name = "linli.sense.tags"
    label = "tags"
