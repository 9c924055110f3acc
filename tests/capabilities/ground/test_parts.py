"""Signs of life are kept per process and told per part."""

import pytest

from linli.ground import clock as clock_module
from linli.ground.parts.actions import beat, forget_silent, leave
from linli.ground.parts.models import PartBeat
from linli.ground.parts.queries import health
from tests.conftest import StillClock

pytestmark = pytest.mark.django_db


def is_ok(part: str) -> bool:
    ok: bool = health([part], clock_module.now())[part]["ok"]
    return ok


def test_a_part_works_while_it_beats(clock: StillClock) -> None:
    assert not is_ok("work")
    beat("work", "host:1")
    assert is_ok("work")
    clock.forward(seconds=6)
    assert is_ok("work")
    clock.forward(seconds=1)
    assert not is_ok("work")
    beat("work", "host:1")
    assert is_ok("work")
    assert PartBeat.objects.count() == 1


def test_an_unhealthy_beat_tells_why(clock: StillClock) -> None:
    beat("work", "host:1", healthy=False, relay="OperationalError: database is away")
    assert health(["work"], clock.now()) == {
        "work": {
            "ok": False,
            "beat_at": "2026-09-07T02:00:00+00:00",
            "instances": 1,
            "faults": {"host:1": {"relay": "OperationalError: database is away"}},
        }
    }
    beat("work", "host:1")
    assert is_ok("work")


def test_a_process_that_leaves_is_not_missed(clock: StillClock) -> None:
    beat("web", "host:1")
    beat("web", "host:2", healthy=False, database="away")
    leave("web", "host:2")
    assert is_ok("web")


def test_processes_long_silent_are_forgotten(clock: StillClock) -> None:
    beat("work", "host:1")
    clock.forward(hours=1)
    beat("work", "host:2")
    assert forget_silent(clock.now()) == 1
    assert [row.instance for row in PartBeat.objects.all()] == ["host:2"]
