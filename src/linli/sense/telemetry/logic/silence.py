"""Knows whose silence to look at next, without looking at all devices each second."""

import heapq
from typing import Final

LOOK_AGAIN_SECONDS: Final = 60.0
"""How soon a silent device is looked at again; it is cleared at once when it speaks."""


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
