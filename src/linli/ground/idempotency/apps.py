"""Tells Django about this capability."""

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    name = "linli.ground.idempotency"
    label = "idempotency"
