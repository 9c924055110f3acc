"""Takes the triggers of the audit away for a while. Only tests may: the product has no such switch.

A flush between tests empties all tables; what follows it makes the triggers again, as after a
migration.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from linli.ground.audit import triggers


def let_flush_empty_the_audit() -> None:
    flush = BaseDatabaseOperations.execute_sql_flush

    def unguarded_flush(self: BaseDatabaseOperations, statements: Iterable[str]) -> Any:
        return flush(self, [*drops(), *statements])

    BaseDatabaseOperations.execute_sql_flush = unguarded_flush


@contextmanager
def unguarded() -> Iterator[None]:
    """Inside it, rows of the audit can be changed, as by somebody who owns the database."""
    with connection.cursor() as cursor:
        for statement in drops():
            cursor.execute(statement)
    yield
    triggers.make()


def drops() -> list[str]:
    if connection.vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {triggers.ON_POSTGRESQL} ON {triggers.TABLE}"]
    return [f"DROP TRIGGER IF EXISTS {name}" for name in triggers.ON_SQLITE]
