"""Tells Django about this capability."""

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "linli.organise.answers"
    label = "answers"
