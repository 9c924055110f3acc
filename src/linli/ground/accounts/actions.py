"""Makes people, gives and takes grants, makes and revokes API tokens."""

import secrets
from typing import Any

from django.contrib.auth.password_validation import validate_password

from linli.ground import clock
from linli.ground.accounts.logic import (
    check_administration,
    check_display_name,
    check_grant,
    check_username,
)
from linli.ground.accounts.models import ApiToken, Grant, User
from linli.ground.accounts.queries import sha256_of
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker, Held, Refused
from linli.ground.rights.table import Role


class UnknownUser(Exception):
    """There is no user with this id."""


def make_user(
    username: str, display_name: str, password: str, asker: Asker, language: str = "zh-hans"
) -> int:
    """A new person without any grant; returns the id.

    Raises `Refused`, `BadUsername`, and Django's `ValidationError` for a weak password or a name
    that is taken.
    """
    asker.require("make", "user")
    check_username(username)
    check_display_name(display_name)
    user = User(username=username, display_name=display_name, language=language)
    _set_password(user, password, asker)
    with atomic():
        user.validate_unique()
        user.save(force_insert=True)
        audit.record(asker, "make", "user", str(user.pk))
    return user.pk


def set_password(user_id: int, password: str, asker: Asker) -> None:
    """A new password for oneself. Raises `Refused`, `UnknownUser`, `ValidationError`."""
    if asker.user_id != user_id:
        asker.require("set_password", "user")
    user = _user(user_id)
    _set_password(user, password, asker)
    with atomic():
        user.save(update_fields=["password"])
        audit.record(asker, "set_password", "user", str(user_id))


def give(user_id: int, held: Held, asker: Asker) -> int:
    """Gives a grant, or finds it given; returns its id. Nobody gives rights to themselves.

    Raises `Refused`, `BadGrant`, `UnknownUser`.
    """
    asker.require("give", "grant")
    if asker.user_id == user_id:
        raise Refused(f"{asker.name} may not give a grant to themselves.")
    check_grant(held)
    with atomic():
        user = _user(user_id)
        roles = Grant.objects.filter(user=user).values_list("role", flat=True)
        check_administration(held, {Role(role) for role in roles})
        grant, is_new = Grant.objects.get_or_create(
            user=user,
            role=held.role.value,
            level=held.level,
            place_id=held.place_id,
            party_id=held.party_id,
        )
        if is_new:
            audit.record(asker, "give", "grant", str(grant.pk), **_described(grant))
    return grant.pk


def take(grant_id: int, asker: Asker) -> bool:
    """Takes a grant back; False when it is not held any more. Raises `Refused`."""
    asker.require("take", "grant")
    with atomic():
        grant = Grant.objects.filter(pk=grant_id).first()
        if grant is None:
            return False
        described = _described(grant)
        grant.delete()
        audit.record(asker, "take", "grant", str(grant_id), **described)
    return True


def make_token(user_id: int, asker: Asker, note: str = "") -> str:
    """A new API token for oneself, shown this once. Raises `Refused`, `UnknownUser`."""
    _require_own(user_id, asker, "make")
    token = secrets.token_urlsafe(32)
    with atomic():
        made = ApiToken.objects.create(user=_user(user_id), sha256=sha256_of(token), note=note[:80])
        audit.record(asker, "make", "token", str(made.pk), user=user_id)
    return token


def revoke_token(token_id: int, asker: Asker) -> bool:
    """Ends a token, one's own or, for whoever takes grants, anybody's; False when it is ended."""
    with atomic():
        token = ApiToken.objects.filter(pk=token_id).first()
        if token is None or asker.user_id != token.user_id:
            asker.require("take", "grant")
        revoked = ApiToken.objects.filter(pk=token_id, revoked_at__isnull=True).update(
            revoked_at=clock.now()
        )
        if revoked:
            audit.record(asker, "revoke", "token", str(token_id))
    return bool(revoked)


def _user(user_id: int) -> User:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise UnknownUser(f"There is no user {user_id}.")
    return user


def _set_password(user: User, password: str, asker: Asker) -> None:
    """People must choose well; the demo keeps to what its environment says."""
    if asker.is_person:
        validate_password(password, user)
    user.set_password(password)


def _require_own(user_id: int, asker: Asker, act: str) -> None:
    if not asker.part and asker.user_id != user_id:
        raise Refused(f"{asker.name} may not {act} a token for somebody else.")


def _described(grant: Grant) -> dict[str, Any]:
    return {
        "user": grant.user_id,
        "role": grant.role,
        "level": grant.level,
        "place": grant.place_id,
        "party": grant.party_id,
    }
