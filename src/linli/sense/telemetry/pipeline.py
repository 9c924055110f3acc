"""The one way of readings into the store: small batches, one committer, then the answers."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from linli.sense.telemetry import metrics
from linli.sense.telemetry.logic.admission import Refusal
from linli.wire.faults import Fault
from linli.wire.readings import Reading

BATCH_READINGS: Final = 1000
WINDOW_SECONDS: Final = 0.002
FULL_READINGS: Final = 50_000
"""So many wait at most; then the doors let nobody in until it is fewer again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message that is now durable, its refused part too."""

    stored: int = 0
    repeated: int = 0
    faults: tuple[Fault, ...] = ()


Done = Callable[[Outcome], None]
"""Called on the event loop once all of a message is durable; never when it could not be stored."""


def no_answer(_outcome: Outcome) -> None:
    """For messages that nobody waits for."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way: what is stored of it, what is refused, and who waits for the answer."""

    speaker: str = ""
    readings: Sequence[Reading] = ()
    refusal: Refusal | None = None
    faults: tuple[Fault, ...] = ()
    done: Done = no_answer
    is_urgent: bool = False
    put_at: float = field(default_factory=time.monotonic, compare=False)

    @property
    def weight(self) -> int:
        """Refused messages count too: they are written as well."""
        return max(1, len(self.readings))


class Pipeline:
    """Two lanes into one committer. `put` on the event loop, `take` on the committer's thread.

    Ordinary deliveries wait up to two milliseconds for others to share their commit; an urgent one
    ends the wait, and goes first.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._changed = threading.Condition()
        self._urgent: deque[Delivery] = deque()
        self._ordinary: deque[Delivery] = deque()
        self._waiting = 0
        self._is_closed = False
        self._room = asyncio.Event()
        self._room.set()

    @property
    def waiting(self) -> int:
        """Readings, and refused messages, that are not durable yet."""
        return self._waiting

    @property
    def is_full(self) -> bool:
        return not self._room.is_set()

    async def room(self) -> None:
        """Waits until there is room for more."""
        await self._room.wait()

    def put(self, delivery: Delivery) -> None:
        with self._changed:
            lane = self._urgent if delivery.is_urgent else self._ordinary
            was_empty = not (self._urgent or self._ordinary)
            lane.append(delivery)
            self._waiting += delivery.weight
            if was_empty or delivery.is_urgent or self._waiting >= BATCH_READINGS:
                self._changed.notify()
            if self._waiting >= FULL_READINGS:
                self._room.clear()

    def take(self, patience: float) -> list[Delivery]:
        """The next batch; empty after `patience` seconds without any, or when it is over."""
        with self._changed:
            if not self._changed.wait_for(self._has_any, patience) or not self._has_any_delivery():
                return []
            self._changed.wait_for(self._is_batch_ready, WINDOW_SECONDS)
            return self._pop()

    def answer(self, answers: Sequence[tuple[Delivery, Outcome]]) -> None:
        """Tells the doors, on the event loop, what became of deliveries."""
        with self._changed:
            self._waiting -= sum(delivery.weight for delivery, _ in answers)
            metrics.WAITING.set(self._waiting)
            has_room = self._waiting < FULL_READINGS
        self._loop.call_soon_threadsafe(self._answer, answers, has_room)

    def close(self) -> None:
        """Nothing is put any more; `take` gives what is left."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()

    @property
    def is_over(self) -> bool:
        with self._changed:
            return self._is_closed and not self._has_any_delivery()

    def _answer(self, answers: Sequence[tuple[Delivery, Outcome]], has_room: bool) -> None:
        for delivery, outcome in answers:
            delivery.done(outcome)
        if has_room:
            self._room.set()

    def _has_any(self) -> bool:
        return self._is_closed or self._has_any_delivery()

    def _has_any_delivery(self) -> bool:
        return bool(self._urgent or self._ordinary)

    def _is_batch_ready(self) -> bool:
        return self._is_closed or bool(self._urgent) or self._waiting >= BATCH_READINGS

    def _pop(self) -> list[Delivery]:
        batch: list[Delivery] = []
        weight = 0
        for lane in (self._urgent, self._ordinary):
            while lane and weight < BATCH_READINGS:
                batch.append(lane.popleft())
                weight += batch[-1].weight
        return batch
