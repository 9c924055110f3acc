"""Tells Django about this capability."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "linli.organise.tasks"
    label = "tasks"
