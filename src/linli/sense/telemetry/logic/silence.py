"""Knows whose silence to look at next, without looking at all devices each second."""

import heapq
from typing import Final

LOOK_AGAIN_SECONDS: Final = 60.0
"""How soon a silent device is looked at again; it is cleared at once when it speaks."""
NOTE_SECONDS: Final = 60.0
"""Who speaks all the time is noted so often, and then as heard until the next note is due."""
LONG_SHARE: Final = 20
"""Nobody listened for long when it was more than one part in twenty of a device's own period."""


def counts_from(heard: float, period: float, away: float, now: float) -> float:
    """From when the silence of a device counts, now that somebody listens again (Unix seconds).

    It was heard until `heard`, and may be silent for `period` seconds; nobody listened for the
    last `away` seconds. A short absence only moves its time on. In a long one its word may have
    been lost, and its next one is due within a whole period.
    """
    return now if away * LONG_SHARE > period else min(now, heard + away)


class SilenceWatch:
    """Devices by the time at which they would have been silent for too long."""

    def __init__(self) -> None:
        self._deadlines: list[tuple[float, str]] = []
        self._watched: set[str] = set()

    def __contains__(self, device_id: str) -> bool:
        return device_id in self._watched

    def add(self, device_id: str, deadline: float) -> None:
        """Does nothing for a device that is watched already: its deadline only moves on."""
        if device_id not in self._watched:
            self._watched.add(device_id)
            heapq.heappush(self._deadlines, (deadline, device_id))

    def due(self, now: float) -> list[str]:
        """Takes out those whose deadline has come; they may have spoken since it was set."""
        found = []
        while self._deadlines and self._deadlines[0][0] <= now:
            _, device_id = heapq.heappop(self._deadlines)
            self._watched.remove(device_id)
            found.append(device_id)
        return found
