"""Lets what strangers send come in no faster than the workers follow.

PostgreSQL takes reports twice as fast as two cores can also make cases of them; a flood of them
would then wait unseen behind its receipts (`docs/decisions/0009-intake-keeps-pace.md`).
"""

import asyncio
import contextlib
import threading
from typing import Final

import structlog
from django.db import close_old_connections, connection

from linli.ground.facts import queries as facts

log = structlog.get_logger(__name__)

LOOK_SECONDS: Final = 0.5
AT_EASE: Final = 400
"""Facts that may wait: the workers take in so many within a second or two."""
FACTS_A_SECOND: Final = 1000.0
LONGEST_PAUSE_SECONDS: Final = 1.0
"""A slow receipt is better than none, also when no worker lives."""


def pause_for(waiting: int) -> float:
    """Seconds to wait before a report is taken in while so many facts wait."""
    return min(LONGEST_PAUSE_SECONDS, max(0, waiting - AT_EASE) / FACTS_A_SECOND)


MOST_COUNTED: Final = AT_EASE + int(LONGEST_PAUSE_SECONDS * FACTS_A_SECOND)


class Pace(threading.Thread):
    """Looks twice a second how far the workers are behind; `pause` is what that means (s).

    Made inside the event loop that waits for it.
    """

    def __init__(self) -> None:
        super().__init__(name="pace", daemon=True)
        self.pause = 0.0
        self._stopped = threading.Event()
        self._ends = asyncio.Event()

    def stop(self) -> None:
        """Lets everybody go on; called in the event loop."""
        self._stopped.set()
        self._ends.set()

    async def wait(self) -> None:
        """Returns after the pause of now, at once when the server stops."""
        if self.pause:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.pause):
                    await self._ends.wait()

    def run(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            try:
                self._look()
            except Exception:
                # The database may be away: then nothing comes in that could be too fast.
                log.exception("pace not known")
                self.pause = 0.0
                connection.close()
        connection.close()

    def _look(self) -> None:
        close_old_connections()
        self.pause = pause_for(facts.waiting(MOST_COUNTED))
