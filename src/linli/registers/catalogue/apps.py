"""Tells Django about this capability."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "linli.registers.catalogue"
    label = "catalogue"
