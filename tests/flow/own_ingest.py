"""`linli ingest` alone, as a process, on a migrated database and a data folder of its own."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

from tools.postgres import own_database
from tools.system import free_ports

LINLI = (sys.executable, "-m", "linli")
SQUARE = [[117.2, 31.8], [117.3, 31.8], [117.3, 31.9], [117.2, 31.9], [117.2, 31.8]]
GAUGES = ("d7", "d8", "d9", "d10")
LIST = "id,type,place\nb1,sos_button,m1\n" + "".join(f"{d},water_gauge,m1\n" for d in GAUGES)
PLACE = {
    "type": "Feature",
    "properties": {"code": "m1", "name": "翠竹社区"},
    "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
}


class OwnIngest:
    """Use as a context manager; `start` and `kill` as often as wanted."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.kept = ExitStack()
        server = os.environ.get("LINLI_SYSTEM_DATABASE_URL", "")
        self.database = self.kept.enter_context(own_database(server)) if server else ""
        self.http, self.mqtt = free_ports(2)
        self.environment = {
            **os.environ,
            "LINLI_DATA": str(self.data),
            "LINLI_LANGUAGE": "en",
            "LINLI_DATABASE_URL": self.database,
            "LINLI_INGEST_PORT": str(self.http),
            "LINLI_MQTT_PORT": str(self.mqtt),
        }
        self._set_up()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(15)
        self.kept.close()

    def command(self, *words: str) -> str:
        """What `linli …` printed. Raises on failure."""
        done = subprocess.run(
            (*LINLI, *words), env=self.environment, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"linli {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Returns when both doors are open; does nothing while it runs."""
        if self.process:
            return
        log = (self.data / "ingest.log").open("ab")
        self.process = subprocess.Popen(
            (*LINLI, "ingest"), env=self.environment, stdout=log, stderr=subprocess.STDOUT
        )
        log.close()
        until = time.monotonic() + 20
        while not self._is_open():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.data / "ingest.log").read_text())
            time.sleep(0.05)

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()
        self.process = None

    def stop(self) -> int:
        """SIGTERM; the exit status."""
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(15)
        self.process = None
        return status

    def signals(self, device_id: str, count: int, seconds: float = 10) -> list[dict[str, Any]]:
        """The device's signals so far, the oldest first, once there are so many."""
        until = time.monotonic() + seconds
        while len(found := self._signals(device_id)) < count and time.monotonic() < until:
            time.sleep(0.05)
        return found

    @contextmanager
    def nobody_writes_signals(self) -> Iterator[None]:
        """The database of the signals is busy; the readings store is not."""
        if self.database:
            with psycopg.connect(self.database) as busy:
                busy.execute("LOCK TABLE signals_signal IN ACCESS EXCLUSIVE MODE")
                yield
            return
        busy_file = sqlite3.connect(self.data / "linli.db", isolation_level=None)
        busy_file.execute("BEGIN IMMEDIATE")
        yield
        busy_file.rollback()
        busy_file.close()

    def _set_up(self) -> None:
        self.command("setup")
        places, devices = self.data / "places.geojson", self.data / "devices.csv"
        places.write_text(json.dumps({"type": "FeatureCollection", "features": [PLACE]}))
        names = ("--id", "code", "--name", "name", "--level", "community")
        self.command("places", "load", str(places), *names)
        devices.write_text(LIST)
        printed = self.command("devices", "load", str(devices))
        self.tokens = dict(line.split(",") for line in printed.splitlines())

    def _is_open(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.http}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def _signals(self, device_id: str) -> list[dict[str, Any]]:
        query = "SELECT device_id, item, source_key, cleared_at FROM signals_signal ORDER BY id"
        if self.database:
            with psycopg.connect(self.database) as reader:
                rows = reader.execute(query).fetchall()
        else:
            with sqlite3.connect(self.data / "linli.db") as file:
                rows = file.execute(query).fetchall()
            file.close()
        columns = ("device_id", "item", "source_key", "cleared_at")
        found = [dict(zip(columns, row, strict=True)) for row in rows]
        return [one for one in found if one["device_id"] == device_id]
