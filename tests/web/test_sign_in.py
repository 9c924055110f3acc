"""Signing in and out, and choosing a language."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.ground.accounts import actions as accounts
from linli.ground.audit import queries as audit
from linli.ground.rights.asker import Asker
from tests.cast import PASSWORD, SETUP

FORM = {"username": "lin", "password": PASSWORD}


def acts() -> list[tuple[str, str, str]]:
    entries = audit.entries(Asker.for_part("tests"))
    return [(entry.user_name, entry.act, entry.result) for entry in entries]


@pytest.mark.django_db
def test_lin_signs_in_and_is_led_back(lin: Asker, client: Client) -> None:
    answer = client.post("/sign-in/", {**FORM, "next": "/console/tasks/"})
    assert answer["Location"] == "/console/tasks/"
    assert client.get("/console/tasks/").status_code == 200
    assert acts() == [("Lin", "sign_in", "done")]


@pytest.mark.django_db
def test_a_link_from_elsewhere_does_not_lead_elsewhere(lin: Asker, client: Client) -> None:
    for away in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = client.post("/sign-in/", {**FORM, "next": away})
        assert answer["Location"] == "/console/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "form", [{**FORM, "password": "wrong"}, {"username": "nobody", "password": "x"}]
)
def test_a_wrong_name_and_a_wrong_password_look_the_same(
    lin: Asker, client: Client, form: dict[str, str]
) -> None:
    answer = client.post("/sign-in/", form)
    assert answer.status_code == 400
    assert "用户名或密码不对" in answer.content.decode()
    assert client.get("/console/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a\0b", "\0", "a" * 65, "Lin", "林", "lin\n0"])
def test_what_nobody_can_be_called_looks_the_same_and_asks_for_nobody(
    lin: Asker, client: Client, name: str
) -> None:
    with CaptureQueriesContext(connection) as captured:
        answer = client.post("/sign-in/", {**FORM, "username": name})
    assert answer.status_code == 400
    assert "用户名或密码不对" in answer.content.decode()
    assert [query["sql"] for query in captured if "accounts_user" in query["sql"]] == []


@pytest.mark.django_db
@pytest.mark.parametrize("key", ['"\\000aaaaaaaa"', "x" * 31, "X" * 32, "aaaaaaaa", "é" * 32])
def test_a_cookie_that_is_no_session_signs_nobody_in(lin: Asker, client: Client, key: str) -> None:
    client.cookies.load(f"{settings.SESSION_COOKIE_NAME}={key}")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/console/")
    assert answer["Location"].startswith("/sign-in/")
    assert captured.captured_queries == []


@pytest.mark.django_db
def test_a_failed_sign_in_of_a_known_person_is_audited(lin: Asker, client: Client) -> None:
    client.post("/sign-in/", {**FORM, "password": "wrong"})
    client.post("/sign-in/", {"username": "correct horse", "password": "wrong"})
    assert acts() == [("Lin", "sign_in", "refused")]


@pytest.mark.django_db
def test_no_browser_keeps_what_a_person_saw(lin: Asker, client: Client) -> None:
    client.post("/sign-in/", FORM)

    assert client.get("/console/cases/")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in Client().get("/")


def test_signing_out_ends_the_session(lin: Asker, client: Client) -> None:
    client.post("/sign-in/", FORM)
    client.post("/sign-out/")
    assert client.get("/console/tasks/").status_code == 302
    assert acts()[0] == ("Lin", "sign_out", "done")


@pytest.mark.django_db
def test_chinese_is_the_default_whatever_the_browser_prefers(client: Client, db: None) -> None:
    page = client.get("/", headers={"accept-language": "en-US"})
    assert 'lang="zh-Hans"' in page.content.decode()


@pytest.mark.django_db
def test_a_chosen_language_stays(client: Client, lin: Asker) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert answer["Location"] == "/sign-in/"
    assert "User name" in client.get("/sign-in/").content.decode()
    client.post("/language/", {"language": "kl"})
    assert "User name" in client.get("/sign-in/").content.decode()


@pytest.mark.django_db
def test_the_language_of_an_account_is_taken_where_none_was_chosen(
    db: None, client: Client
) -> None:
    accounts.make_user("visitor1", "Lin", PASSWORD, SETUP, language="en")
    client.post("/sign-in/", {"username": "visitor1", "password": PASSWORD})
    assert client.cookies["linli_language"].value == "en"
