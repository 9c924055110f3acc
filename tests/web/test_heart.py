"""The sign of life of the part `linli web`: it tells what does not turn any more."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from linli.ground import clock
from linli.ground.parts import queries as parts
from linli.web import server
from linli.web.server import Heart

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def turning_loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def faults(threads: ThreadPoolExecutor, loop: asyncio.AbstractEventLoop) -> list[str]:
    """What the part complains of after one beat."""
    application: Any = SimpleNamespace(feed=SimpleNamespace(fault=""), threads=threads)
    heart = Heart(application, loop)
    heart.beat()
    found = parts.health(["web"], clock.now())["web"]["faults"]
    return sorted(found.get(heart.instance, {}))


def test_a_part_whose_pages_begin_has_nothing_to_complain_of() -> None:
    with turning_loop() as loop, ThreadPoolExecutor(1) as threads:
        assert faults(threads, loop) == []


def test_a_part_whose_threads_are_all_held_up_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SLOWEST_ANSWER_SECONDS", 0.05)
    free = threading.Event()
    with turning_loop() as loop, ThreadPoolExecutor(1) as threads:
        threads.submit(free.wait)
        try:
            assert faults(threads, loop) == ["pages"]
        finally:
            free.set()


def test_a_part_whose_loop_stands_still_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SLOWEST_ANSWER_SECONDS", 0.05)
    still = asyncio.new_event_loop()
    with ThreadPoolExecutor(1) as threads:
        assert faults(threads, still) == ["loop"]
    still.close()
