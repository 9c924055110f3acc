"""Opens the readings store that belongs to this installation."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from linli.ground.database import native_parameters
from linli.sense.telemetry.store.postgres import PostgresStore
from linli.sense.telemetry.store.sqlite import SqliteStore
from linli.sense.telemetry.store.store import Store


def open_store() -> Store:
    """For ingest, the one writer; makes what is missing."""
    if connection.vendor == "postgresql":
        return PostgresStore(native_parameters())
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    return SqliteStore(path)


@contextmanager
def reading() -> Iterator[Store | None]:
    """For everybody else; None before a writer of this release has opened it."""
    if connection.vendor == "postgresql":
        store: Store | None = PostgresStore.reader(native_parameters())
    else:
        store = SqliteStore.reader(_path())
    try:
        yield store
    finally:
        if store is not None:
            store.close()


def _path() -> Path:
    folder: Path = settings.ENVIRONMENT.data
    return folder / "readings.db"
