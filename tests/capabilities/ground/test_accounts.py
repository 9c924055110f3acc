"""People, grants and tokens: who is who, and who may say so."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from linli.ground.accounts import actions, queries
from linli.ground.accounts.actions import UnknownUser
from linli.ground.accounts.logic import BadGrant, BadUsername
from linli.ground.accounts.models import ApiToken, Grant, User
from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker, Held, Refused
from linli.ground.rights.table import Role
from tests.cast import PASSWORD, SETUP, District


def acts() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("user_name", "act", "kind"))


def test_an_asker_is_a_person_with_all_grants(places: District, lin: Asker) -> None:
    assert lin.name == "Lin"
    assert lin.grants == (Held(Role.DUTY_DESK, "street", places.street),)
    assert lin.user_id == queries.user_id_of("lin")


def test_an_asker_costs_one_query(
    lin: Asker, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    token = actions.make_token(lin.user_id, lin)
    with django_assert_num_queries(1):
        assert queries.asker_of(lin.user_id) == lin
    with django_assert_num_queries(1):
        assert queries.asker_by_token(token) == lin


@pytest.mark.django_db
def test_nobody_is_found_for_an_unknown_id_name_or_token() -> None:
    assert queries.asker_of(999_999) is None
    assert queries.user_id_of("nobody") is None
    assert queries.asker_by_token("") is None
    assert queries.asker_by_token("\udcff") is None


def test_a_person_who_left_asks_no_more(lin: Asker) -> None:
    token = actions.make_token(lin.user_id, lin)
    User.objects.filter(pk=lin.user_id).update(is_active=False)
    assert queries.asker_of(lin.user_id) is None
    assert queries.asker_by_token(token) is None


def test_names_and_language_are_told_for_pages(lin: Asker, wang: Asker) -> None:
    assert queries.display_names([lin.user_id, wang.user_id, 999_999]) == {
        lin.user_id: "Lin",
        wang.user_id: "Wang",
    }
    assert queries.language_of(lin.user_id) == "zh-hans"


@pytest.mark.django_db
def test_a_new_person_has_no_rights() -> None:
    user_id = actions.make_user("wang", "Wang", PASSWORD, SETUP, language="en")
    assert queries.asker_of(user_id) == Asker("Wang", user_id)
    assert queries.language_of(user_id) == "en"
    assert User.objects.get(pk=user_id).check_password(PASSWORD)


@pytest.mark.django_db
def test_a_user_name_is_checked_and_given_once() -> None:
    actions.make_user("wang", "Wang", PASSWORD, SETUP)
    with pytest.raises(BadUsername):
        actions.make_user("Wang", "Wang", PASSWORD, SETUP)
    with pytest.raises(ValidationError):
        actions.make_user("wang", "Wang", PASSWORD, SETUP)
    assert User.objects.count() == 1


@pytest.mark.parametrize("name", ["lin", "gu", "jian", "wang", "zhao"])
def test_only_the_security_administrator_makes_another(
    request: pytest.FixtureRequest, name: str, shen: Asker
) -> None:
    asker: Asker = request.getfixturevalue(name)
    with pytest.raises(Refused):
        actions.make_user("friend", "Friend", PASSWORD, asker)
    assert queries.user_id_of("friend") is None
    assert actions.make_user("friend", "Friend", PASSWORD, shen)


def test_a_person_sets_their_own_password_and_it_must_be_good(wang: Asker) -> None:
    with pytest.raises(ValidationError):
        actions.set_password(wang.user_id, "12345", wang)
    assert User.objects.get(pk=wang.user_id).check_password(PASSWORD)
    actions.set_password(wang.user_id, "three lotus ponds", wang)
    assert User.objects.get(pk=wang.user_id).check_password("three lotus ponds")
    assert acts() == [("Wang", "set_password", "user")]


@pytest.mark.parametrize("name", ["lin", "shen", "zhao"])
def test_nobody_sets_anothers_password(
    request: pytest.FixtureRequest, wang: Asker, name: str
) -> None:
    with pytest.raises(Refused):
        actions.set_password(wang.user_id, "three lotus ponds", request.getfixturevalue(name))
    assert User.objects.get(pk=wang.user_id).check_password(PASSWORD)


def test_shen_gives_a_grant_once_and_it_is_on_record(
    places: District, wang: Asker, shen: Asker
) -> None:
    held = Held(Role.GRID_WORKER, "grid", places.grid)
    first = actions.give(wang.user_id, held, shen)
    assert actions.give(wang.user_id, held, shen) == first
    found = queries.asker_of(wang.user_id)
    assert found is not None
    assert found.grants == (Held(Role.RESIDENT), held)
    entry = AuditEntry.objects.get(act="give")
    assert (entry.user_name, entry.kind, entry.thing_id) == ("Shen", "grant", str(first))
    assert entry.detail == {
        "user": wang.user_id,
        "role": "grid_worker",
        "level": "grid",
        "place": places.grid,
        "party": None,
    }


def test_shen_takes_a_grant_back(places: District, lin: Asker, shen: Asker) -> None:
    [row] = [row for row in queries.users(shen) if row.username == "lin"]
    assert actions.take(row.grants[0].id, shen) is True
    assert actions.take(row.grants[0].id, shen) is False
    found = queries.asker_of(lin.user_id)
    assert found is not None
    assert not found.may("see", "case")
    assert acts() == [("Shen", "take", "grant")]


@pytest.mark.parametrize("name", ["lin", "chen", "wu", "he", "gu", "jian", "wang", "zhao"])
def test_only_shen_gives_takes_and_lists(
    request: pytest.FixtureRequest, places: District, shen: Asker, name: str
) -> None:
    asker: Asker = request.getfixturevalue(name)
    before = set(Grant.objects.values_list("pk", flat=True))
    with pytest.raises(Refused):
        actions.give(shen.user_id, Held(Role.CHECKER, "street", places.street), asker)
    with pytest.raises(Refused):
        actions.take(max(before), asker)
    with pytest.raises(Refused):
        queries.users(asker)
    assert set(Grant.objects.values_list("pk", flat=True)) == before


def test_shen_gives_herself_nothing(places: District, shen: Asker) -> None:
    with pytest.raises(Refused, match="themselves"):
        actions.give(shen.user_id, Held(Role.DUTY_DESK, "street", places.street), shen)
    assert queries.asker_of(shen.user_id) == shen


def test_a_grant_that_gives_nothing_is_refused(wang: Asker, shen: Asker) -> None:
    with pytest.raises(BadGrant):
        actions.give(wang.user_id, Held(Role.DUTY_DESK), shen)
    with pytest.raises(UnknownUser):
        actions.give(999_999, Held(Role.RESIDENT), shen)
    assert queries.asker_of(wang.user_id) == wang


def test_nobody_holds_two_administrations(gu: Asker) -> None:
    with pytest.raises(BadGrant, match="another person"):
        actions.give(gu.user_id, Held(Role.AUDITOR), SETUP)
    assert queries.asker_of(gu.user_id) == gu


def test_the_database_itself_refuses_a_second_administration(gu: Asker) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user_id=gu.user_id, role=Role.AUDITOR)


def test_the_database_itself_refuses_a_grant_twice(wang: Asker) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user_id=wang.user_id, role=Role.RESIDENT)


def test_the_list_shows_people_with_their_grants(
    places: District,
    lin: Asker,
    wu: Asker,
    shen: Asker,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(2):
        rows = queries.users(shen)
    assert [(row.username, [grant.held for grant in row.grants]) for row in rows] == [
        ("lin", [Held(Role.DUTY_DESK, "street", places.street)]),
        ("shen", [Held(Role.SECURITY_ADMIN)]),
        ("wu", [Held(Role.HANDLER, party_id=places.property)]),
    ]


def test_of_a_token_only_the_hash_is_kept(lin: Asker) -> None:
    token = actions.make_token(lin.user_id, lin, note="replay")
    kept = ApiToken.objects.get()
    assert kept.sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) == 43
    assert token not in str(AuditEntry.objects.values_list())
    assert [row.note for row in queries.tokens(lin.user_id, lin)] == ["replay"]
    assert acts() == [("Lin", "make", "token")]


def test_a_revoked_token_opens_nothing(lin: Asker) -> None:
    token = actions.make_token(lin.user_id, lin)
    [row] = queries.tokens(lin.user_id, lin)
    assert actions.revoke_token(row.id, lin) is True
    assert queries.asker_by_token(token) is None
    assert actions.revoke_token(row.id, lin) is False
    assert acts() == [("Lin", "make", "token"), ("Lin", "revoke", "token")]


def test_shen_revokes_anybodys_token(lin: Asker, shen: Asker) -> None:
    token = actions.make_token(lin.user_id, lin)
    assert actions.revoke_token(ApiToken.objects.get().pk, shen) is True
    assert queries.asker_by_token(token) is None


def test_zhao_touches_no_token_of_lin(lin: Asker, zhao: Asker) -> None:
    token = actions.make_token(lin.user_id, lin)
    with pytest.raises(Refused):
        actions.make_token(lin.user_id, zhao)
    with pytest.raises(Refused):
        queries.tokens(lin.user_id, zhao)
    with pytest.raises(Refused):
        actions.revoke_token(ApiToken.objects.get().pk, zhao)
    with pytest.raises(Refused):
        actions.revoke_token(999_999, zhao)
    assert ApiToken.objects.count() == 1
    assert queries.asker_by_token(token) == lin


def test_a_command_makes_a_token_for_a_user(lin: Asker) -> None:
    token = actions.make_token(lin.user_id, SETUP, note="made by the command line")
    assert queries.asker_by_token(token) == lin
    with pytest.raises(UnknownUser):
        actions.make_token(999_999, SETUP)
