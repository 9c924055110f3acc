"""A random part is killed again and again while real requests come in; nothing acknowledged is lost."""

import asyncio
import os
import random
import threading
import time

import pytest

from tools import la311
from tools.replay import Replay, replay, stored, wait_until_quiet
from tools.system import System

PARTS = ("web", "ingest", "work")


class Killer(threading.Thread):
    """Kills random parts, a fixed number of times, spread over the replay."""

    def __init__(self, system: System, times: int, seed: int) -> None:
        super().__init__(daemon=True)
        self.system, self.times, self.choose = system, times, random.Random(seed)
        self.killed: list[str] = []
        self.finished = threading.Event()

    def run(self) -> None:
        while len(self.killed) < self.times and not self.finished.is_set():
            time.sleep(self.choose.uniform(0.4, 1.2))
            part = self.choose.choice(PARTS)
            if part in self.system.parts():
                self.system.kill(part)
                self.killed.append(part)


def replay_under_kills(kills: int, requests: int, seed: int) -> None:
    """Each acknowledged request is there once; the backlog empties; health recovers by itself."""
    rows = list(la311.requests())[:requests]
    with System(database_url=os.environ.get("LINLI_SYSTEM_DATABASE_URL", "")) as system:
        system.command(
            *("places", "load", str(la311.polygons())),
            *("--id", "nc_id", "--name", "name", "--level", "community"),
        )
        killer = Killer(system, kills, seed)
        killer.start()
        result = _replay_until_killed(system, rows, killer)
        system.wait_until_healthy(30)
        wait_until_quiet(system, 10)
        kept = stored(system)
    assert len(killer.killed) == kills
    assert result.refused == []
    assert sorted(kept) == sorted(result.ids.values())
    assert len(kept) == len(rows)
    assert all(row["extended_attributes"]["case"] for row in kept.values())


def _replay_until_killed(system: System, rows: list[la311.Request], killer: Killer) -> Replay:
    """The replay is long enough for all kills, or waits for the last of them."""
    result = asyncio.run(replay(system.http, rows))
    killer.join(timeout=120)
    killer.finished.set()
    return result


@pytest.mark.skipif(not la311.polygons().exists(), reason="the real requests are not here")
def test_replay_survives_three_kills() -> None:
    replay_under_kills(kills=3, requests=400, seed=20260101)


@pytest.mark.long
@pytest.mark.skipif(not la311.polygons().exists(), reason="the real requests are not here")
def test_replay_survives_thirty_kills() -> None:
    replay_under_kills(kills=30, requests=10_000, seed=int(os.environ.get("LINLI_SEED", "1")))
