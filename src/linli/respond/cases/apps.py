"""Tells Django about this capability."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "linli.respond.cases"
    label = "cases"
