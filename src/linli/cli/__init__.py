"""The command `linli`: one entry, a file for each group of commands."""

import os
import sys
from collections.abc import Sequence

import django

from linli.ground.environment import WrongSetting


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status. Faults a person can mend are one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.settings")
    os.umask(0o077)  # what we keep holds personal data: for the account that runs us, nobody else
    try:
        django.setup()
    except WrongSetting as wrong:
        print(wrong, file=sys.stderr)
        return 2
    from django.db import OperationalError

    from linli.cli.commands import build_parser
    from linli.cli.faults import CommandFault

    options = build_parser().parse_args(arguments)
    try:
        status = options.run(options)
    except (CommandFault, WrongSetting) as fault:
        print(fault, file=sys.stderr)
        return 1
    except OperationalError as fault:
        # The address itself is not told: it may hold a password.
        print(f"The database of LINLI_DATABASE_URL cannot be used: {fault}", file=sys.stderr)
        return 1
    return int(status or 0)
