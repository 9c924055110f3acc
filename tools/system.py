"""A whole Linli of one's own, on free ports with its own data folder, driven from outside."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tools.postgres import own_database

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
PORTS = range(20_000, 32_000)
"""Below those that lines to elsewhere get, so that none of them takes a port meanwhile."""


class NotHealthy(Exception):
    """The system did not come up in time; the text holds the last answer and the end of its log."""


def free_ports(count: int) -> list[int]:
    """Ports that were free a moment ago, drawn by lot: others draw at the same time."""
    found: list[int] = []
    with ExitStack() as held:
        while len(found) < count:
            one, port = held.enter_context(socket.socket()), random.choice(PORTS)
            with suppress(OSError):  # somebody has it
                one.bind(("127.0.0.1", port))
                found.append(port)
    return found


@dataclass
class System:
    """`linli run` as a child process. Use as a context manager; it ends what it started.

    `server_url` names a PostgreSQL server, where a database of its own is made; empty is SQLite.
    `files` lie in its data folder before it starts.
    """

    arguments: tuple[str, ...] = ("--empty",)
    server_url: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    patience: float = 240.0
    files: dict[str, bytes] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.data = Path(tempfile.mkdtemp(prefix="linli-system-"))
        for name, content in self.files.items():
            (self.data / name).write_bytes(content)
        self.kept = ExitStack()
        server = self.server_url
        database = self.kept.enter_context(own_database(server)) if server else ""
        self.http, self.ingest, self.mqtt = free_ports(3)
        self.environment = {
            **os.environ,
            "LINLI_DATA": str(self.data),
            "LINLI_DATABASE_URL": database,
            "LINLI_HTTP_PORT": str(self.http),
            "LINLI_INGEST_PORT": str(self.ingest),
            "LINLI_MQTT_PORT": str(self.mqtt),
            **self.extra,
        }
        self.log = self.data / "run.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "linli", "run", *self.arguments],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self.wait_until_healthy(self.patience)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.kept.close()
        if not os.environ.get("LINLI_KEEP"):
            shutil.rmtree(self.data, ignore_errors=True)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.http}{path}"

    def command(self, *arguments: str) -> str:
        """Runs `linli …` against this system; returns what it printed. Raises on failure."""
        done = subprocess.run(
            [sys.executable, "-m", "linli", *arguments],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"linli {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def health(self) -> dict[str, Any]:
        try:
            with urlopen(self.url("/healthz"), timeout=3) as answer:
                body: dict[str, Any] = json.load(answer)
        except HTTPError as unwell:
            with unwell:
                body = json.load(unwell)
        except (URLError, OSError, ValueError) as error:
            return {"status": f"no answer: {error}", "parts": {}}
        return body

    def wait_until_healthy(self, seconds: float) -> float:
        """Seconds it took. Raises `NotHealthy`."""
        start = time.monotonic()
        last: dict[str, Any] = {}
        while time.monotonic() - start < seconds:
            if self.process.poll() is not None:
                break
            last = self.health()
            if last.get("status") == "ok":
                return time.monotonic() - start
            time.sleep(0.1)
        raise NotHealthy(f"{last}\n{self.log.read_text(errors='replace')[-4000:]}")

    def parts(self) -> dict[str, int]:
        """The process of each part, by its name."""
        found: dict[str, int] = {}
        for pid in _children(self.process.pid):
            words = _words(pid)
            if "linli" in words:
                found[words[words.index("linli") + 1]] = pid
        return found

    def kill(self, part: str) -> None:
        """`kill -9` of one part, as the worst day would do it."""
        os.kill(self.parts()[part], signal.SIGKILL)

    def cpu_seconds(self) -> float:
        """CPU spent so far by all living processes of the system."""
        return sum(_cpu(pid) for pid in _family(self.process.pid))


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in _children(pid):
        yield from _family(child)


def _words(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except FileNotFoundError:
        return []


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS
