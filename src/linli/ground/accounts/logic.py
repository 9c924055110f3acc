"""Decides which user names and which grants can be."""

import re
from typing import Final

from linli.ground.rights.asker import Held
from linli.ground.rights.table import LEVELS, RIGHTS, Reach, Role

ADMINISTRATIONS: Final = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
"""No person holds two of these."""

USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class BadUsername(Exception):
    """The user name cannot be used; the text says what to use."""


class BadGrant(Exception):
    """The grant gives nothing, or more than its role may hold; the text says what is wrong."""


def check_username(username: str) -> None:
    """Raises `BadUsername`."""
    if not USERNAME.fullmatch(username):
        raise BadUsername(
            f'"{username[:80]}" is not a user name; use 1 to 64 of a-z, 0-9, ".", "_" and "-",'
            " beginning with a letter or digit."
        )


def check_grant(held: Held) -> None:
    """A role carries just what its rights reach by: a place, a party, or neither.

    Raises `BadGrant`.
    """
    if held.role not in list(Role):
        raise BadGrant(f'There is no role "{held.role}"; use one of {", ".join(Role)}.')
    if held.level and held.level not in LEVELS:
        raise BadGrant(f'There is no level "{held.level}"; use one of {", ".join(LEVELS)}.')
    reaches = {right.reach for right in RIGHTS if right.role is held.role}
    has_place = bool(held.level) and held.place_id is not None
    is_without_place = not held.level and held.place_id is None
    if reaches & {Reach.PLACE, Reach.DESK}:
        if not has_place:
            raise BadGrant(f"The role {held.role} is given for a place: name its level and its id.")
    elif not is_without_place:
        raise BadGrant(f"The role {held.role} is not given for a place: leave level and place out.")
    if (Reach.PARTY in reaches) != (held.party_id is not None):
        advice = "name its id" if Reach.PARTY in reaches else "leave it out"
        is_given = "is" if Reach.PARTY in reaches else "is not"
        raise BadGrant(f"The role {held.role} {is_given} given for a party: {advice}.")


def check_administration(held: Held, roles: set[Role]) -> None:
    """System, security and audit are three persons. Raises `BadGrant`."""
    others = roles.intersection(ADMINISTRATIONS) - {held.role}
    if held.role in ADMINISTRATIONS and others:
        raise BadGrant(
            f"Who is {others.pop()} cannot also be {held.role}; give it to another person."
        )
