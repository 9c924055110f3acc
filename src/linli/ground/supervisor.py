"""Starts the parts, starts them again when they die, and ends them with itself."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog

from linli.ground.lifeline import VARIABLE
from linli.ground.stopping import Stop

log = structlog.get_logger(__name__)

PATIENCE_SECONDS: Final = 10.0
"""How long parts may take to finish what they have in hand."""
STEADY_SECONDS: Final = 10.0
"""Who lived this long began well, and is started again at once."""
PAUSES: Final = (0.1, 0.2, 0.5, 1.0, 2.0)
"""The last of them, a start of some seconds and a lease together stay under ten seconds."""
LOOK_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Part:
    """One process: its name and its command line."""

    name: str
    command: Sequence[str]


@dataclass(slots=True)
class _Running:
    part: Part
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    start_at: float = 0.0
    falls: int = field(default=0)


class Supervisor:
    """Holds one process group for each part.

    A killed parent can leave workers behind that go on answering on its port (granian's do), so the
    whole group is ended before a part is started again.
    """

    def __init__(self, parts: Sequence[Part], environment: Mapping[str, str]) -> None:
        self.running = [_Running(part) for part in parts]
        self.stopped = Stop()
        self.reader, self.writer = os.pipe()
        self.environment = {**environment, VARIABLE: str(self.reader)}

    def run(self) -> None:
        """Returns after `stop`, when every part has ended."""
        try:
            while not self.stopped.is_set():
                for running in self.running:
                    self._look_after(running)
                self.stopped.wait(LOOK_SECONDS)
        finally:
            self._end_all()

    def stop(self) -> None:
        """Wishes for the end; a signal handler may call it."""
        self.stopped.set()

    def _look_after(self, running: _Running) -> None:
        now = time.monotonic()
        if running.process is None:
            if now >= running.start_at:
                self._start(running, now)
        elif (code := running.process.poll()) is not None:
            log.warning("part ended", part=running.part.name, code=code)
            _end_group(running.process, signal.SIGKILL)
            running.falls = 0 if now - running.started > STEADY_SECONDS else running.falls + 1
            running.start_at = now + PAUSES[min(running.falls, len(PAUSES) - 1)]
            running.process = None

    def _start(self, running: _Running, now: float) -> None:
        running.process = subprocess.Popen(  # noqa: S603 - our own command lines
            running.part.command,
            env=self.environment,
            pass_fds=(self.reader,),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        running.started = now
        log.info("part started", part=running.part.name, pid=running.process.pid)

    def _end_all(self) -> None:
        processes = [running.process for running in self.running if running.process]
        for process in processes:
            _end_group(process, signal.SIGTERM)
        until = time.monotonic() + PATIENCE_SECONDS
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, until - time.monotonic()))
            _end_group(process, signal.SIGKILL)


def _end_group(process: "subprocess.Popen[bytes]", number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
