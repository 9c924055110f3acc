"""Tells Django about this capability."""

from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    name = "linli.ground.revisions"
    label = "revisions"
