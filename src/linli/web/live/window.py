"""The last events of this process: what each client's stream reads from."""

from collections import deque
from typing import Final

from linli.web.live.events import Event

MOST_HELD: Final = 1000


class Window:
    """Complete behind number `since` up to number `position`. Belongs to one thread."""

    def __init__(self) -> None:
        self.since = self.position = 0
        self._events: deque[Event] = deque()

    def add(self, events: list[Event], position: int) -> None:
        """Moves on to `position`; the oldest events fall out."""
        self._events.extend(events)
        while len(self._events) > MOST_HELD:
            self.since = self._events.popleft().number
        self.position = position

    def restart(self, position: int) -> None:
        """Begins anew at `position`: what lies before was not read, because nobody listened."""
        self._events.clear()
        self.since = self.position = position

    def after(self, number: int) -> list[Event] | None:
        """The events behind `number`; None when the window does not reach back that far."""
        if number < self.since:
            return None
        return [event for event in self._events if event.number > number]
