"""Filters on columns whose indexes must not be used, because the rows are chosen by key already.

SQLite without statistics takes an index that leads to 50,000 rows for better than 50 keys.
"""

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Model, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)

_PREFIX: Final = "unindexed_"


class _Unindexed(Func):
    """The column itself. PostgreSQL knows how many rows an index leads to."""

    template = "%(expressions)s"

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


def filter_unindexed(
    rows: "QuerySet[Row, Any]", condition: Q, columns: Iterable[str]
) -> "QuerySet[Row, Any]":
    """The rows that meet the condition, without an index of these columns."""
    hidden = frozenset(columns)
    named = {_PREFIX + column: _Unindexed(F(column)) for column in hidden}
    return rows.alias(**named).filter(_renamed(condition, hidden))  # type: ignore[no-any-return]  # the rows may be of any table


def _renamed(condition: Q, columns: frozenset[str]) -> Q:
    renamed = condition.copy()
    renamed.children = [_child(one, columns) for one in condition.children]
    return renamed


def _child(one: Any, columns: frozenset[str]) -> Any:
    if isinstance(one, Q):
        return _renamed(one, columns)
    name, value = one
    column, *_ = name.split("__")
    return (_PREFIX + name, value) if column in columns else one
