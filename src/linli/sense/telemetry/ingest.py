"""The part `linli ingest`: doors, rules, store and forwarder in one process."""

import asyncio
import os
import resource
import signal
import socket
import threading
from collections.abc import Callable
from typing import Final

import structlog
import uvloop
from django.db import DatabaseError, close_old_connections

from linli.ground.environment import Environment, WrongSetting
from linli.ground.parts import actions as parts
from linli.ground.ports import taken
from linli.sense.devices import queries as devices
from linli.sense.devices.logic import WrongType
from linli.sense.telemetry.committer import Committer
from linli.sense.telemetry.connectors.http.listener import HttpDoor
from linli.sense.telemetry.connectors.mqtt.listener import MqttDoor
from linli.sense.telemetry.directory import Directory
from linli.sense.telemetry.doors import Door
from linli.sense.telemetry.forwarder import Forwarder
from linli.sense.telemetry.health import Health
from linli.sense.telemetry.intake import Intake
from linli.sense.telemetry.pipeline import Pipeline
from linli.sense.telemetry.store.opening import open_store
from linli.sense.telemetry.store.store import WrongStore

log = structlog.get_logger(__name__)

PART: Final = "ingest"
BEAT_SECONDS: Final = 2.0
LOOK_SECONDS: Final = 1.0
FLUSH_SECONDS: Final = 8.0
"""Less than the supervisor's patience."""


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
        self._threads: dict[str, threading.Thread] = {}

    async def run(self) -> None:
        """Returns after SIGTERM. Raises `WrongSetting`, or what a thread has failed of."""
        self._put_together()
        await self._directory.look_again()
        await self._open_doors()
        try:
            self._start_threads()
            await self._stop
        finally:
            await self._end()

    def _put_together(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop: asyncio.Future[None] = self._loop.create_future()
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, self._wish_to_stop)
        pipeline = Pipeline(self._loop)
        intake = Intake(self._directory, pipeline)
        self._doors: list[Door] = [MqttDoor(intake), HttpDoor(intake, self._health)]
        self._forwarder = Forwarder(open_store, self._health)
        self._committer = Committer(
            open_store, self._directory, pipeline, self._health, self._forwarder.wake
        )

    def _start_threads(self) -> None:
        self._start("committer", self._committer.run)
        self._start("forwarder", self._forwarder.run)
        self._start("watch", self._watch)
        self._start("heart", self._beat)

    async def _end(self) -> None:
        """What has come in is stored and answered before the doors close."""
        for door in self._doors:
            await door.stop_taking()
        self._committer.stop()
        await self._wait_for("committer")
        for door in self._doors:
            await door.close()
        self._forwarder.stop()
        self._ended.set()
        for name in self._threads:
            await self._wait_for(name)
        self._directory.close()
        log.info("ingest has stopped")

    def _start(self, name: str, act: Callable[[], None]) -> None:
        """Starts a thread without which the part cannot go on."""

        def guarded() -> None:
            try:
                act()
            except WrongStore as wrong:
                self._loop.call_soon_threadsafe(self._fail, wrong)
            except Exception as failure:
                log.exception("a thread of ingest failed", thread=name)
                self._loop.call_soon_threadsafe(self._fail, failure)

        self._threads[name] = threading.Thread(target=guarded, name=name, daemon=True)
        self._threads[name].start()

    def _wish_to_stop(self) -> None:
        if not self._stop.done():
            self._stop.set_result(None)

    def _fail(self, failure: Exception) -> None:
        if not self._stop.done():
            self._stop.set_exception(failure)

    async def _wait_for(self, name: str) -> None:
        await self._loop.run_in_executor(None, self._threads[name].join, FLUSH_SECONDS)

    async def _open_doors(self) -> None:
        host = self._environment.bind
        ports = {
            "LINLI_MQTT_PORT": self._environment.mqtt_port,
            "LINLI_INGEST_PORT": self._environment.ingest_port,
        }
        for door, (variable, port) in zip(self._doors, ports.items(), strict=True):
            try:
                await door.open(host, port)
            except OSError as error:
                raise taken(variable, host, port, error) from error
            log.info("door open", variable=variable, host=host, port=port)

    def _watch(self) -> None:
        """Sees within a second who is new and who was revoked."""
        while not self._ended.wait(LOOK_SECONDS):
            try:
                has_changed = self._directory.refresh()
            except DatabaseError as fault:
                self._health.complain("devices", f"devices cannot be read: {fault}")
                continue
            self._health.recover("devices")
            if has_changed:
                for door in self._doors:
                    self._loop.call_soon_threadsafe(door.cut_invalid)

    def _beat(self) -> None:
        instance = f"{socket.gethostname()[:40]}:{os.getpid()}"
        while True:
            close_old_connections()
            try:
                parts.beat(PART, instance, self._health.is_well, **self._health.faults())
            except DatabaseError as fault:
                log.warning("no sign of life could be given", fault=str(fault))
            if self._ended.wait(BEAT_SECONDS):
                break
        parts.leave(PART, instance)


def _allow_many_connections() -> None:
    """Raises the limit of open files as far as we may."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
