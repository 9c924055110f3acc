"""Keeps registers in memory and reloads them when their revision changes."""

import gc
import threading
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar
from uuid import UUID

from linli.ground.revisions.models import Revision

T = TypeVar("T")

_LARGE_SECONDS: Final = 0.25
"""What takes so long to be read has a hundred thousand parts, or more."""


class _Moments(threading.local):
    """The moment of each thread; without one, every look is checked."""

    current: object | None = None
    marks: dict[str, UUID] | None = None


_moments = _Moments()


def new_moment() -> None:
    """Begins a request, batch or delivery: registers are checked once, then stand still in it."""
    _moments.current = object()
    _moments.marks = None


def _marks() -> dict[str, UUID]:
    """The marks of all registers, in one query a moment however many registers are looked at."""
    marks = _moments.marks
    if marks is None or _moments.current is None:
        marks = _moments.marks = dict(Revision.objects.values_list("name", "mark"))
    return marks


class _Seen(threading.local):
    """What a thread saw of a register, and in which moment."""

    moment: object | None = None
    value: object = None


class Remembered(Generic[T]):
    """A register in memory, shared by the threads of this process.

    `load` reads the whole register; whoever changes it calls `revisions.actions.bump(name)`.
    """

    def __init__(self, name: str, load: Callable[[], T]) -> None:
        self.name = name
        self._load = load
        self._lock = threading.Lock()
        self._held: tuple[UUID | None, T] | None = None
        self._seen = _Seen()

    def get(self) -> T:
        """The register as it is now, or as it was at the first look in this moment."""
        moment = _moments.current
        if moment is None or self._seen.moment is not moment:
            self._seen.value = self._current()
            self._seen.moment = moment
        return self._seen.value  # type: ignore[return-value]  # a thread-local cannot be generic

    def _current(self) -> T:
        # The mark is read before the register: what changes in between is loaded once too often.
        mark = self._mark()
        held = self._held
        if held is not None and held[0] == mark:
            return held[1]
        with self._lock:
            return self._reloaded()

    def _reloaded(self) -> T:
        mark = self._mark()
        if self._held is None or self._held[0] != mark:
            start = time.monotonic()
            self._held = (mark, self._load())
            if time.monotonic() - start > _LARGE_SECONDS:
                _set_aside()
        return self._held[1]

    def _mark(self) -> UUID | None:
        return _marks().get(self.name)


def _set_aside() -> None:
    """Keeps what lives for long out of each search for garbage: with the places of a city in memory
    one took half a second, in the middle of a request.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
