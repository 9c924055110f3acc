"""The one reader of facts in this process: it wakes with the writers and fills the window."""

import threading
from typing import Final, Protocol

import structlog
from django.db import close_old_connections, connection

from linli.ground import wakeup
from linli.ground.facts import queries as facts
from linli.web.live.events import Event
from linli.web.live.reading import ALL_NAMES, read_after

log = structlog.get_logger(__name__)

SWEEP_SECONDS: Final = 1.0
SECONDS_BETWEEN_LOOKS: Final = 0.03
"""In a burst, many facts share one look; no page can show more than thirty a second anyway."""
SECONDS_AFTER_A_FAULT: Final = 1.0
MOST_AT_ONCE: Final = 500


class Audience(Protocol):
    """Who hears of what the feed has read. Called from the feed's thread."""

    @property
    def is_present(self) -> bool: ...

    def wait(self, seconds: float) -> bool:
        """Whether somebody listens, at the latest after this time."""
        ...

    def tell(self, events: list[Event], position: int) -> None: ...

    def restart(self, position: int) -> None: ...


class Feed(threading.Thread):
    """Follows the stream of facts from its present end. `fault` says why it cannot, if so."""

    def __init__(self, audience: Audience) -> None:
        super().__init__(name="live", daemon=True)
        self.audience = audience
        self.position = -1
        self.fault = ""
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._look()
                if self.audience.wait(SWEEP_SECONDS):
                    self._follow()
            except Exception as error:
                # The database may be away: the heartbeat tells, and the feed tries again.
                self.fault = f"{type(error).__name__}: {error}"
                log.exception("live feed failed")
                connection.close()
                self._stopped.wait(SECONDS_AFTER_A_FAULT)
        connection.close()

    def step(self) -> bool:
        """Reads on and tells the audience; False when there was nothing new."""
        newest = facts.last_number()
        if newest == self.position:
            return False
        if self.position < 0 or newest < self.position or not self.audience.is_present:
            self.position = newest
            self.audience.restart(newest)
            return True
        batch = read_after(self.position, ALL_NAMES, MOST_AT_ONCE)
        self.position = batch.reached if batch.is_full else max(batch.reached, newest)
        self.audience.tell(batch.events, self.position)
        return True

    def _follow(self) -> None:
        """While somebody listens, looks as soon as something is committed."""
        with wakeup.waker(wakeup.Topic.NUMBERED) as waker:
            while self.audience.is_present and not self._stopped.is_set():
                if self._look() or waker.wait(SWEEP_SECONDS):
                    self._stopped.wait(SECONDS_BETWEEN_LOOKS)

    def _look(self) -> bool:
        close_old_connections()
        found = self.step()
        self.fault = ""
        return found
