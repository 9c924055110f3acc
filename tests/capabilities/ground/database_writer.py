"""A program for tests: one writer of a SQLite file, as a process of its own.

Says "ready", waits for a line, then adds ones to the shared counter until it stands at the goal.
Tells how many it added.
"""

import sys

import django

django.setup()

from django.db import connection  # noqa: E402 - Django is set up first

from linli.ground.database import atomic  # noqa: E402


def add_until(goal: int) -> int:
    added = 0
    while True:
        with atomic(), connection.cursor() as cursor:
            # Read, then write: what gives "database is locked" in a deferred transaction.
            cursor.execute("SELECT value FROM counter")
            value: int = cursor.fetchone()[0]
            if value >= goal:
                return added
            cursor.execute("UPDATE counter SET value = %s", [value + 1])
            added += 1


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    connection.ensure_connection()
    tell("ready")
    sys.stdin.readline()
    tell(str(add_until(int(sys.argv[1]))))
