"""Decides which user names and which grants can be."""

import re
from typing import Final

from linli.ground.rights.asker import Held
from linli.ground.rights.table import LEVELS, RIGHTS, Reach, Role
from linli.wire.texts import line_fault

ADMINISTRATIONS: Final = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
"""No person holds two of these."""

LONGEST_DISPLAY_NAME: Final = 80
USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class BadUsername(Exception):
    """The user name, or the name that pages show, cannot be used; the text says what to use."""


class BadGrant(Exception):
    """The grant gives nothing, or more than its role may hold; the text says what is wrong."""


def is_username(text: str) -> bool:
    """Whether anybody can be called so."""
    return USERNAME.fullmatch(text) is not None


def is_display_name(text: str) -> bool:
    return not line_fault(text, LONGEST_DISPLAY_NAME)


def check_username(username: str) -> None:
    """Raises `BadUsername`."""
    if not USERNAME.fullmatch(username):
        raise BadUsername(
            f'"{username[:80]}" is not a user name; use 1 to 64 of a-z, 0-9, ".", "_" and "-",'
            " beginning with a letter or digit."
        )


def check_display_name(name: str) -> None:
    """Raises `BadUsername`."""
    if fault := line_fault(name, LONGEST_DISPLAY_NAME):
        raise BadUsername(f"The name {fault}.")


def check_grant(held: Held) -> None:
    """A role carries just what its rights reach by: a place, a party, or neither.

    Raises `BadGrant`.
    """
    if held.role not in list(Role):
        raise BadGrant(f'There is no role "{held.role}"; use one of {", ".join(Role)}.')
    if held.level and held.level not in LEVELS:
        raise BadGrant(f'There is no level "{held.level}"; use one of {", ".join(LEVELS)}.')
    needs_place, needs_party = needs_of(held.role)
    if {bool(held.level), held.place_id is not None} != {needs_place}:
        raise _wrong(held.role, "a place", needed=needs_place)
    if (held.party_id is not None) != needs_party:
        raise _wrong(held.role, "a party", needed=needs_party)


def needs_of(role: Role) -> tuple[bool, bool]:
    """Whether a role is given for a place, and whether for a party."""
    reaches = {right.reach for right in RIGHTS if right.role is role}
    return not reaches.isdisjoint({Reach.PLACE, Reach.DESK}), Reach.PARTY in reaches


def _wrong(role: Role, what: str, *, needed: bool) -> BadGrant:
    if needed:
        return BadGrant(f"The role {role} is given for {what}; name it.")
    return BadGrant(f"The role {role} is not given for {what}; leave it out.")


def check_administration(held: Held, roles: set[Role]) -> None:
    """System, security and audit are three persons. Raises `BadGrant`."""
    others = roles.intersection(ADMINISTRATIONS) - {held.role}
    if held.role in ADMINISTRATIONS and others:
        raise BadGrant(
            f"Who is {others.pop()} cannot also be {held.role}; give it to another person."
        )
