"""The part `linli ingest`: doors, rules, store and forwarder in one process."""

import asyncio
import os
import resource
import signal
import socket
import threading
from collections.abc import Callable
from typing import Final, Protocol

import structlog
import uvloop
from django.db import DatabaseError, close_old_connections

from linli.ground.environment import Environment, WrongSetting
from linli.ground.parts import actions as parts
from linli.sense.devices import queries as devices
from linli.sense.devices.logic import WrongType
from linli.sense.telemetry.committer import Committer
from linli.sense.telemetry.connectors.http.listener import HttpDoor
from linli.sense.telemetry.connectors.mqtt.listener import MqttDoor
from linli.sense.telemetry.directory import Directory
from linli.sense.telemetry.forwarder import Forwarder
from linli.sense.telemetry.health import Health
from linli.sense.telemetry.intake import Intake
from linli.sense.telemetry.logic.rate import RateLimit
from linli.sense.telemetry.pipeline import Pipeline
from linli.sense.telemetry.store.opening import open_store
from linli.sense.telemetry.store.store import WrongStore

log = structlog.get_logger(__name__)

PART: Final = "ingest"
BEAT_SECONDS: Final = 2.0
LOOK_SECONDS: Final = 1.0
FLUSH_SECONDS: Final = 8.0
"""Less than the supervisor's patience."""


class Door(Protocol):
    """A way in for readings."""

    async def open(self, host: str, port: int) -> int: ...

    async def stop_taking(self) -> None: ...

    async def close(self) -> None: ...

    def cut_invalid(self) -> None: ...


def run(environment: Environment) -> None:
    """Runs until SIGTERM or SIGINT; what came in until then is stored. Raises `WrongSetting`."""
    _allow_many_connections()
    try:
        devices.types()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(Ingest(environment).run())
    except (WrongType, WrongStore) as wrong:
        raise WrongSetting(str(wrong)) from wrong


class Ingest:
    """Puts the pieces together, starts them in order, and ends them in order."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._health = Health()
        self._directory = Directory()
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []

    async def run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop: asyncio.Future[None] = self._loop.create_future()
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, self._wish_to_stop)
        pipeline = Pipeline(self._loop)
        intake = Intake(self._directory, pipeline)
        forwarder = Forwarder(open_store, self._health)
        committer = Committer(open_store, self._directory, pipeline, self._health, forwarder.wake)
        doors: list[Door] = [MqttDoor(intake), HttpDoor(intake, self._health, RateLimit())]
        await self._directory.look_again()
        committing = self._start("committer", committer.run)
        forwarding = self._start("forwarder", forwarder.run)
        try:
            await self._open(doors)
            self._start("watch", lambda: self._watch(doors))
            self._start("heart", self._beat)
            await self._stop
        finally:
            for door in doors:
                await door.stop_taking()
            committer.stop()
            await self._wait_for(committing)
            for door in doors:
                await door.close()
            forwarder.stop()
            await self._wait_for(forwarding)
            self._ended.set()
            for thread in self._threads:
                await self._wait_for(thread)
            self._directory.close()
            log.info("ingest has stopped")

    def _start(self, name: str, act: Callable[[], None]) -> threading.Thread:
        """A thread without which the part cannot go on."""

        def guarded() -> None:
            try:
                act()
            except Exception as failure:
                log.exception("a thread of ingest failed", thread=name)
                self._loop.call_soon_threadsafe(self._fail, failure)

        thread = threading.Thread(target=guarded, name=name, daemon=True)
        thread.start()
        self._threads.append(thread)
        return thread

    def _wish_to_stop(self) -> None:
        if not self._stop.done():
            self._stop.set_result(None)

    def _fail(self, failure: Exception) -> None:
        if not self._stop.done():
            self._stop.set_exception(failure)

    async def _wait_for(self, thread: threading.Thread) -> None:
        await self._loop.run_in_executor(None, thread.join, FLUSH_SECONDS)

    async def _open(self, doors: list[Door]) -> None:
        host = self._environment.bind
        ports = {
            "LINLI_MQTT_PORT": self._environment.mqtt_port,
            "LINLI_INGEST_PORT": self._environment.ingest_port,
        }
        for door, (variable, port) in zip(doors, ports.items(), strict=True):
            try:
                await door.open(host, port)
            except OSError as taken:
                reason = os.strerror(taken.errno) if taken.errno else str(taken)
                raise WrongSetting(
                    f"{variable} is {port} on {host} (LINLI_BIND): {reason}. Use a free port."
                ) from taken
            log.info("door open", variable=variable, host=host, port=port)

    def _watch(self, doors: list[Door]) -> None:
        """Sees within a second who is new and who was revoked."""
        while not self._ended.wait(LOOK_SECONDS):
            try:
                has_changed = self._directory.refresh()
            except DatabaseError as fault:
                self._health.complain("devices", f"devices cannot be read: {fault}")
                continue
            self._health.recover("devices")
            if has_changed:
                for door in doors:
                    self._loop.call_soon_threadsafe(door.cut_invalid)

    def _beat(self) -> None:
        instance = f"{socket.gethostname()[:40]}:{os.getpid()}"
        while True:
            close_old_connections()
            try:
                parts.beat(PART, instance, self._health.is_well, **self._health.faults())
            except DatabaseError:
                log.exception("no sign of life could be given")
            if self._ended.wait(BEAT_SECONDS):
                break
        parts.leave(PART, instance)


def _allow_many_connections() -> None:
    """Raises the limit of open files as far as we may."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
