"""Writers of SQLite queue fairly at a file lock, and leave it however their transaction ends."""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from linli.ground.database.sqlite.base import DatabaseWrapper
from tests.capabilities.ground.processes import run_together

ALIAS = "trial"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of our own with one counter at 0."""
    path = tmp_path / "trial.db"
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE counter (value INTEGER NOT NULL)")
        made.execute("INSERT INTO counter VALUES (0)")
    made.close()
    return path


@pytest.fixture
def connect(path: Path, django_db_blocker: object) -> Iterator[Callable[[], BaseDatabaseWrapper]]:
    """Makes this thread's connection to it, as the settings make the product's."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": 0.1}
    database = {"ENGINE": "linli.ground.database.sqlite", "NAME": str(path), "OPTIONS": options}
    connections.settings[ALIAS] = ConnectionHandler({"default": database}).settings["default"]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield lambda: connections[ALIAS]
        connections[ALIAS].close()
    del connections[ALIAS]
    del connections.settings[ALIAS]


@pytest.fixture
def connection(connect: Callable[[], BaseDatabaseWrapper]) -> BaseDatabaseWrapper:
    return connect()


def is_held(path: Path) -> bool:
    """Whether somebody stands at the head of the queue."""
    descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def add_one(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE counter SET value = value + 1")


def add_one_and_fail(connection: BaseDatabaseWrapper) -> None:
    with transaction.atomic(using=ALIAS):
        add_one(connection)
        raise ZeroDivisionError


def add_one_on_a_full_disk(connection: BaseDatabaseWrapper, patch: pytest.MonkeyPatch) -> None:
    def commit() -> None:
        raise OperationalError("disk is full")

    with transaction.atomic(using=ALIAS):
        add_one(connection)
        patch.setattr(connection, "_commit", commit)


def value(path: Path) -> int:
    with sqlite3.connect(path) as reader:
        found: int = reader.execute("SELECT value FROM counter").fetchone()[0]
    reader.close()
    return found


def test_the_lock_is_held_from_begin_to_commit(path: Path, connection: BaseDatabaseWrapper) -> None:
    assert not is_held(path)
    with transaction.atomic(using=ALIAS):
        assert is_held(path)
        add_one(connection)
    assert not is_held(path)
    assert value(path) == 1


def test_a_rollback_leaves_the_lock_and_no_trace(
    path: Path, connection: BaseDatabaseWrapper
) -> None:
    with pytest.raises(ZeroDivisionError):
        add_one_and_fail(connection)
    assert not is_held(path)
    assert value(path) == 0


def test_an_inner_rollback_keeps_the_lock_for_the_outer_block(
    path: Path, connection: BaseDatabaseWrapper
) -> None:
    with transaction.atomic(using=ALIAS):
        add_one(connection)
        with pytest.raises(ZeroDivisionError):
            add_one_and_fail(connection)
        assert is_held(path)
        with transaction.atomic(using=ALIAS):
            add_one(connection)
        assert is_held(path)
    assert not is_held(path)
    assert value(path) == 2


def test_a_begin_that_fails_leaves_the_lock(path: Path, connection: BaseDatabaseWrapper) -> None:
    stranger = sqlite3.connect(path, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with (
        pytest.raises(OperationalError, match="database is locked"),
        transaction.atomic(using=ALIAS),
    ):
        pytest.fail("The block must not be entered.")
    assert not is_held(path)
    stranger.execute("ROLLBACK")
    stranger.close()
    with transaction.atomic(using=ALIAS):
        add_one(connection)
    assert value(path) == 1


def test_a_commit_that_fails_leaves_the_lock(
    path: Path, connection: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OperationalError, match="disk is full"):
        add_one_on_a_full_disk(connection, monkeypatch)
    assert not is_held(path)
    assert value(path) == 0


def test_close_leaves_the_lock_and_its_descriptor(
    path: Path, connection: BaseDatabaseWrapper
) -> None:
    with transaction.atomic(using=ALIAS):
        add_one(connection)
    assert isinstance(connection, DatabaseWrapper)
    assert connection._queue is not None
    connection.close()
    assert connection._queue is None
    with transaction.atomic(using=ALIAS):
        assert is_held(path)
    assert not is_held(path)


def test_close_inside_a_transaction_leaves_the_lock(
    path: Path, connection: BaseDatabaseWrapper
) -> None:
    with transaction.atomic(using=ALIAS):
        add_one(connection)
        connection.close()
        assert not is_held(path)
    assert value(path) == 0
    with transaction.atomic(using=ALIAS):
        add_one(connection)
    assert not is_held(path)
    assert value(path) == 1


def test_a_read_takes_no_lock(path: Path, connection: BaseDatabaseWrapper) -> None:
    holder = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(holder, fcntl.LOCK_EX)
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM counter")
        assert cursor.fetchone() == (0,)
    os.close(holder)


def test_threads_add_up_without_losing_one(
    path: Path, connect: Callable[[], BaseDatabaseWrapper]
) -> None:
    faults: list[Exception] = []

    def add(times: int) -> None:
        try:
            for _ in range(times):
                with transaction.atomic(using=ALIAS):
                    add_one(connect())
        except Exception as fault:
            faults.append(fault)
        finally:
            connect().close()

    threads = [threading.Thread(target=add, args=(25,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert value(path) == 100


def test_four_processes_share_fairly_and_nothing_is_locked(path: Path) -> None:
    told = run_together("database_writer.py", "600", database=path, copies=4)
    added = [int(answer) for answer in told]
    assert sum(added) == value(path) == 600
    assert min(added) >= 0.3 * max(added), added
