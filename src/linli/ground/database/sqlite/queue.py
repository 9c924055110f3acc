"""A fair lock between processes and threads, made of two files."""

import fcntl
import os
from typing import Final

HEAD: Final = "next"
PEN: Final = "lock"


class Queue:
    """Whoever is next waits at the head for the pen; all others wait for the head.

    One file lock is not fair: whoever gives the pen back takes it again before the next has woken
    up (of four writers one got 18 transactions while another got 238). Here it must pass the head
    first, and that is taken. A process that dies leaves both.
    """

    def __init__(self, path: str) -> None:
        self._head = _open(f"{path}.{HEAD}")
        self._pen = _open(f"{path}.{PEN}")
        self._is_held = False

    def take(self) -> None:
        """Waits until the pen is ours; at once when we hold it."""
        if self._is_held:
            return
        fcntl.flock(self._head, fcntl.LOCK_EX)
        try:
            fcntl.flock(self._pen, fcntl.LOCK_EX)
            self._is_held = True
        finally:
            fcntl.flock(self._head, fcntl.LOCK_UN)

    def leave(self) -> None:
        if self._is_held:
            fcntl.flock(self._pen, fcntl.LOCK_UN)
            self._is_held = False

    def close(self) -> None:
        """Leaves and gives the files back."""
        self._is_held = False
        os.close(self._pen)
        os.close(self._head)


def sync_log(path: str) -> None:
    """Returns when everything committed so far is on the disk. Raises OSError when it cannot be.

    Opened anew each time: SQLite takes no locks on this file (closing one of its own descriptors
    would drop them), and the last connection of all removes it.
    """
    log = os.open(f"{path}-wal", os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fdatasync(log)
    finally:
        os.close(log)


def _open(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
