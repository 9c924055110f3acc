"""A program for tests: one of several processes that send the same request at once.

With "make" it makes the tables. Else it says "ready", waits for a line and tells its answer.
"""

import sys

import django

django.setup()

from django.db import connection  # noqa: E402 - Django is set up first

from linli.ground.idempotency.actions import once  # noqa: E402
from linli.ground.idempotency.models import KeptAnswer  # noqa: E402


def make_tables() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(KeptAnswer)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE counter (value INTEGER NOT NULL)")
        cursor.execute("INSERT INTO counter VALUES (0)")


def count_up() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE counter SET value = value + 1 RETURNING value")
        return 201, cursor.fetchone()[0]


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:] == ["make"]:
        make_tables()
    else:
        connection.ensure_connection()
        tell("ready")
        sys.stdin.readline()
        tell(str(once("api:7", "k", b"a", count_up)))
