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
    before = _everything()
    return " ".join(_tried(method, ask, who, before) for who in WHO)


def _tried(method: str, ask: Callable[[str], HttpResponse], who: str, before: object) -> str:
    with undone():
        answer = ask(who)
        return _letter(method, answer, changed=_everything() != before)


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
