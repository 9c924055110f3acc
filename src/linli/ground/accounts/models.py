"""Tables of people, the grants they hold, and their API tokens."""

from typing import ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from linli.ground import clock
from linli.ground.accounts.logic import ADMINISTRATIONS

NOWHERE: Final = 0
"""Stands for NULL in the index: two NULLs would count as different on SQLite."""


class UserManager(BaseUserManager["User"]):
    """Django's password form asks for this; people are made by `accounts.actions.make_user`."""


class User(AbstractBaseUser):
    """A person who signs in.

    `must_choose`: the password was made for them and is known to others. It opens the page on which
    they choose their own, and nothing else.
    """

    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=80)
    language = models.CharField(max_length=8, default="zh-hans")
    is_active = models.BooleanField(default=True)
    must_choose = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.display_name


class Grant(models.Model):
    """One role for one person, over one place or one party; plain values, so that it can travel."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=32)
    level = models.CharField(max_length=16, blank=True)
    place_id = models.BigIntegerField(null=True)
    party_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "user",
                "role",
                "level",
                Coalesce("place_id", NOWHERE),
                Coalesce("party_id", NOWHERE),
                name="one_grant_of_a_kind",
            ),
            # System, security and audit are three persons, never one (GB/T 22239, 8.1.5).
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(role__in=[role.value for role in ADMINISTRATIONS]),
                name="one_administration_per_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["party_id", "role"], name="grants_of_party"),
            models.Index(fields=["place_id", "role"], name="grants_of_place"),
        ]


class ApiToken(models.Model):
    """A key for programs; only its SHA-256 is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    sha256 = models.CharField(max_length=64, unique=True)
    note = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)
