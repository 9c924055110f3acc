"""The readings store in a SQLite file of its own."""

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from linli.sense.telemetry.store.statements import TABLES
from linli.sense.telemetry.store.store import Row, Store

_ADD_READING = (
    "INSERT INTO reading (device, quantity, at, value, arrived) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING"
)


class SqliteStore(Store):
    """WAL with synchronous=FULL: what is committed has reached the disk."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._claimed: int | None = None
        address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
        self._connection = sqlite3.connect(address, uri=True, timeout=20, isolation_level=None)
        if not read_only:
            self._make_or_close()

    @classmethod
    def reader(cls, path: Path) -> Self | None:
        """A store that only reads; None before a writer of this release has opened it."""
        if not path.exists():
            return None
        store = cls(path, read_only=True)
        is_made = store._ask("SELECT 1 FROM sqlite_master WHERE name = 'about'")
        if is_made and store._is_up_to_date():
            return store
        store.close()
        return None

    def claim(self) -> bool:
        self._claimed = os.open(
            f"{self._path}.writer", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
        )
        try:
            fcntl.flock(self._claimed, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._let_go()
            return False
        return True

    def close(self) -> None:
        self._connection.close()
        self._let_go()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def _make_tables(self) -> None:
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        with self.transaction():
            script = TABLES.format(
                serial="INTEGER PRIMARY KEY AUTOINCREMENT", clustered="WITHOUT ROWID"
            )
            for statement in script.split(";"):
                self._connection.execute(statement)
            self._bring_up_to_date()

    def _let_go(self) -> None:
        if self._claimed is not None:
            os.close(self._claimed)
            self._claimed = None

    def _ask(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        return self._connection.execute(statement, values).fetchall()

    def _tell(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        self._connection.executemany(statement, rows)

    def _change(self, statement: str) -> None:
        self._connection.execute(statement)

    def _insert_new(self, rows: list[Row]) -> list[bool]:
        execute = self._connection.execute
        return [execute(_ADD_READING, row).rowcount == 1 for row in rows]
