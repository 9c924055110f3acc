"""The simulator as a process: it connects, speaks, comes back, hands over, and ends."""

import asyncio
import csv
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from linli_simulator.district.files import write_district
from linli_simulator.life.happenings import Letter
from linli_simulator.life.letters import Letterbox
from tests.flow.small_door import SmallDoor

PATIENCE_SECONDS = 20
MOST_WHEN_CALM = 2.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_district(tmp_path)
    with (tmp_path / "devices.csv").open(newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    lines = ["id,token", *(f"{id},secret-of-{id}" for id in ids)]
    (tmp_path / "tokens.csv").write_text("\n".join(lines) + "\n")
    return tmp_path


class Post(HTTPServer):
    """Takes every letter."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taker)
        self.letters: list[dict[str, list[str]]] = []


class _Taker(BaseHTTPRequestHandler):
    server: Post

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.letters.append(parse_qs(body))
        self.send_response(201)
        self.end_headers()

    def log_message(self, *_words: Any) -> None:
        pass


@pytest.fixture
def post() -> Any:
    with Post() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def command(folder: Path, port: int, scenario: str, http_port: int = 9) -> list[str]:
    return [
        *(sys.executable, "-m", "linli_simulator", "run"),
        *("--scenario", scenario, "--mqtt", f"127.0.0.1:{port}"),
        *("--http", f"http://127.0.0.1:{http_port}"),
        *("--devices", str(folder / "devices.csv"), "--tokens", str(folder / "tokens.csv")),
    ]


@asynccontextmanager
async def running(words: list[str]) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(*words)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def until(met: Callable[[], bool]) -> None:
    """Waits for something that happens by itself, looking every 50 ms."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not met():
            await asyncio.sleep(0.05)


def in_loop(test: Callable[[Path], Coroutine[Any, Any, None]]) -> Callable[[Path], None]:
    """Runs a test written as a coroutine."""

    def run(folder: Path) -> None:
        asyncio.run(test(folder))

    run.__name__ = test.__name__
    return run


@in_loop
async def test_every_device_without_a_gateway_has_its_own_line(folder: Path) -> None:
    async with SmallDoor() as door, running(command(folder, door.port, "calm")) as process:
        await until(lambda: len(door.connections) == 560)
        await until(lambda: len(door.heard) >= 20)
        process.terminate()
        assert await process.wait() == 0
    assert door.met == 560
    for topic, payload in door.heard:
        _, _, device, _ = topic.split("/")
        assert json.loads(payload)[0]["bn"] == f"urn:linli:{device}:"


def test_a_letter_reaches_open311_as_a_form(post: Post) -> None:
    letter = Letter(0, "waterlogging", "小区南门积水", 31.82, 117.22, "Wang")

    async def send() -> bool:
        letterbox = Letterbox(f"http://127.0.0.1:{post.server_port}")
        try:
            return await letterbox.post(letter)
        finally:
            await letterbox.close()

    assert asyncio.run(send())
    assert post.letters == [
        {
            "service_code": ["waterlogging"],
            "description": ["小区南门积水"],
            "lat": ["31.82"],
            "long": ["117.22"],
            "first_name": ["Wang"],
        }
    ]


@in_loop
async def test_a_lost_line_comes_back(folder: Path) -> None:
    async with SmallDoor() as door, running(command(folder, door.port, "calm")):
        await until(lambda: len(door.connections) == 560)
        door.hang_up()
        await until(lambda: door.met == 2 * 560)


@in_loop
async def test_a_second_simulator_hands_its_scenario_over(folder: Path) -> None:
    async with SmallDoor() as door, running(command(folder, door.port, "calm")):
        await until(lambda: len(door.connections) == 560)
        second = command(folder, door.port, "gas")
        async with running(second) as process:
            assert await process.wait() == 0
        await until(lambda: any(is_rising(payload) for _, payload in door.heard))
        assert door.met == 560


def is_rising(payload: bytes) -> bool:
    first = json.loads(payload)[0]
    return first["n"] == "gas" and first["v"] > MOST_WHEN_CALM


def test_it_ends_when_its_parent_is_gone(folder: Path) -> None:
    words = command(folder, 9, "calm")
    parent = (
        "import os, subprocess, sys;"
        "words = [*sys.argv[1:], '--parent', str(os.getpid())];"
        "print(subprocess.Popen(words, stdout=subprocess.DEVNULL).pid)"
    )
    told = subprocess.run(
        [sys.executable, "-c", parent, *words], stdout=subprocess.PIPE, check=True, text=True
    )
    pid = int(told.stdout)
    try:
        asyncio.run(until(lambda: is_gone(pid)))
    except TimeoutError:
        os.kill(pid, signal.SIGKILL)
        raise


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    except FileNotFoundError:
        return True


def test_a_missing_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = subprocess.run(command(tmp_path, 9, "calm"), capture_output=True, check=False, text=True)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f'There is no "{tmp_path}/tokens.csv"; start `linli run` once.'
    ]
