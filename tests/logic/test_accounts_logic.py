"""Which user names and which grants can be."""

import pytest

from linli.ground.accounts.logic import (
    ADMINISTRATIONS,
    BadGrant,
    BadUsername,
    check_administration,
    check_grant,
    check_username,
)
from linli.ground.rights.asker import Held
from linli.ground.rights.table import Role


@pytest.mark.parametrize("username", ["lin", "w.u-2_x", "7", "a" * 64])
def test_a_plain_name_is_taken(username: str) -> None:
    check_username(username)


@pytest.mark.parametrize(
    "username",
    ["", "Lin", "林", " lin", "lin\n", "a b", "-lin", ".lin", "lin\x00", "a" * 65, "l@n"],
)
def test_any_other_name_is_refused_with_its_value(username: str) -> None:
    with pytest.raises(BadUsername) as bad:
        check_username(username)
    assert str(bad.value).startswith(f'"{username}" is not a user name; use ')


@pytest.mark.parametrize(
    "held",
    [
        Held(Role.DUTY_DESK, "street", 3),
        Held(Role.GRID_WORKER, "grid", 5),
        Held(Role.CHECKER, "city", 1),
        Held(Role.HANDLER, party_id=9),
        Held(Role.RESIDENT),
        *(Held(role) for role in ADMINISTRATIONS),
    ],
)
def test_a_grant_carries_what_its_role_reaches_by(held: Held) -> None:
    check_grant(held)


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (Held("mayor"), 'There is no role "mayor"'),  # type: ignore[arg-type]
        (Held(Role.DUTY_DESK, "estate", 3), 'There is no level "estate"'),
        (Held(Role.DUTY_DESK), "duty_desk is given for a place"),
        (Held(Role.DUTY_DESK, "street"), "duty_desk is given for a place"),
        (Held(Role.CHECKER, place_id=3), "checker is given for a place"),
        (Held(Role.CHECKER, "street", 3, 9), "The role checker is not given for a party"),
        (Held(Role.HANDLER), "handler is given for a party"),
        (Held(Role.HANDLER, "street", 3, 9), "The role handler is not given for a place"),
        (Held(Role.AUDITOR, "city", 1), "The role auditor is not given for a place"),
        (Held(Role.RESIDENT, place_id=1), "The role resident is not given for a place"),
    ],
)
def test_a_grant_that_gives_nothing_or_too_much_is_refused(held: Held, reason: str) -> None:
    with pytest.raises(BadGrant) as bad:
        check_grant(held)
    assert reason in str(bad.value)


@pytest.mark.parametrize("role", ADMINISTRATIONS)
def test_administration_is_three_persons(role: Role) -> None:
    for other in set(ADMINISTRATIONS) - {role}:
        with pytest.raises(BadGrant, match="another person"):
            check_administration(Held(role), {other, Role.RESIDENT})
    check_administration(Held(role), {role, Role.RESIDENT})
    check_administration(Held(Role.RESIDENT), {role})
