"""Wakes workers when something is committed; a sweep each second is only their fallback.

On SQLite a datagram goes to each socket in the data folder; on PostgreSQL it is NOTIFY, which also
reaches other machines.
"""

import contextlib
import hashlib
import os
import select
import socket
import tempfile
import threading
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

import psycopg
from django.conf import settings
from django.db import connection, transaction

from linli.ground.database import native_parameters


class Topic(StrEnum):
    """What sleepers wait for; nobody wakes for what others do."""

    FACTS = "facts"
    URGENT = "urgent"
    NUMBERED = "numbered"
    JOBS = "jobs"


LONGEST_SOCKET_PATH: Final = 100
"""sun_path holds 108 bytes on Linux."""


class Waker(Protocol):
    """Something to sleep on until the next poke."""

    def wait(self, seconds: float) -> bool:
        """True when poked, False when the time is over."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def poke(topic: Topic) -> None:
    """Wakes who waits for this, now; losing a poke costs a sweep, never a fact."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {_channel(topic)}")
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        for path in _folder().glob(f"{topic}-*.sock"):
            _poke_one(sender, path)


def poke_on_commit(topic: Topic) -> None:
    """Wakes who waits for this once our transaction is committed; never when it is not."""
    if connection.vendor == "postgresql":
        poke(topic)  # PostgreSQL itself holds a NOTIFY until the commit
    else:
        transaction.on_commit(partial(poke, topic))


def waker(topic: Topic) -> Waker:
    """A sleeper's end, to be used as a context manager in one thread."""
    if connection.vendor == "postgresql":
        return _ListeningWaker(topic)
    return _SocketWaker(topic)


class _SocketWaker:
    def __init__(self, topic: Topic) -> None:
        self.path = _folder() / f"{topic}-{os.getpid()}-{threading.get_ident()}.sock"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.setblocking(False)

    def __enter__(self) -> Self:
        self.path.unlink(missing_ok=True)
        self.socket.bind(str(self.path))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.socket.close()
        self.path.unlink(missing_ok=True)

    def wait(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.socket], [], [], max(0.0, seconds))
        if not ready:
            return False
        with contextlib.suppress(BlockingIOError):
            while True:
                self.socket.recv(1)
        return True


class _ListeningWaker:
    def __init__(self, topic: Topic) -> None:
        self.topic = topic

    def __enter__(self) -> Self:
        self.listener = psycopg.connect(**native_parameters(), autocommit=True)
        self.listener.execute(f"LISTEN {_channel(self.topic)}")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.listener.close()

    def wait(self, seconds: float) -> bool:
        heard = list(self.listener.notifies(timeout=max(0.0, seconds), stop_after=1))
        return bool(heard)


def _channel(topic: Topic) -> str:
    return f"linli_{topic}"


def _poke_one(sender: socket.socket, path: Path) -> None:
    try:
        sender.sendto(b"!", str(path))
    except (ConnectionRefusedError, FileNotFoundError):
        path.unlink(missing_ok=True)  # its owner was killed; a new one binds a new name
    except BlockingIOError:
        pass  # its queue is full: it is awake already


def _folder() -> Path:
    """`<data>/wake`, or a private folder of the system's temporary ones if that is too long."""
    folder: Path = settings.ENVIRONMENT.data / "wake"
    if len(str(folder)) > LONGEST_SOCKET_PATH - 40:
        digest = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"linli-{os.getuid()}-{digest}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
