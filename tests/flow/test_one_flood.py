"""Ten reports and a sensor about one flood are one case of eleven signals, in real processes."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from tools.post import Answer, Connection
from tools.replay import PATH, stored, wait_until_quiet
from tools.system import System

LAT, LON = 31.820416, 117.211003
"""The underpass of the demo's first water gauge."""


@contextmanager
def more_workers(system: System, count: int) -> Iterator[None]:
    """Processes of `linli work` beside the supervised one."""
    with ExitStack() as stack:
        for _ in range(count):
            command = [sys.executable, "-m", "linli", "work"]
            worker = stack.enter_context(
                subprocess.Popen(command, env=system.environment, stdout=subprocess.DEVNULL)
            )
            stack.callback(worker.terminate)
        yield


def register_gauge(system: System) -> str:
    """Lin registers a water gauge beside the first; answers its token."""
    token = system.command("token", "lin").strip()
    body = json.dumps({"id": "d7", "type": "water_gauge", "place": "yanchi-g1"}).encode()
    request = Request(
        system.url("/api/v1/devices"),
        body,
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=10) as answer:
        return str(json.load(answer)["token"])


async def report(system: System, number: int) -> Answer:
    """One resident tells of the flood, some metres from the next."""
    form = {
        "service_code": "waterlogging",
        "description": f"下穿通道积水了 {number}",
        "lat": f"{LAT + number * 0.00003:.6f}",
        "long": f"{LON:.6f}",
    }
    connection = Connection(system.http)
    try:
        return await connection.post(PATH, urlencode(form).encode(), {})
    finally:
        connection.close()


def send_reading(system: System, token: str) -> None:
    request = Request(
        f"http://127.0.0.1:{system.ingest}/v1/d7/readings",
        json.dumps({"water_level": 0.42}).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=10) as answer:
        assert answer.status == 202


@pytest.mark.parametrize("workers", [1, 4])
def test_ten_reports_and_a_sensor_are_one_case(workers: int) -> None:
    async def everybody_at_once() -> list[Answer]:
        reading = asyncio.to_thread(send_reading, system, token)
        *answers, _ = await asyncio.gather(*(report(system, n) for n in range(10)), reading)
        return answers

    server = os.environ.get("LINLI_SYSTEM_DATABASE_URL", "")
    with System(("--still",), server_url=server) as system, more_workers(system, workers - 1):
        token = register_gauge(system)
        answers = asyncio.run(everybody_at_once())
        wait_until_quiet(system, 20)
        rows = stored(system)
    assert [answer.status for answer in answers] == [201] * 10
    cases = [row["extended_attributes"]["case"] for row in rows.values()]
    assert len(cases) == 10
    assert len({case["id"] for case in cases}) == 1
    assert cases[0]["signals"] == 11
