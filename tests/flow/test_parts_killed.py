"""Random parts are killed while real requests come in; nothing acknowledged is lost."""

import asyncio
import os
import random

import pytest

from tests.long_runs import LongRun
from tools import la311
from tools.replay import replay, stored, wait_until_quiet
from tools.system import System

needs_requests = pytest.mark.skipif(
    not la311.polygons().exists(), reason="the real requests are not here (LINLI_SHARED_DATA)"
)


class Killer:
    """Kills a random living part each time one of the chosen numbers of answers is reached.

    The last one is `work` if it lives, with facts in hand and nobody left who sends more.
    """

    def __init__(self, system: System, moments: list[int], choose: random.Random) -> None:
        self.system, self.moments, self.choose = system, moments, choose
        self.killed: list[str] = []

    def __call__(self, answers: int) -> None:
        while self.moments and answers >= self.moments[0]:
            self.moments.pop(0)
            living = sorted(self.system.parts())
            is_last = not self.moments and "work" in living
            part = "work" if is_last else self.choose.choice(living)
            self.system.kill(part)
            self.killed.append(part)


def replay_under_kills(kills: int, requests: int, seed: int) -> None:
    """Each acknowledged request is there once; the backlog empties; health recovers by itself."""
    rows = list(la311.requests())[:requests]
    choose = random.Random(seed)
    moments = [*sorted(choose.sample(range(1, requests), kills - 1)), requests]
    with System(server_url=os.environ.get("LINLI_SYSTEM_DATABASE_URL", "")) as system:
        system.command(
            *("places", "load", str(la311.polygons())),
            *("--id", "nc_id", "--name", "name", "--level", "community"),
        )
        killer = Killer(system, moments, choose)
        result = asyncio.run(replay(system.http, rows, on_answer=killer))
        system.wait_until_healthy(30)
        wait_until_quiet(system, 10)
        kept = stored(system)
    assert len(killer.killed) == kills
    assert result.refused == []
    assert sorted(kept) == sorted(result.ids.values())
    assert len(kept) == requests
    assert all(row["extended_attributes"]["case"] for row in kept.values())


@needs_requests
def test_replay_survives_three_kills() -> None:
    replay_under_kills(kills=3, requests=400, seed=20260101)


@needs_requests
@pytest.mark.long
def test_replay_survives_kills_of_random_parts(long_run: LongRun) -> None:
    kills = long_run.count("kills", 30, least=2)
    replay_under_kills(kills, long_run.count("requests", 10_000, least=400), long_run.seed)
