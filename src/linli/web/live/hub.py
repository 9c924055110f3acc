"""Where the feed's thread meets the clients' event loop."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from linli.web.live.events import Event
from linli.web.live.window import Window


class Hub:
    """The window, and a bell for everybody who waits for more of it. Made on the event loop."""

    def __init__(self) -> None:
        self.window = Window()
        self.listeners = 0
        self._somebody = threading.Event()
        self.is_closed = False
        self._loop = asyncio.get_running_loop()
        self._ready = asyncio.Event()
        self.bell = asyncio.Event()

    @property
    def is_present(self) -> bool:
        return self._somebody.is_set()

    def wait(self, seconds: float) -> bool:
        """From the feed's thread: whether somebody listens, at the latest after this time."""
        return self._somebody.wait(seconds)

    @contextmanager
    def listener(self) -> Iterator[None]:
        """Counts one client as long as it listens."""
        self.listeners += 1
        self._somebody.set()
        try:
            yield
        finally:
            self.listeners -= 1
            if not self.listeners:
                self._somebody.clear()

    def tell(self, events: list[Event], position: int) -> None:
        """From the feed's thread: more has happened."""
        self._loop.call_soon_threadsafe(self._add, events, position)

    def restart(self, position: int) -> None:
        """From the feed's thread: go on from here; what lies between has to be read again."""
        self._loop.call_soon_threadsafe(self._restart, position)

    def close(self) -> None:
        """Lets every stream end: the part is stopping."""
        self.is_closed = True
        self._ready.set()
        self._ring()

    async def ready(self) -> None:
        """Waits for the feed's first look."""
        await self._ready.wait()

    def _add(self, events: list[Event], position: int) -> None:
        self.window.add(events, position)
        self._ring()

    def _restart(self, position: int) -> None:
        self.window.restart(position)
        self._ready.set()
        self._ring()

    def _ring(self) -> None:
        """Wakes everybody who holds the bell; take the new one before you look at the window."""
        self.bell.set()
        self.bell = asyncio.Event()
