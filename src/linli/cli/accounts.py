"""Commands about people: accounts, what they may do, passwords, API tokens."""

import argparse
import getpass
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from linli.cli.faults import CommandFault
from linli.cli.operator import operator
from linli.cli.reach import grants_of
from linli.ground.accounts import actions
from linli.ground.accounts.logic import BadGrant, BadUsername
from linli.ground.accounts.queries import UserRow, tokens, user_id_of, users
from linli.ground.database import atomic
from linli.ground.rights.asker import Held
from linli.ground.rights.table import Role
from linli.registers.parties import queries as parties
from linli.registers.places import queries as places

PASSWORD_BYTES: Final = 12


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("token", help="print a new API token of a user")
    command.add_argument("user", metavar="USER")
    command.set_defaults(run=_token)
    about = "people who sign in, and what they may do"
    does = commands.add_parser("accounts", help=about).add_subparsers(required=True, metavar="ACT")
    make = does.add_parser("make", help="make an account; the password is asked for, or printed")
    make.add_argument("user", metavar="USER")
    make.add_argument("--name", required=True, help="as pages show it")
    _add_grant(make)
    make.set_defaults(run=_make)
    for name, act, says in (
        ("give", _give, "give an account one role more"),
        ("take", _take, "take a role back"),
    ):
        command = does.add_parser(name, help=says)
        command.add_argument("user", metavar="USER")
        _add_grant(command)
        command.set_defaults(run=act)
    command = does.add_parser("password", help="set a new password: asked for, or printed")
    command.add_argument("user", metavar="USER")
    command.set_defaults(run=_password)
    command = does.add_parser("tokens", help="the API tokens of a user, without their secrets")
    command.add_argument("user", metavar="USER")
    command.add_argument("--revoke", type=int, metavar="ID", help="end this one for good")
    command.set_defaults(run=_tokens)
    does.add_parser("list", help="all accounts and their roles").set_defaults(run=_list)


def _add_grant(command: argparse.ArgumentParser) -> None:
    command.add_argument("--role", required=True, choices=[role.value for role in Role])
    command.add_argument(
        "--place", default="", metavar="CODE", help="for desks, leaders, grid workers, checkers"
    )
    command.add_argument(
        "--party", action="append", default=[], metavar="CODE", help="for handlers; may repeat"
    )


def _token(options: argparse.Namespace) -> None:
    note = "made by the command line"
    print(actions.make_token(_user_id(options.user), operator(), note=note))


def _make(options: argparse.Namespace) -> None:
    held, password = _grants(options), _Password(options.user)
    with _told(), atomic():
        user_id = actions.make_user(
            options.user, options.name, password.text, operator(), settings.LANGUAGE_CODE
        )
        for one in held:
            actions.give(user_id, one, operator())
    password.tell()


def _give(options: argparse.Namespace) -> None:
    user_id, held = _user_id(options.user), _grants(options)
    with _told(), atomic():
        for one in held:
            actions.give(user_id, one, operator())


def _take(options: argparse.Namespace) -> None:
    wanted = set(_grants(options))
    user = next(one for one in users(operator()) if one.id == _user_id(options.user))
    ids = [grant.id for grant in user.grants if grant.held in wanted]
    if len(ids) != len(wanted):
        raise CommandFault(f"{options.user} has: {_described(user)}. Nothing was taken.")
    with atomic():
        for grant_id in ids:
            actions.take(grant_id, operator())


def _password(options: argparse.Namespace) -> None:
    user_id, password = _user_id(options.user), _Password(options.user)
    with _told():
        actions.set_password(user_id, password.text, operator())
    password.tell()


def _tokens(options: argparse.Namespace) -> None:
    user_id, asker = _user_id(options.user), operator()
    live = [one for one in tokens(user_id, asker) if one.revoked_at is None]
    if options.revoke is None:
        for one in live:
            print(f"{one.id}\t{one.made_at:%Y-%m-%d %H:%M}\t{one.note}")
    elif options.revoke in {one.id for one in live}:
        actions.revoke_token(options.revoke, asker)
    else:
        known = ", ".join(str(one.id) for one in live) or "none"
        raise CommandFault(f"{options.user} has no token {options.revoke}; in use: {known}.")


def _list(_options: argparse.Namespace) -> None:
    for user in users(operator()):
        print(f"{user.username}\t{user.display_name}\t{_described(user)}")


class _Password:
    """A new password: typed by the person at the terminal, or made at random and told once."""

    def __init__(self, username: str) -> None:
        typed = _typed(username) if sys.stdin.isatty() else ""
        self.is_made = not typed
        self.text = typed or secrets.token_urlsafe(PASSWORD_BYTES)

    def tell(self) -> None:
        if self.is_made:
            print(_("The password, shown this once:"), file=sys.stderr, flush=True)
            print(self.text)


def _typed(username: str) -> str:
    ask = _("Password of %(user)s (leave it empty to have one made at random): ")
    typed = getpass.getpass(ask % {"user": username})
    if typed and getpass.getpass(_("The same again: ")) != typed:
        raise CommandFault(_("The two passwords differ; nothing was changed."))
    return typed


def _grants(options: argparse.Namespace) -> list[Held]:
    return grants_of(Role(options.role), options.place, options.party)


def _user_id(username: str) -> int:
    user_id = user_id_of(username)
    if user_id is None:
        raise CommandFault(f'There is no user "{username}"; `linli accounts list` shows all.')
    return user_id


@contextmanager
def _told() -> Iterator[None]:
    """What cannot be is told in a sentence, and nothing of it is kept."""
    try:
        yield
    except (BadGrant, BadUsername) as bad:
        raise CommandFault(str(bad)) from bad
    except ValidationError as bad:
        raise CommandFault(" ".join(bad.messages)) from bad


def _described(user: UserRow) -> str:
    """Each role with where or for whom: `handler wanghe-water`."""
    described = (_grant_described(grant.held) for grant in user.grants)
    return ", ".join(described) or _("no role")


def _grant_described(held: Held) -> str:
    place = places.place(held.place_id) if held.place_id is not None else None
    party = parties.party(held.party_id) if held.party_id is not None else None
    return " ".join([held.role.value, *(one.code for one in (place, party) if one)])
