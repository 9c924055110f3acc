"""Tells Django about this capability."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "linli.organise.notices"
    label = "notices"
