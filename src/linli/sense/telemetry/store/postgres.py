"""The readings store in the schema `readings` of a PostgreSQL database."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Self

import psycopg

from linli.sense.telemetry.store.statements import TABLES
from linli.sense.telemetry.store.store import Row, Store

_WRITER: Final = 0x1E57_0001
"""The number of our advisory lock: one writer of readings per database."""
_MAKER: Final = 0x1E57_0002

_ADD_READINGS: Final = """
INSERT INTO reading (device, quantity, at, value, arrived)
SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::float8[], %s::bigint[])
ON CONFLICT DO NOTHING RETURNING device, quantity, at
"""


class PostgresStore(Store):
    """`parameters` are those of `psycopg.connect`."""

    def __init__(self, parameters: Mapping[str, Any], *, read_only: bool = False) -> None:
        # A server may be set up to answer before the disk has it; a device may not be told so.
        settings = "-c search_path=readings -c synchronous_commit=on"
        if read_only:
            settings += " -c default_transaction_read_only=on"
        self._connection = psycopg.connect(
            **{**parameters, "options": settings, "autocommit": True, "connect_timeout": 10}
        )
        if not read_only:
            self._make_or_close()

    @classmethod
    def reader(cls, parameters: Mapping[str, Any]) -> Self | None:
        """A store that only reads; None before a writer of this release has opened it."""
        store = cls(parameters, read_only=True)
        is_made = store._ask("SELECT to_regclass('readings.about')") != [(None,)]
        if is_made and store._is_up_to_date():
            return store
        store.close()
        return None

    def claim(self) -> bool:
        return self._ask("SELECT pg_try_advisory_lock(?)", (_WRITER,)) == [(True,)]

    def close(self) -> None:
        # The server may take a moment to notice that we are gone; the next writer waits for that.
        with contextlib.suppress(psycopg.Error):
            self._ask("SELECT pg_advisory_unlock_all()")
        self._connection.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        with self._connection.transaction():
            yield

    def _make_tables(self) -> None:
        with self.transaction():
            self._ask("SELECT pg_advisory_xact_lock(?)", (_MAKER,))
            self._connection.execute("CREATE SCHEMA IF NOT EXISTS readings")
            self._connection.execute(
                TABLES.format(
                    serial="BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", clustered=""
                ).encode()
            )
            self._bring_up_to_date()

    def _ask(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        return self._connection.execute(_native(statement), values).fetchall()

    def _tell(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(_native(statement), rows)

    def _change(self, statement: str) -> None:
        self._connection.execute(statement.encode())

    def _insert_new(self, rows: list[Row]) -> list[bool]:
        columns = [list(column) for column in zip(*rows, strict=True)] or [[]] * 5
        stored = set(self._connection.execute(_ADD_READINGS, columns).fetchall())
        found = []
        for row in rows:
            found.append(row[:3] in stored)
            stored.discard(row[:3])  # a key that stands in the batch twice is new once
        return found


def _native(statement: str) -> bytes:
    return statement.replace("?", "%s").encode()
