"""Passwords cannot be guessed, and nobody can be shut out by those who guess."""

import pytest
from django.test import Client

from linli.ground.accounts import actions as accounts
from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker
from tests.cast import PASSWORD
from tests.conftest import StillClock

pytestmark = pytest.mark.django_db

MANY = 40


def tried(browser: Client, username: str = "lin", password: str = "wrong", **sent: str) -> int:
    form = {"username": username, "password": password}
    return browser.post("/sign-in/", form, **sent).status_code


def from_address(number: int) -> dict[str, str]:
    return {"REMOTE_ADDR": f"198.51.{number // 250}.{number % 250 + 1}"}


def refused() -> list[tuple[str, object]]:
    kept = AuditEntry.objects.filter(result="refused").order_by("id")
    return [(one.user_name, one.detail.get("reason")) for one in kept]


def test_a_name_is_tried_only_so_often_from_wherever_it_comes(
    lin: Asker, clock: StillClock
) -> None:
    told = [tried(Client(), **from_address(number)) for number in range(MANY)]
    assert told == [400] * 10 + [429] * (MANY - 10)
    assert tried(Client(), password=PASSWORD, **from_address(99)) == 429


def test_the_answer_says_when_and_then_the_right_password_works(
    lin: Asker, clock: StillClock
) -> None:
    browser = Client()
    for _ in range(10):
        tried(browser)
    answer = browser.post("/sign-in/", {"username": "lin", "password": PASSWORD})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "180"
    assert "10:03" in answer.content.decode()
    assert "密码" in answer.content.decode()
    browser.post("/language/", {"language": "en", "next": "/"})
    told = browser.post("/sign-in/", {"username": "lin", "password": PASSWORD}).content.decode()
    assert "Try again after 10:03." in told
    clock.forward(minutes=3)
    assert tried(browser, password=PASSWORD) == 302
    assert browser.get("/console/tasks/").status_code == 200


def test_a_name_that_nobody_has_is_answered_the_same_way(lin: Asker, clock: StillClock) -> None:
    told = [tried(Client(), "nobody") for _ in range(11)]
    assert told == [400] * 10 + [429]


def test_one_address_guesses_at_few_names(lin: Asker, clock: StillClock) -> None:
    told = [tried(Client(), f"name{number}", **from_address(1)) for number in range(MANY)]
    assert told == [400] * 30 + [429] * (MANY - 30)
    assert tried(Client(), "lin", PASSWORD, **from_address(2)) == 302


def test_right_passwords_of_an_office_behind_one_address_cost_nothing(
    lin: Asker, clock: StillClock
) -> None:
    told = [tried(Client(), password=PASSWORD, **from_address(1)) for _ in range(MANY)]
    assert set(told) == {302}


def test_who_guesses_does_not_shut_lin_out_of_the_browser_she_works_in(
    lin: Asker, clock: StillClock
) -> None:
    her_own = Client()
    assert tried(her_own, password=PASSWORD, **from_address(1)) == 302
    her_own.post("/sign-out/")
    for _hour in range(24):
        for number in range(MANY):
            tried(Client(), **from_address(number + 1))
        clock.forward(hours=1)
    tried(Client(), **from_address(1))
    assert tried(Client(), password="wrong", **from_address(1)) in (400, 429)
    assert tried(her_own, password=PASSWORD, **from_address(1)) == 302


def test_that_browser_has_no_more_tries_than_others_and_none_at_other_names(
    lin: Asker, wu: Asker, clock: StillClock
) -> None:
    known = Client()
    tried(known, password=PASSWORD)
    known.post("/sign-out/")
    assert [tried(known) for _ in range(11)] == [400] * 10 + [429]
    assert [tried(Client(), "wu") for _ in range(10)] == [400] * 10
    assert tried(known, "wu", PASSWORD) == 429


def test_a_forged_mark_gives_no_tries(lin: Asker, clock: StillClock) -> None:
    for _ in range(10):
        tried(Client())
    forger = Client()
    forger.cookies["linli_known"] = f'{{"{lin.user_id}":"mine"}}:forged'
    assert tried(forger, password=PASSWORD) == 429


def test_the_audit_tells_once_that_somebody_guesses(lin: Asker, clock: StillClock) -> None:
    for number in range(MANY):
        tried(Client(), **from_address(number))
    assert refused() == [("Lin", None)] * 10 + [("Lin", "too_many_tries")]
    clock.forward(minutes=16)
    for number in range(MANY):
        tried(Client(), **from_address(number))
    assert refused().count(("Lin", "too_many_tries")) == 2


def test_the_audit_tells_who_came_in_by_a_password_that_was_handed_out(
    lin: Asker, shen: Asker, clock: StillClock
) -> None:
    assert lin.user_id is not None
    handed_out = accounts.hand_out_password(lin.user_id, shen)
    browser = Client()
    answer = browser.post("/sign-in/", {"username": "lin", "password": handed_out})
    assert answer["Location"] == "/password/"
    kept = AuditEntry.objects.get(act="sign_in")
    assert (kept.user_name, kept.result, kept.detail) == ("Lin", "done", {"password": "handed_out"})


def test_whoever_sits_at_an_open_page_guesses_the_old_password_in_vain(
    lin: Asker, clock: StillClock
) -> None:
    browser = Client()
    tried(browser, password=PASSWORD)
    new = {"password": "a new password 7", "again": "a new password 7"}
    told = [browser.post("/password/", {**new, "old": "wrong"}).status_code for _ in range(11)]
    assert told == [400] * 10 + [429]
    assert browser.post("/password/", {**new, "old": PASSWORD}).status_code == 429
    clock.forward(minutes=3)
    assert browser.post("/password/", {**new, "old": PASSWORD}).status_code == 302
    assert refused() == [("Lin", "too_many_tries")]
