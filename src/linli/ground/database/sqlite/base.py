"""Django's SQLite engine, with a fair file lock taken before each transaction.

`BEGIN IMMEDIATE` alone cures "database is locked" but starves: SQLite's busy handler polls, and of
16 writers one got 1 transaction in 4 s while another got 8,564. With the lock the same 16 got 113
to 137 each. Each connection has descriptors of its own, so threads queue as processes do.

A commit returns when it is on the disk, but the next writer does not wait for that: SQLite runs
with synchronous=NORMAL, which only appends to the log, and the log is synced here, once the pen is
given on. Whoever saw our rows and is acknowledged has synced the same log behind us.
"""

from typing import Any

from django.db.backends.sqlite3 import base

from linli.ground.database.sqlite.queue import Queue, sync_log


class DatabaseWrapper(base.DatabaseWrapper):
    """Holds the pen of `Queue` from the outermost BEGIN to its COMMIT or ROLLBACK."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._queue: Queue | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_pen()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self._leave_pen()
            raise

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # the stubs leave it out
        if autocommit:
            self._leave_pen()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # the stubs leave it out
        if self._queue is not None:
            self._queue.leave()
            sync_log(str(self.settings_dict["NAME"]))

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._leave_pen()

    def close(self) -> None:
        super().close()
        # Inside an atomic block Django keeps the closed connection; SQLite has rolled back already.
        gone = self.connection is None or self.closed_in_transaction
        if gone and self._queue is not None:
            self._queue.close()
            self._queue = None

    def _take_pen(self) -> None:
        name = str(self.settings_dict["NAME"])
        if self.is_in_memory_db() or name.startswith("file:"):
            return
        if self._queue is None:
            self._queue = Queue(name)
        self._queue.take()

    def _leave_pen(self) -> None:
        if self._queue is not None:
            self._queue.leave()
