"""One MQTT connection for each device that speaks for itself; a broken one comes back."""

import asyncio
import contextlib
import logging
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any, Final

from gmqtt import Client
from gmqtt.mqtt.handler import MQTTConnectError

from linli_simulator.life.roll import Device

log = logging.getLogger(__name__)

AT_ONCE: Final = 20
"""So many connections are made at a time: a district does not switch on in one instant."""
ANSWER_SECONDS: Final = 10.0
FIRST_PAUSE_SECONDS: Final = 1.5
LONGEST_PAUSE_SECONDS: Final = 30.0
KEEPALIVE_SECONDS: Final = 300
GOODBYE_SECONDS: Final = 3.0
NEVER: Final = -2
"""gmqtt counts failures up from 0 and takes -1 for endless; it pauses evenly, we back off."""


class Line:
    """The connection of one device."""

    def __init__(self, device: Device, door: tuple[str, int], random: Random) -> None:
        self.device = device
        self.door = door
        self.random = random
        self.is_open = False
        self.pause = FIRST_PAUSE_SECONDS
        self.lost = asyncio.Event()
        self.client = Client(f"linli-simulator-{device.id}")
        self.client.set_auth_credentials(device.id, device.token)
        self.client.set_config({"reconnect_retries": NEVER})
        self.client.on_disconnect = self._on_lost

    async def keep(self, gate: asyncio.Semaphore) -> None:
        """Opens the line, and again, after growing pauses, whenever it breaks.

        Ends when the door refuses this device, which is logged.
        """
        while True:
            try:
                async with gate:
                    await self._open()
                await self.lost.wait()
            except (OSError, TimeoutError):
                pass  # the door is shut; the pause grows
            except MQTTConnectError as refused:
                log.error("%s was refused: %s", self.device.id, refused)  # noqa: TRY400
                return
            await asyncio.sleep(self._next_pause())

    def say(self, topic: str, payload: bytes) -> bool:
        """Publishes with QoS 1; False while the line is down (a gauge keeps nothing back)."""
        if self.is_open:
            self.client.publish(topic, payload, qos=1)
        return self.is_open

    async def close(self) -> None:
        if self.is_open:
            with contextlib.suppress(OSError):
                await self.client.disconnect()

    async def _open(self) -> None:
        self.lost.clear()
        opening = self.client.connect(*self.door, keepalive=KEEPALIVE_SECONDS)
        await asyncio.wait_for(opening, ANSWER_SECONDS)
        self.is_open, self.pause = True, FIRST_PAUSE_SECONDS

    def _on_lost(self, _client: Client, _packet: bytes, _error: Any = None) -> None:
        self.is_open = False
        self.lost.set()

    def _next_pause(self) -> float:
        pause, self.pause = self.pause, min(LONGEST_PAUSE_SECONDS, self.pause * 2)
        return pause * self.random.uniform(0.5, 1.5)


class Exchange:
    """All lines of the district."""

    def __init__(self, roll: Iterable[Device], door: tuple[str, int], random: Random) -> None:
        logging.getLogger("gmqtt").setLevel(logging.CRITICAL)  # each lost line would be five lines
        self.lines = {
            device.id: Line(device, door, random) for device in roll if not device.gateway
        }

    @property
    def is_open(self) -> bool:
        """Whether anybody has been let in."""
        return any(line.is_open for line in self.lines.values())

    async def keep_all(self, first: Sequence[str] = ()) -> None:
        """Keeps every line; those of `first` are opened before all others."""
        order = dict.fromkeys([*first, *self.lines])
        gate = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self.lines[speaker].keep(gate) for speaker in order))

    def say(self, device: Device, payload: bytes) -> bool:
        return self.lines[device.speaker].say(f"linli/v1/{device.id}/readings", payload)

    async def close_all(self) -> None:
        goodbyes = asyncio.gather(*(line.close() for line in self.lines.values()))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(goodbyes, GOODBYE_SECONDS)
