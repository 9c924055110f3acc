"""Lets few at a time do what is costly; some more wait in line for a while, and nobody behind."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class NoTurn(Exception):
    """So many are at it, or wait for their turn, that this one must come later."""


class Turns:
    """`at_work` at once, and `in_line` behind them for up to `seconds`."""

    def __init__(self, at_work: int, in_line: int, seconds: float) -> None:
        self._at_work = threading.BoundedSemaphore(at_work)
        self._inside = threading.BoundedSemaphore(at_work + in_line)
        self._seconds = seconds

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Raises `NoTurn`."""
        if not self._inside.acquire(blocking=False):
            raise NoTurn
        try:
            if not self._at_work.acquire(timeout=self._seconds):
                raise NoTurn
            try:
                yield
            finally:
                self._at_work.release()
        finally:
            self._inside.release()
