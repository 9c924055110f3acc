"""Lets the district live: calm readings at each device's pace, and whatever the plan holds."""

import asyncio
import heapq
import time
import zlib
from collections.abc import Sequence
from itertools import count
from random import Random
from typing import Final

import msgspec

from linli_simulator.life.happenings import Course, Letter, Plan
from linli_simulator.life.letters import Letterbox
from linli_simulator.life.lines import Exchange
from linli_simulator.life.roll import Device
from linli_simulator.life.values import UNITS, Moment, Value, hour_of, measure

PACE_SECONDS: Final = (30.0, 60.0)
COURSE_STEP_SECONDS: Final = 2.0
"""While something happens to a device, it tells of it this often."""
BREATH_SECONDS: Final = 0.1


class Life:
    """The devices' readings and the residents' letters, by the seconds since it began."""

    def __init__(
        self, roll: Sequence[Device], exchange: Exchange, letterbox: Letterbox, random: Random
    ) -> None:
        self.devices = {device.id: device for device in roll}
        self.exchange = exchange
        self.letterbox = letterbox
        self.random = random
        self.began = time.monotonic()
        self.courses: dict[str, list[Course]] = {}
        self.posting: set[asyncio.Task[bool]] = set()
        self._order = count()
        self._due: list[tuple[float, int, Device | Course | Letter]] = []
        for device in roll:
            self._put(random.uniform(0, PACE_SECONDS[1]), device)

    @property
    def age(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began

    def add(self, plan: Plan) -> None:
        """Lets this happen from now on."""
        plan = plan.moved(self.age)
        for course in plan.courses:
            self.courses.setdefault(course.device, []).append(course)
            self._put(course.start, course)
        for letter in plan.letters:
            self._put(letter.at, letter)

    async def live(self, stopping: asyncio.Event) -> None:
        """Returns once `stopping` is set."""
        while not stopping.is_set():
            while self._due and self._due[0][0] <= self.age:
                self._meet(heapq.heappop(self._due)[2])
            await asyncio.sleep(BREATH_SECONDS)

    def _meet(self, due: Device | Course | Letter) -> None:
        if isinstance(due, Letter):
            posting = asyncio.create_task(self.letterbox.post(due))
            self.posting.add(posting)
            posting.add_done_callback(self.posting.discard)
        elif isinstance(due, Device):
            self._speak(due)
            self._put(self.age + self.random.uniform(*PACE_SECONDS), due)
        else:
            self._speak(self.devices[due.device])
            if self.age < due.end:
                self._put(min(self.age + COURSE_STEP_SECONDS, due.end), due)
            else:
                self.courses[due.device].remove(due)

    def _speak(self, device: Device) -> None:
        now, own = time.time(), (zlib.crc32(device.id.encode()) % 1000) / 1000
        readings = measure(device.type, Moment(hour_of(now), own, self.random))
        for course in self.courses.get(device.id, ()):
            value = course.at(self.age)
            if value is not None:
                readings[course.quantity] = value
        self.exchange.say(device, senml(device.id, now, readings))

    def _put(self, at: float, what: Device | Course | Letter) -> None:
        heapq.heappush(self._due, (at, next(self._order), what))


def senml(device_id: str, at: float, readings: dict[str, Value]) -> bytes:
    """One SenML pack (RFC 8428); the first record carries the base name and the base time."""
    records = [_record(quantity, value) for quantity, value in readings.items()]
    base = {"bn": f"urn:linli:{device_id}:", "bt": round(at, 3)}
    return msgspec.json.encode([{**base, **records[0]}, *records[1:]])


def _record(quantity: str, value: Value) -> dict[str, str | Value]:
    if isinstance(value, bool):
        return {"n": quantity, "vb": value}
    unit = {"u": UNITS[quantity]} if quantity in UNITS else {}
    return {"n": quantity, **unit, "v": value}
