"""Random parts are killed while requests come in; nothing acknowledged is lost.

The requests are real ones where LINLI_SHARED_DATA holds them, else invented ones.
"""

import asyncio
import os
import random
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest

from tests.long_runs import LongRun
from tools import la311, made_requests
from tools.replay import Request, replay, stored, wait_until_quiet
from tools.system import System


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


@dataclass(frozen=True, slots=True)
class Source:
    """Where requests come from, and the outlines that they lie in, with their columns."""

    requests: list[Request]
    polygons: Path
    columns: tuple[str, ...]


def source(count: int, seed: int, folder: Path) -> Source:
    """Real requests, or where they are not at hand invented ones."""
    if la311.polygons().exists():
        rows = list(islice(la311.requests(), count))
        return Source(rows, la311.polygons(), ("--id", "nc_id", "--name", "name"))
    rows = made_requests.requests(count, seed)
    return Source(rows, made_requests.polygons(folder), ("--id", "code", "--name", "name"))


def replay_under_kills(kills: int, requests: int, seed: int, folder: Path) -> None:
    """Each acknowledged request is there once; the backlog empties; health recovers by itself."""
    come = source(requests, seed, folder)
    choose = random.Random(seed)
    moments = [*sorted(choose.sample(range(1, requests), kills - 1)), requests]
    with System(server_url=os.environ.get("LINLI_SYSTEM_DATABASE_URL", "")) as system:
        system.command(
            *("places", "load", str(come.polygons), *come.columns, "--level", "community")
        )
        killer = Killer(system, moments, choose)
        result = asyncio.run(replay(system.http, come.requests, on_answer=killer))
        system.wait_until_healthy(30)
        wait_until_quiet(system, 10)
        kept = stored(system)
    assert len(killer.killed) == kills
    assert result.refused == []
    assert sorted(kept) == sorted(result.ids.values())
    assert len(kept) == requests
    assert all(row["extended_attributes"]["case"] for row in kept.values())
    assert any(row["extended_attributes"]["place"] for row in kept.values())


def test_replay_survives_three_kills(tmp_path: Path) -> None:
    replay_under_kills(kills=3, requests=400, seed=20260101, folder=tmp_path)


@pytest.mark.long
def test_replay_survives_kills_of_random_parts(long_run: LongRun, tmp_path: Path) -> None:
    kills = long_run.count("kills", 30, least=2)
    requests = long_run.count("requests", 10_000, least=400)
    replay_under_kills(kills, requests, long_run.seed, tmp_path)
