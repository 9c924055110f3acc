"""A part works when it was heard of lately and does not complain."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.ground.parts.logic import Beat, health_of

NOW = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)


def beat(seconds_ago: float, instance: str = "host:1", **other: object) -> Beat:
    return Beat("work", instance, NOW - timedelta(seconds=seconds_ago), **other)


@pytest.mark.parametrize(("seconds_ago", "ok"), [(0, True), (6, True), (6.1, False), (600, False)])
def test_a_beat_counts_for_six_seconds(seconds_ago: float, ok: bool) -> None:
    found = health_of([beat(seconds_ago)], ["work"], NOW)["work"]
    assert found["ok"] is ok
    assert found["instances"] == int(ok)
    assert found["beat_at"] == (NOW - timedelta(seconds=seconds_ago)).isoformat()


def test_a_part_never_heard_of_does_not_work() -> None:
    assert health_of([beat(0)], ["web"], NOW) == {
        "web": {"ok": False, "beat_at": None, "instances": 0, "faults": {}}
    }


def test_one_complaining_process_makes_the_part_unwell() -> None:
    ill = beat(1, "host:2", healthy=False, detail={"relay": "database is away"})
    found = health_of([beat(1), ill], ["work"], NOW)["work"]
    assert found["ok"] is False
    assert found["faults"] == {"host:2": {"relay": "database is away"}}


def test_a_replaced_process_does_not_count_any_more() -> None:
    gone = beat(60, "host:0", healthy=False, detail={"relay": "killed"})
    found = health_of([gone, beat(1)], ["work"], NOW)["work"]
    assert (found["ok"], found["instances"], found["faults"]) == (True, 1, {})


def test_only_expected_parts_are_told_of() -> None:
    assert list(health_of([beat(0)], ["web", "ingest"], NOW)) == ["web", "ingest"]
