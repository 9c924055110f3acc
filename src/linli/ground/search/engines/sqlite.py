"""Tokens in an FTS5 table whose rowid is the position: lists of a token are read from their end."""

from typing import Final

from django.db import connection

from linli.ground.search.logic.sought import FTS5, Sought, expression

_NEWEST: Final = """
SELECT rowid FROM search_words
WHERE search_words MATCH %s AND rowid > %s AND rowid < %s ORDER BY rowid DESC LIMIT %s
"""


def write(position: int, tokens: set[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO search_words (rowid, tokens) VALUES (%s, %s)",
            [position, " ".join(sorted(tokens))],
        )


def drop(position: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_words WHERE rowid = %s", [position])


def newest(
    wanted: Sought,
    above: int,
    below: int,
    limit: int,
    *,
    is_rare: bool = False,  # noqa: ARG001 - what is rare and what is not is read the same way
) -> list[int]:
    """The list of a token is read from its end: it does not matter how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [expression(wanted, FTS5), above, below, limit])
        return [position for (position,) in cursor.fetchall()]
