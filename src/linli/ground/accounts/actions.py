"""Makes people, gives and takes grants, makes and revokes API tokens."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

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
from linli.ground.keys import short_code
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker, Held, Refused
from linli.ground.rights.table import Role

HANDED_OUT: Final = 12
"""Characters of a password that is made for somebody: 60 bits, and it opens one page once."""
SETUP: Final = Asker.for_part("setup")


class UnknownUser(Exception):
    """There is no user with this id."""


class AlreadySetUp(Exception):
    """Somebody has an account already: from now on, accounts are given by the administrators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPerson:
    """One of the first administrators; without a password one is made that opens one page once."""

    role: Role
    username: str
    display_name: str
    password: str = field(default="", repr=False)
    language: str = "zh-hans"


def make_first(people: Sequence[FirstPerson]) -> dict[str, str]:
    """The first accounts of an installation; returns the passwords that were made, by user name.

    Of two visitors the second waits here, and is told. Raises `AlreadySetUp`, `BadUsername`, and
    Django's `ValidationError` for a weak password or a name that is given twice.
    """
    handed_out: dict[str, str] = {}
    by: Asker | None = None
    with atomic():
        bump("first_accounts")
        if User.objects.exists():
            raise AlreadySetUp("There is an account already; its holder signs in.")
        for one in people:
            user = _new_user(one.username, one.display_name, one.language)
            password = one.password or short_code(HANDED_OUT)
            if one.password:
                validate_password(password, user)
            else:
                user.must_choose, handed_out[one.username] = True, password
            user.set_password(password)
            _add(user)
            give(user.pk, Held(one.role), SETUP)
            by = by or Asker(name=one.display_name, user_id=user.pk)
            audit.record(by, "make", "user", str(user.pk), role=one.role.value)
    return handed_out


def make_user(
    username: str, display_name: str, password: str, asker: Asker, language: str = "zh-hans"
) -> int:
    """A new person without any grant; returns the id.

    Raises `Refused`, `BadUsername`, and Django's `ValidationError` for a weak password or a name
    that is taken.
    """
    asker.require("make", "user")
    user = _new_user(username, display_name, language)
    _set_password(user, password, asker)
    with atomic():
        _add(user)
        audit.record(asker, "make", "user", str(user.pk))
    return user.pk


def hand_out_password(user_id: int, asker: Asker) -> str:
    """A new password that opens nothing but the page on which its holder chooses another.

    It is told this once. Nobody does this to themselves. Raises `Refused`, `UnknownUser`.
    """
    asker.require("hand_out", "user")
    if asker.user_id == user_id:
        raise Refused(f"{asker.name} chooses a password on the page for it.")
    user, password = _user(user_id), short_code(HANDED_OUT)
    user.set_password(password)
    user.must_choose = True
    with atomic():
        user.save(update_fields=["password", "must_choose"])
        audit.record(asker, "hand_out", "user", str(user_id))
    return password


def close(user_id: int, asker: Asker, *, is_active: bool = False) -> None:
    """Lets somebody in no more, or again. Nobody does this to themselves.

    Raises `Refused`, `UnknownUser`.
    """
    asker.require("close", "user")
    if asker.user_id == user_id:
        raise Refused(f"{asker.name} may not close their own account.")
    with atomic():
        changed = User.objects.filter(pk=_user(user_id).pk, is_active=not is_active)
        if changed.update(is_active=is_active):
            audit.record(asker, "revive" if is_active else "close", "user", str(user_id))


def set_password(user_id: int, password: str, asker: Asker) -> None:
    """A password of one's own. Raises `Refused`, `UnknownUser`, `ValidationError`."""
    if asker.user_id != user_id:
        asker.require("set_password", "user")
    user = _user(user_id)
    _set_password(user, password, asker)
    user.must_choose = False
    with atomic():
        user.save(update_fields=["password", "must_choose"])
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


def _new_user(username: str, display_name: str, language: str) -> User:
    """Raises `BadUsername`."""
    check_username(username)
    check_display_name(display_name)
    return User(username=username, display_name=display_name, language=language)


def _add(user: User) -> None:
    """Raises `ValidationError` for a name that is taken."""
    user.validate_unique()
    user.save(force_insert=True)


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
