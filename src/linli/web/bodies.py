"""Takes the body of a request in on the event loop, so that no thread waits for a slow sender."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from linli.web.live.protocol import Message, Receive
from linli.web.shared.limits import household

MEMORY_BYTES: Final = 256 * 1024
"""What is larger lies in a file; most forms are far below, and each photo is above."""
CHUNK_BYTES: Final = 256 * 1024


class ClientLeft(Exception):
    """The client went before its request was whole: half a report is no report."""


class TooSlow(Exception):
    """The body did not keep the pace; it is not waited for any longer."""


class NoRoom(Exception):
    """So many bodies are on their way, or in hand, that another would take the room of all."""


@dataclass(frozen=True, slots=True)
class Limits:
    """A body has `seconds`, and more while it keeps coming (as Apache's mod_reqtimeout does)."""

    seconds: float = 20.0
    bytes_per_second: int = 16 * 1024
    most_bodies: int = 500
    most_of_one_household: int = 50
    most_bytes: int = 1024**3

    def patience(self, come: int) -> float:
        """After how many seconds a body is given up of which this much has come."""
        return self.seconds + come / self.bytes_per_second


class Body:
    """One body: first collected, then handed on without any waiting."""

    def __init__(self, size: int, file: IO[bytes], bodies: "Bodies") -> None:
        self._size = size
        self._file = file
        self._bodies = bodies
        self.come = 0

    async def collect(self, receive: Receive) -> None:
        """Raises `ClientLeft`, `TooSlow`, `NoRoom`."""
        limits, began = self._bodies.limits, asyncio.get_running_loop().time()
        while self.come < self._size:
            try:
                async with asyncio.timeout_at(began + limits.patience(self.come)):
                    message = await receive()
            except TimeoutError as slow:
                raise TooSlow from slow
            self._keep(message)
        self._file.seek(0)

    async def receive(self) -> Message:
        """The next piece of what was collected, as an application asks for it."""
        piece = self._file.read(CHUNK_BYTES)
        return {
            "type": "http.request",
            "body": piece,
            "more_body": self._file.tell() < self._size,
        }

    def _keep(self, message: Message) -> None:
        piece = message.get("body", b"")
        self._bodies.take(len(piece))
        self.come += len(piece)
        self._file.write(piece)
        is_over = message["type"] == "http.disconnect" or not message.get("more_body", False)
        if is_over and self.come < self._size:
            raise ClientLeft


class Bodies:
    """All bodies of this process, and how much there may be of them at once."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._bytes = 0
        self._of_household: Counter[str] = Counter()

    @contextmanager
    def room(self, size: int, address: str) -> Iterator[Body]:
        """For a body of this size from this address, until it is done with. Raises `NoRoom`.

        Our own machine has no share: a proxy there sends what all the world sends.
        """
        whose = household(address) or ""
        if size:
            self._require_room(whose)
        self._of_household[whose] += bool(size)
        with SpooledTemporaryFile(MEMORY_BYTES) as file:
            body = Body(size, file, self)
            try:
                yield body
            finally:
                self._bytes -= body.come
                self._of_household[whose] -= bool(size)
                self._of_household += Counter()  # forgets who has none

    def take(self, count: int) -> None:
        """Raises `NoRoom`."""
        if self._bytes + count > self.limits.most_bytes:
            raise NoRoom
        self._bytes += count

    def _require_room(self, whose: str) -> None:
        is_full = self._of_household.total() >= self.limits.most_bodies
        if is_full or (whose and self._of_household[whose] >= self.limits.most_of_one_household):
            raise NoRoom
