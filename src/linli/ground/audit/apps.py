"""Tells Django about this capability."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "linli.ground.audit"
    label = "audit"
