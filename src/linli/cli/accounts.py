"""Commands about people: API tokens."""

import argparse

from linli.cli.faults import CommandFault
from linli.cli.operator import operator
from linli.ground.accounts.actions import make_token
from linli.ground.accounts.queries import user_id_of


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("token", help="print a new API token of a user")
    command.add_argument("user", metavar="USER")
    command.set_defaults(run=_token)


def _token(options: argparse.Namespace) -> None:
    user_id = user_id_of(options.user)
    if user_id is None:
        raise CommandFault(f'There is no user "{options.user}"; the demo has lin, chen, wu, he.')
    print(make_token(user_id, operator(), note="made by the command line"))
