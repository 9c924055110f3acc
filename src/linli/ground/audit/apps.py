"""Tells Django about this capability, and that each migration ends with the audit guarded."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from linli.ground.audit import triggers


class AuditConfig(AppConfig):
    name = "linli.ground.audit"
    label = "audit"

    def ready(self) -> None:
        post_migrate.connect(triggers.make, sender=self)
