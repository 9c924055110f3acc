"""The doors, the pipeline and a real readings store in one event loop, without processes."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import Self

from django.db import OperationalError

from linli.ground.rate import RateLimit
from linli.sense.devices.actions import digest
from linli.sense.devices.queries import Credential
from linli.sense.telemetry.committer import Committer
from linli.sense.telemetry.connectors.http.listener import HttpDoor
from linli.sense.telemetry.connectors.mqtt.listener import MqttDoor
from linli.sense.telemetry.directory import Directory
from linli.sense.telemetry.health import Health
from linli.sense.telemetry.intake import Intake
from linli.sense.telemetry.logic.admission import Refusal
from linli.sense.telemetry.pipeline import Pipeline
from linli.sense.telemetry.store.opening import open_store, reading
from linli.sense.telemetry.store.store import Kept, Span, Store

TOKEN = "token-of-"


def credential(device_id: str, type_: str = "water_gauge", gateway_id: str = "") -> Credential:
    token = digest(TOKEN + device_id)
    return Credential(device_id, type_, token, gateway_id, False, 1, 31.82, 117.22)


DEVICES = (
    credential("d7"),
    credential("d8"),
    credential("b1", "sos_button"),
    credential("gw1", "gateway"),
    credential("c1", "smoke_alarm", "gw1"),
)


class Roll(Directory):
    """The directory, read from a dict in place of the database."""

    def __init__(self, devices: Iterable[Credential]) -> None:
        super().__init__()
        self.registered = {one.id: one for one in devices}
        self.is_gone = False
        self.swept = threading.Event()

    def refresh(self) -> bool:
        if self.is_gone:
            raise OperationalError("the database is gone")
        has_changed = self._known != self.registered
        self._known = dict(self.registered)
        return has_changed

    def device_ids(self) -> Iterable[str]:
        """Asked for by each sweep, after it has looked at the clock."""
        self.swept.set()
        return super().device_ids()

    def revoke(self, device_id: str) -> None:
        self.registered[device_id] = replace(self.registered[device_id], revoked=True)
        self.refresh()


class Bench:
    """Use as an async context manager; it ends in the order in which ingest ends."""

    def __init__(self, open_: Callable[[], Store] = open_store) -> None:
        self.roll = Roll(DEVICES)
        self.roll.refresh()
        self.health = Health()
        self.crossings = threading.Event()
        self.open_store = open_
        self.rate: RateLimit | None = None

    async def __aenter__(self) -> Self:
        self.pipeline = Pipeline(asyncio.get_running_loop())
        self.intake = Intake(self.roll, self.pipeline)
        self.committer = Committer(
            self.open_store, self.roll, self.pipeline, self.health, self.crossings.set
        )
        self.thread = threading.Thread(target=self.committer.run)
        self.thread.start()
        self.doors = (MqttDoor(self.intake), HttpDoor(self.intake, self.health, self.rate))
        self.mqtt, self.http = [await door.open("127.0.0.1", 0) for door in self.doors]
        return self

    async def __aexit__(self, *_error: object) -> None:
        for door in self.doors:
            await door.stop_taking()
        self.committer.stop()
        await asyncio.to_thread(self.thread.join)
        for door in self.doors:
            await door.close()
        self.roll.close()

    def stored(self, device_id: str = "d7") -> list[Kept]:
        with reading() as store:
            return store.readings(device_id, None, Span(), 10_000) if store else []

    def refused(self) -> list[Refusal]:
        with reading() as store:
            return [one for _, one in store.refused(100)] if store else []

    async def until_stored(self, count: int) -> None:
        """Waits for readings that nobody acknowledges."""
        async with asyncio.timeout(5):
            while len(self.stored()) < count:
                await asyncio.sleep(0.005)

    def cut(self) -> None:
        for door in self.doors:
            door.cut_invalid()


def run(scenario: Callable[[Bench], Awaitable[None]]) -> Bench:
    """Runs a scenario on a fresh bench; what it stored can be looked at afterwards."""

    async def whole() -> Bench:
        async with Bench() as bench:
            await scenario(bench)
        return bench

    return asyncio.run(whole())
