"""Tells Django about this capability."""

from django.apps import AppConfig


class BatchesConfig(AppConfig):
    name = "linli.organise.batches"
    label = "batches"
