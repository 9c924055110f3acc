"""Tells Django about this capability."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "linli.ground.accounts"
    label = "accounts"
