"""Replays requests through `POST /open311/v2/requests.json` and checks where each went."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.request import urlopen

from tools.post import Connection
from tools.system import System

PATH = "/open311/v2/requests.json"


@dataclass(frozen=True, slots=True)
class Request:
    """A form to send under a number of its own. `point`: latitude and longitude, if it has any.

    `place` is the code of the place where it is known to belong.
    """

    number: str
    place: str
    form: bytes
    point: tuple[float, float] | None


@dataclass
class Replay:
    """What came of it: the acknowledged id of each request, and how long each took (s)."""

    ids: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    repeated: int = 0
    refused: list[tuple[str, int, str]] = field(default_factory=list)
    elapsed: float = 0.0


async def replay(
    port: int,
    requests: Sequence[Request],
    *,
    connections: int = 8,
    on_answer: Callable[[int], None] = lambda _count: None,
) -> Replay:
    """Sends all; a request whose answer was lost is sent again under the same Idempotency-Key.

    `on_answer` hears how many are acknowledged, after each.
    """
    result, queue = Replay(), iter(requests)
    start = time.perf_counter()

    async def sender() -> None:
        connection = Connection(port)
        for request in queue:
            await _send(connection, request, result)
            on_answer(len(result.ids))
        connection.close()

    await asyncio.gather(*(sender() for _ in range(connections)))
    result.elapsed = time.perf_counter() - start
    return result


async def _send(connection: Connection, request: Request, result: Replay) -> None:
    headers = {"Idempotency-Key": request.number}
    for attempt in range(300):
        start = time.perf_counter()
        try:
            answer = await asyncio.wait_for(connection.post(PATH, request.form, headers), 30)
        except (OSError, EOFError, TimeoutError):
            answer = None
        if answer is not None and answer.status == 201:
            result.seconds.append(time.perf_counter() - start)
            result.ids[request.number] = json.loads(answer.body)[0]["service_request_id"]
            return
        if answer is not None and answer.status < 500:
            result.refused.append((request.number, answer.status, answer.body.decode()[:200]))
            return
        result.repeated += attempt > 0
        await asyncio.sleep(0.1)
    result.refused.append((request.number, 0, "no answer after 300 tries"))


def stored(system: System) -> dict[str, dict[str, Any]]:
    """Every report that Open311 tells of, by its id, with place and case."""
    found: dict[str, dict[str, Any]] = {}
    for page in range(1, 1000):
        query = f"?extensions=true&page_size=1000&page={page}"
        with urlopen(system.url(PATH + query), timeout=60) as answer:
            rows = json.load(answer)
        if not rows:
            return found
        found.update((row["service_request_id"], row) for row in rows)
    raise RuntimeError("more than a million reports: this is not our replay")


def wait_until_quiet(system: System, seconds: float) -> float:
    """Seconds until no fact waits any more, as `/metrics` tells. Raises RuntimeError when over."""
    start = time.monotonic()
    waiting = -1.0
    while time.monotonic() - start < seconds:
        waiting = backlog(system)
        if waiting == 0:
            return time.monotonic() - start
        time.sleep(0.1)
    raise RuntimeError(f"{waiting:.0f} facts still wait after {seconds} s")


def backlog(system: System) -> float:
    with urlopen(system.url("/metrics"), timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    counted = [line for line in lines if line.startswith("linli_facts_backlog{")]
    return sum(
        float(line.rsplit(" ", 1)[1])
        for line in counted
        if 'state="unnumbered"' in line or 'state="waiting"' in line
    )
