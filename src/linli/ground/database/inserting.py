"""Inserts one row with one statement: for the tables that every report and reading writes to.

Django compiles each INSERT anew, and a row that may be there already costs it a savepoint besides.
"""

from functools import cache
from typing import Final

from django.db import connection
from django.db.models import AutoField, Field, Model

_INSERT: Final = "INSERT INTO {table} ({columns}) VALUES ({values}){conflict} RETURNING {key}"


def insert(row: Model) -> None:
    """Writes a row that is not there yet. Raises `IntegrityError` when it is."""
    _written(row, ())


def insert_if_new(row: Model, unique: tuple[str, ...]) -> bool:
    """Writes the row unless one has the same `unique` columns; returns whether it was written.

    Of two at once the second waits until the first has committed. Raises `IntegrityError` when
    another rule of the table is broken.
    """
    return _written(row, unique)


def _written(row: Model, unique: tuple[str, ...]) -> bool:
    statement, columns = _statement(type(row), unique)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in columns]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        given = cursor.fetchone()
    if given is None:
        return False
    if isinstance(row._meta.pk, AutoField):
        row.pk = given[0]
    row._state.adding = False
    row._state.db = connection.alias
    return True


@cache
def _statement(
    kind: type[Model], unique: tuple[str, ...]
) -> tuple[str, "tuple[Field[object, object], ...]"]:
    quote = connection.ops.quote_name
    columns = tuple(
        field
        for field in kind._meta.concrete_fields
        if not isinstance(field, AutoField) and not field.generated
    )
    named = {field.name: quote(str(field.column)) for field in kind._meta.concrete_fields}
    by = ", ".join(named[name] for name in unique)
    statement = _INSERT.format(
        table=quote(kind._meta.db_table),
        columns=", ".join(named[field.name] for field in columns),
        values=", ".join(["%s"] * len(columns)),
        conflict=f" ON CONFLICT ({by}) DO NOTHING" if unique else "",
        key=named[kind._meta.pk.name],
    )
    return statement, columns
