"""What both matrices of rights stand on: who asks, and what came of it, on everything we keep."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection, transaction
from django.http import HttpResponse

from linli.ground.revisions.memory import new_moment
from linli.ground.tries.models import Counter

WHO: Final = ("", "wang", "lin", "chen", "wu", "he", "zhao", "gu", "shen", "jian", "leader")
"""A visitor and the cast."""

REFUSED: Final = {401: "s", 403: "x", 404: "-"}


def row_of(method: str, ask: Callable[[str], HttpResponse]) -> str:
    """The letters for all of them, in order; each finds everything as it was for the first."""
    return " ".join(_tried(method, ask, who) for who in WHO)


def _tried(method: str, ask: Callable[[str], HttpResponse], who: str) -> str:
    with undone():
        written = _written()
        answer = ask(who)
        has_written = _written() != written
        after = _everything() if has_written else {}
    # Undone, everything is as it was before: who wrote nothing need not be compared at all.
    changed = has_written and _everything() != after
    return _letter(method, answer, changed=changed)


def _letter(method: str, answer: HttpResponse, *, changed: bool) -> str:
    """As the matrices explain them.

    Anything else is a fault, and so fits no matrix: a status that is no refusal, and "!" behind
    whoever was refused, or only looked, and yet changed something.
    """
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/"):
        letter = "s"
    elif answer.status_code < 400:
        letter = "y" if method == "GET" or changed else "o"
    else:
        letter = REFUSED.get(answer.status_code, str(answer.status_code))
    return letter if not changed or (method != "GET" and letter == "y") else f"{letter}!"


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is as if it had not happened."""
    block = transaction.atomic()
    # As the blocks of Django's own tests: what may not stand in one of ours may stand in this one.
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)
    new_moment()


def _written() -> int:
    """How many rows were written so far; what came to nothing counts, too."""
    if connection.vendor == "sqlite":
        return int(connection.connection.total_changes)
    with connection.cursor() as cursor:
        counted = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
        cursor.execute(counted)
        return int(cursor.fetchone()[0] or 0)


def _everything() -> dict[str, list[str]]:
    """Every row of every table, so that nothing can change unseen, but for the count of guesses: a
    wrong password or digit is meant to leave a trace.
    """
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - {Counter._meta.db_table}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows: list[Any] = cursor.fetchall()
            found[table] = sorted(map(repr, rows))
    return found
