"""Counts that stop where nobody counts any more: a list of 200,000 is "more than 99"."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Parts = Sequence["QuerySet[Any, Any]"]


def count_up_to(most: int, lists: Mapping[str, Parts]) -> dict[str, int]:
    """How many rows each list has, or `most` if it has more; in one statement.

    A list may be read in several parts; a row that is in more than one of them counts once.
    """
    counted = {name: _counted(parts, most) for name, parts in lists.items()}
    asked = {name: found for name, found in counted.items() if found}
    if not asked:
        return dict.fromkeys(lists, 0)
    values = [value for _, inside in asked.values() for value in inside]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({sql})" for sql, _ in asked.values()), values)
        found = dict(zip(asked, cursor.fetchone() or (), strict=True))
    return {name: found.get(name, 0) for name in lists}


def _counted(parts: Parts, most: int) -> tuple[str, tuple[Any, ...]] | None:
    """The statement that counts the rows of all parts together; None when there can be none."""
    compiled = [one for one in (_keys(part, most) for part in parts) if one]
    if not compiled:
        return None
    # SQLite takes a limit within a UNION only one select further in.
    several = " UNION ".join(f"SELECT * FROM ({sql}) part" for sql, _ in compiled)  # noqa: S608 - of querysets
    counted = f"SELECT COUNT(*) FROM ({several} LIMIT {most:d}) counted"  # noqa: S608 - the same
    return counted, tuple(value for _, inside in compiled for value in inside)


def _keys(part: "QuerySet[Any, Any]", most: int) -> tuple[str, tuple[Any, ...]] | None:
    try:
        found: tuple[str, tuple[Any, ...]] = (
            part.order_by().values("pk")[:most].query.sql_with_params()
        )
    except EmptyResultSet:
        return None
    return found
