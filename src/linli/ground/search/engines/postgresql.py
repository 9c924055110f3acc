"""Tokens in a tsvector with a GIN index, which knows no order: the newest are asked for first.

A word may be in a third of a million documents. To sort these costs 600 ms; so each document also
has the token of its age, and first only documents of the last days are asked for, then of the last
weeks, and then all. Measured with a million documents: 1 to 20 ms.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from django.db import connection

from linli.ground.search.logic.sought import TSQUERY, Sought, expression

_DAYS: Final = 2**29
"""6.2 days in milliseconds."""
_AGES_AT_ONCE: Final = (1, 4)
"""More in one question cost more than to ask for all."""

_WRITE: Final = """
INSERT INTO search_words (position, tokens) VALUES (%s, array_to_tsvector(%s::text[]))
ON CONFLICT (position) DO UPDATE SET tokens = EXCLUDED.tokens
"""
# Position + 0: the planner must not walk the positions and compare each row, which is fast or takes
# a second, depending on statistics that know nothing of words that go together.
_NEWEST: Final = """
SELECT position FROM search_words
WHERE tokens @@ %s::tsquery AND position > %s AND position < %s
ORDER BY position + 0 DESC LIMIT %s
"""


def write(position: int, tokens: set[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [position, [*sorted(tokens), _age(position // _DAYS)]])


def drop(position: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_words WHERE position = %s", [position])


def newest(
    wanted: Sought, above: int, below: int, limit: int, *, is_rare: bool = False
) -> list[int]:
    found: list[int] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(position) FROM search_words WHERE position < %s", [below])
        (highest,) = cursor.fetchone()
        if highest is None or highest <= above:
            return []
        windows = [(wanted, below)] if is_rare else _windows(wanted, highest)
        for some, top in windows:
            left = limit - len(found)
            cursor.execute(_NEWEST, [expression(some, TSQUERY), above, min(top, below), left])
            found += [position for (position,) in cursor.fetchall()]
            if len(found) == limit:
                break
    return found


def _windows(wanted: Sought, highest: int) -> Iterator[tuple[Sought, int]]:
    """What to ask for, one after the other, and the position below which it is."""
    age = highest // _DAYS
    for count in _AGES_AT_ONCE:
        ages = tuple(_age(one) for one in range(age, age - count, -1))
        yield replace(wanted, marks=(*wanted.marks, ages)), (age + 1) * _DAYS
        age -= count
    yield wanted, (age + 1) * _DAYS


def _age(number: int) -> str:
    return f"age={number}"
