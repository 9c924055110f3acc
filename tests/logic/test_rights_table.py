"""What each role may do, and what nobody may do alone."""

from itertools import combinations

import pytest

from linli.ground.rights.asker import VISITOR, Asker, Held, Refused, Scope, Where
from linli.ground.rights.table import RIGHTS, Reach, Role

HERE = Where(city_id=1, district_id=2, street_id=3, community_id=4, grid_id=5)
ELSEWHERE = Where(city_id=1, district_id=12, street_id=13, community_id=14, grid_id=15)
ACTS = sorted({(right.act, right.kind) for right in RIGHTS})
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


def rights_of(role: Role) -> set[tuple[str, str]]:
    return {(right.act, right.kind) for right in RIGHTS if right.role is role}


def one(role: Role, **held: object) -> Asker:
    return Asker("someone", 7, (Held(role, **held),))


def test_every_role_has_rights_and_none_twice() -> None:
    assert {right.role for right in RIGHTS} == set(Role)
    assert len(RIGHTS) == len({(right.role, right.act, right.kind) for right in RIGHTS})


def test_three_administrators_share_no_right() -> None:
    for one_role, other in combinations(ADMINISTRATORS, 2):
        assert rights_of(one_role).isdisjoint(rights_of(other))


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_no_administrator_touches_a_case_or_a_reporter(role: Role) -> None:
    kinds = {kind for _, kind in rights_of(role)}
    assert kinds.isdisjoint({"case", "task", "alert", "report", "reporter", "signal", "reading"})


def test_the_auditor_only_looks() -> None:
    assert rights_of(Role.AUDITOR) == {("see", "audit_entry")}


def test_only_the_auditor_sees_the_audit() -> None:
    assert [right.role for right in RIGHTS if right.kind == "audit_entry"] == [Role.AUDITOR]


def test_only_the_security_administrator_gives_rights() -> None:
    giving = {right.role for right in RIGHTS if right.kind == "grant"}
    assert giving == {Role.SECURITY_ADMIN}


def test_only_the_duty_desk_and_its_leader_see_who_reported() -> None:
    seeing = [right.role for right in RIGHTS if right.kind == "reporter"]
    assert seeing == [Role.DUTY_DESK, Role.LEADER]


def test_nobody_else_sees_who_reported_confidentially() -> None:
    seeing = [right.role for right in RIGHTS if right.kind == "confidential_reporter"]
    assert seeing == [Role.DUTY_DESK, Role.LEADER]


def test_the_leader_may_do_all_that_the_desk_may() -> None:
    assert rights_of(Role.DUTY_DESK) <= rights_of(Role.LEADER)


def test_who_may_finish_may_not_verify() -> None:
    for role in Role:
        assert not {("finish", "task"), ("verify", "case")} <= rights_of(role)


def test_a_resident_reaches_only_what_is_their_own() -> None:
    assert {right.reach for right in RIGHTS if right.role is Role.RESIDENT} == {Reach.OWN}
    scope = one(Role.RESIDENT).scope("see", "report")
    assert scope.covers(HERE, owner_id=7)
    assert not scope.covers(HERE, owner_id=8)
    assert not scope.covers(HERE)


@pytest.mark.parametrize(("act", "kind"), ACTS)
def test_a_visitor_may_do_nothing(act: str, kind: str) -> None:
    assert not VISITOR.may(act, kind)
    with pytest.raises(Refused, match=f"visitor may not {act} a {kind}"):
        VISITOR.require(act, kind)


@pytest.mark.parametrize(("act", "kind"), ACTS)
def test_a_part_may_do_everything_everywhere(act: str, kind: str) -> None:
    assert Asker.for_part("tasks.dispatch_by_duty").require(act, kind) == Scope(everywhere=True)


@pytest.mark.parametrize(("act", "kind"), ACTS)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_just_what_the_table_says(role: Role, act: str, kind: str) -> None:
    asker = one(role, level="street", place_id=3, party_id=9)
    assert asker.may(act, kind) == ((act, kind) in rights_of(role))


@pytest.mark.parametrize(
    "right", RIGHTS, ids=lambda right: f"{right.role}-{right.act}-{right.kind}"
)
def test_no_grant_reaches_another_district(right: object) -> None:
    assert isinstance(right, type(RIGHTS[0]))
    scope = one(right.role, level="street", place_id=3, party_id=9).scope(right.act, right.kind)
    reaches = scope.covers(ELSEWHERE, parties=[10], owner_id=8)
    assert reaches == (right.reach is Reach.EVERYWHERE)


def test_an_unknown_act_is_refused_to_everybody() -> None:
    asker = Asker("all roles", 7, tuple(Held(role, "street", 3, 9) for role in Role))
    assert not asker.may("delete", "case")
    assert not asker.may("see", "person")


@pytest.mark.parametrize("level", ["city", "district", "street", "community", "grid"])
def test_a_grant_reaches_its_place_and_what_lies_below(level: str) -> None:
    scope = one(Role.CHECKER, level=level, place_id=getattr(HERE, f"{level}_id")).scope(
        "see", "case"
    )
    assert scope.covers(HERE)
    assert scope.covers(ELSEWHERE) == (level == "city")


def test_the_same_number_at_another_level_is_another_place() -> None:
    scope = one(Role.CHECKER, level="grid", place_id=3).scope("see", "case")
    assert not scope.covers(HERE)


def test_two_grants_reach_the_union() -> None:
    asker = Asker("someone", 7, (Held(Role.CHECKER, "street", 3), Held(Role.HANDLER, party_id=9)))
    scope = asker.scope("see", "case")
    assert scope.covers(HERE)
    assert scope.covers(ELSEWHERE, parties=[9])
    assert not scope.covers(ELSEWHERE, parties=[10])


def test_one_grant_lends_nothing_to_another() -> None:
    asker = Asker(
        "someone", 7, (Held(Role.GRID_WORKER, "street", 3), Held(Role.CHECKER, "street", 13))
    )
    assert not asker.scope("verify", "case").covers(HERE)
    assert asker.scope("verify", "case").covers(ELSEWHERE)


@pytest.mark.parametrize(("role", "reaches"), [(Role.DUTY_DESK, True), (Role.GRID_WORKER, False)])
def test_only_a_desk_reaches_what_has_no_place_yet(role: Role, reaches: bool) -> None:
    scope = one(role, level="street", place_id=3).scope("see", "case")
    assert scope.covers(Where()) == reaches


@pytest.mark.parametrize("role", [Role.DUTY_DESK, Role.CHECKER, Role.HANDLER])
def test_a_role_without_place_or_party_reaches_nothing(role: Role) -> None:
    asker = one(role)
    assert not asker.may("see", "case")
    assert asker.scope("see", "case").is_empty
    assert not asker.scope("see", "case").covers(Where())


def test_a_resident_is_not_staff() -> None:
    assert not one(Role.RESIDENT).is_staff
    assert not VISITOR.is_staff
    assert one(Role.CHECKER, level="street", place_id=3).is_staff


def test_where_is_read_from_anything_with_the_five_columns() -> None:
    assert Where.of(HERE) == HERE
    assert Where(**HERE.columns()) == HERE
