"""Accounts from the command line: the way into an installation without the demo."""

import getpass
import io
import sys

import pytest

from linli.cli import main
from linli.ground.accounts.models import User
from linli.ground.accounts.queries import asker_by_token, asker_of, user_id_of
from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker, Held
from linli.ground.rights.table import Role
from linli.registers.calendars.actions import load_defaults
from linli.registers.parties.actions import retire_party, save_party
from linli.registers.parties.logic import PartyDetails
from tests.cast import PASSWORD, SETUP, District

pytestmark = pytest.mark.django_db
LIN = ("accounts", "make", "lin", "--name", "林", "--role", "duty_desk", "--place", "s1")

Told = pytest.CaptureFixture[str]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a person types at the terminal, from the first prompt on."""
    answers: list[str] = []
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: answers.pop(0))
    return answers


def person(username: str) -> Asker:
    user_id = user_id_of(username)
    assert user_id is not None
    asker = asker_of(user_id)
    assert asker is not None
    return asker


def signs_in(username: str, password: str) -> bool:
    return User.objects.get(username=username).check_password(password)


def grants() -> list[tuple[str, str]]:
    """Who is said to hold which role, in the words of the audit."""
    entries = AuditEntry.objects.filter(kind="grant").order_by("id")
    return [(one.act, one.detail["role"]) for one in entries]


def test_an_account_is_made_with_its_role_and_reach(
    places: District, typed: list[str], capsys: Told
) -> None:
    typed += [PASSWORD, PASSWORD]
    assert main(LIN) == 0

    lin = person("lin")
    assert (lin.name, lin.grants) == ("林", (Held(Role.DUTY_DESK, "street", places.street),))
    assert signs_in("lin", PASSWORD)
    assert PASSWORD not in "".join(capsys.readouterr())
    made = AuditEntry.objects.order_by("id").values_list("act", "kind", "user_id")
    assert list(made) == [("make", "user", None), ("give", "grant", None)]
    assert AuditEntry.objects.first().user_name.endswith(" (command line)")


@pytest.mark.parametrize("at_a_terminal", [True, False])
def test_a_password_made_at_random_is_printed_once(
    places: District,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Told,
    at_a_terminal: bool,
) -> None:
    if at_a_terminal:
        request.getfixturevalue("typed").append("")
    else:
        monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main(LIN) == 0
    password = capsys.readouterr().out.strip()
    assert len(password) == 16
    assert signs_in("lin", password)
    assert password not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([PASSWORD, "something else"], "两次输入的密码不一致；未作任何更改。"),
        (["12345", "12345"], "这个密码太常见了"),
    ],
)
def test_a_wrong_password_makes_no_account(
    places: District, typed: list[str], capsys: Told, answers: list[str], words: str
) -> None:
    typed += answers
    assert main(LIN) == 1
    assert words in capsys.readouterr().err
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Lin", "--name", "林", "--role", "resident"), '"Lin" is not a user name'),
        (("lin", "--name", "林" * 81, "--role", "resident"), "has 81 characters; 80 is the most"),
        (("lin", "--name", "林", "--role", "duty_desk"), "The role duty_desk is given for a place"),
        (("lin", "--name", "林", "--role", "duty_desk", "--place", "s9"), 'There is no place "s9"'),
        (
            ("lin", "--name", "林", "--role", "duty_desk", "--place", "e1"),
            'There is no level "esta',
        ),
        (("lin", "--name", "林", "--role", "handler", "--party", "no"), 'There is no party "no"'),
        (("lin", "--name", "林", "--role", "handler", "--party", "old"), 'party "old" is retired'),
        (("wu", "--name", "吴", "--role", "resident"), "已存在"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(
    places: District, wu: Asker, capsys: Told, arguments: tuple[str, ...], words: str
) -> None:
    load_defaults(SETUP)
    retire_party(save_party(PartyDetails(code="old", name="旧"), SETUP), SETUP)
    before = AuditEntry.objects.count()

    assert main(["accounts", "make", *arguments]) == 1

    assert words in capsys.readouterr().err
    assert (User.objects.count(), AuditEntry.objects.count()) == (1, before)


def test_a_handler_may_work_for_several_parties(places: District) -> None:
    handler = ("--role", "handler", "--party", "water", "--party", "property")
    assert main(["accounts", "make", "wu", "--name", "吴", *handler]) == 0
    held = {one.party_id for one in person("wu").grants}
    assert held == {places.water, places.property}


def test_roles_are_given_and_taken_and_listed(places: District, wang: Asker, capsys: Told) -> None:
    assert main(["accounts", "give", "wang", "--role", "grid_worker", "--place", "g1"]) == 0
    assert main(["accounts", "list"]) == 0
    assert capsys.readouterr().out == "wang\tWang\tresident, grid_worker g1\n"
    assert main(["accounts", "take", "wang", "--role", "resident"]) == 0
    assert person("wang").grants == (Held(Role.GRID_WORKER, "grid", places.grid),)
    assert grants() == [("give", "grid_worker"), ("take", "resident")]

    assert main(["accounts", "take", "wang", "--role", "resident"]) == 1
    assert "wang has: grid_worker g1. Nothing was taken." in capsys.readouterr().err


def test_three_administrations_stay_three_persons(
    places: District, gu: Asker, capsys: Told
) -> None:
    assert main(["accounts", "give", "gu", "--role", "auditor"]) == 1
    assert "Who is system_admin cannot also be auditor" in capsys.readouterr().err
    assert [one.role for one in person("gu").grants] == [Role.SYSTEM_ADMIN]


def test_a_forgotten_password_is_set_anew(places: District, wang: Asker, typed: list[str]) -> None:
    typed += ["three lotus ponds", "three lotus ponds"]
    assert main(["accounts", "password", "wang"]) == 0
    assert signs_in("wang", "three lotus ponds")
    assert AuditEntry.objects.get().act == "set_password"


def test_a_token_is_listed_without_its_secret_and_revoked(
    places: District, wang: Asker, zhao: Asker, capsys: Told
) -> None:
    assert main(["token", "wang"]) == 0
    token = capsys.readouterr().out.strip()
    assert asker_by_token(token) == wang
    assert main(["accounts", "tokens", "wang"]) == 0
    listed = capsys.readouterr().out
    assert listed.endswith("\tmade by the command line\n")
    assert token not in listed

    token_id = listed.partition("\t")[0]
    assert main(["accounts", "tokens", "zhao", "--revoke", token_id]) == 1
    assert asker_by_token(token) == wang
    assert main(["accounts", "tokens", "wang", "--revoke", token_id]) == 0
    assert asker_by_token(token) is None
    assert main(["accounts", "tokens", "wang", "--revoke", token_id]) == 1
    assert "wang has no token" in capsys.readouterr().err


@pytest.mark.parametrize("act", [("password",), ("give", "--role", "resident")])
def test_an_unknown_user_is_told(capsys: Told, act: tuple[str, ...]) -> None:
    assert main(["accounts", act[0], "nobody", *act[1:]]) == 1
    assert 'There is no user "nobody"; `linli accounts list` shows' in capsys.readouterr().err


def test_no_command_takes_a_password_as_an_argument() -> None:
    with pytest.raises(SystemExit):
        main([*LIN, "--password", PASSWORD])
    assert User.objects.count() == 0
