"""Tells Django about this capability."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "linli.ground.jobs"
    label = "jobs"
