"""A program for tests: one of several processes that guess at the same account.

With "make" it makes the table. Else it says "ready", waits for a line, tries ten times, and tells
how often it was let.
"""

import sys

import django

django.setup()

from django.db import connection  # noqa: E402 - Django is set up first

from linli.ground.tries import actions  # noqa: E402
from linli.ground.tries.logic import Bound, TooManyTries, Try  # noqa: E402
from linli.ground.tries.models import Counter  # noqa: E402

LIN = [Try(Bound("account", most=5, seconds_each=3600), "lin")]


def guess() -> bool:
    try:
        actions.take(LIN)
    except TooManyTries:
        return False
    return True


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:] == ["make"]:
        with connection.schema_editor() as editor:
            editor.create_model(Counter)
    else:
        connection.ensure_connection()
        tell("ready")
        sys.stdin.readline()
        tell(str(sum(guess() for _ in range(10))))
