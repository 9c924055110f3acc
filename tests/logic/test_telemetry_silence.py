"""Silence: told once, whatever restarts there are, and never for a time when nobody listened."""

import pytest

from linli.sense.telemetry.logic.engine import Engine
from linli.sense.telemetry.logic.silence import LOOK_AGAIN_SECONDS, NOTE_SECONDS, counts_from
from tests.logic.one_gauge import NOW, Bench, kind

HOUR = 3600.0
DAILY = 25 * HOUR


def test_silence_is_raised_once_and_cleared_by_the_first_word() -> None:
    bench = Bench(kind())
    bench.engine.follow(["d7"], NOW)
    assert bench.sweep(899) == []
    assert bench.sweep(900) == ["raised 900"]
    assert bench.sweep(900 + 3 * LOOK_AGAIN_SECONDS) == []
    assert bench.take(0.1, at=2000) == ["cleared 2000"]
    assert bench.take(0.1, at=2001) == []
    assert bench.sweep(2900) == []
    assert bench.sweep(2901) == ["raised 2901"]
    first = bench.told[0]
    assert (first.item, first.source_kind, first.rule) == ("device_silent", "silence", "silence")
    assert first.evidence == {"device": "d7", "rule": "silence", "limit": 900, "unit": "s"}


def test_a_device_that_speaks_is_not_silent() -> None:
    bench = Bench(kind())
    bench.engine.follow(["d7"], NOW)
    for at in range(0, 3600, 600):
        bench.take(0.1, at=at)
        assert bench.sweep(at) == []
    assert bench.sweep(3899) == []
    assert bench.sweep(3900) == ["raised 3900"]


def test_silence_counts_by_arrival_not_by_the_device_clock() -> None:
    bench = Bench(kind())
    bench.engine.follow(["d7"], NOW)
    bench.take(0.1, at=-86400, now=890)
    assert bench.sweep(1000) == []


def test_a_gateway_is_heard_through_its_children() -> None:
    bench = Bench(kind())
    bench.engine.follow(["d7"], NOW)
    bench.keep(bench.engine.run([], NOW + 890, speakers=["d7"]))
    assert bench.sweep(1000) == []


def test_a_silence_outlives_a_restart_and_is_told_once() -> None:
    bench = Bench(kind())
    bench.engine.follow(["d7"], NOW)
    assert bench.sweep(900) == ["raised 900"]
    bench.restart(at=905)
    assert bench.sweep(9000) == []
    assert bench.take(0.1, at=9001) == ["cleared 9001"]


def test_restarts_do_not_hide_a_dead_device() -> None:
    bench = Bench(kind(silent_after=DAILY))
    bench.engine.follow(["d7"], NOW)
    bench.take(0.1)
    bench.restart(at=10 * HOUR, awake_at=10 * HOUR - 5)
    bench.restart(at=20 * HOUR, awake_at=20 * HOUR - 5)
    assert bench.sweep(DAILY) == []
    due = DAILY + NOTE_SECONDS + 2 * 5
    assert bench.sweep(26 * HOUR) == [f"raised {due:g}"]
    bench.restart(at=27 * HOUR)
    assert bench.sweep(60 * HOUR) == []


def test_a_device_that_never_spoke_is_missed_in_spite_of_restarts() -> None:
    bench = Bench(kind(silent_after=DAILY))
    bench.engine.follow(["d7"], NOW)
    bench.sweep(0)
    bench.restart(at=20 * HOUR)
    assert bench.sweep(26 * HOUR) == [f"raised {DAILY:g}"]


def test_after_an_outage_each_device_has_its_whole_period() -> None:
    bench = Bench(kind(silent_after=DAILY))
    bench.engine.follow(["d7"], NOW)
    bench.take(0.1)
    bench.restart(at=31 * HOUR, awake_at=HOUR)
    assert bench.sweep(31 * HOUR) == []
    assert bench.sweep(31 * HOUR + DAILY - 1) == []
    assert bench.sweep(31 * HOUR + DAILY) == [f"raised {31 * HOUR + DAILY:g}"]


@pytest.mark.parametrize(
    ("away", "since"),
    [
        (0, 10),
        (40, 50),
        (45, 55),
        (46, 500),
        (1e9, 500),
    ],
)
def test_a_short_absence_moves_silence_on_and_a_long_one_begins_anew(
    away: float, since: float
) -> None:
    assert counts_from(heard=10, period=900, away=away, now=500) == since


def test_silence_never_counts_from_the_future() -> None:
    assert counts_from(heard=520, period=900, away=0, now=500) == 500
    bench = Bench(kind())
    bench.noted["d7"] = NOW + 1e6  # as when the clock was set back
    bench.restart(at=0, awake_at=1e6)
    assert bench.sweep(900) == ["raised 900"]


def test_who_is_heard_all_the_time_is_noted_once_a_minute() -> None:
    bench = Bench(kind())
    noted = []
    for at in range(0, 130, 10):
        turn = bench.engine.run([], NOW + at, speakers=["d7"])
        bench.keep(turn)
        noted += [heard - NOW for heard in turn.noted.values()]
    assert noted == [60, 120, 180]


def test_restarts_without_end_do_not_move_silence_on() -> None:
    bench = Bench(kind())
    bench.engine.follow(["d7"], NOW)
    bench.take(0.1)
    for at in range(10, 900, 10):
        bench.restart(at=at)
        assert bench.sweep(at) == []
    assert bench.sweep(909) == []
    assert bench.sweep(910) == ["raised 910"]


def test_what_was_said_after_the_last_note_counts_after_a_restart() -> None:
    bench = Bench(kind())
    bench.engine.follow(["d7"], NOW)
    bench.take(0.1)
    bench.take(0.1, at=50)
    bench.restart(at=100)
    assert bench.sweep(949) == []


def test_a_silence_that_was_not_stored_is_proposed_again() -> None:
    bench = Bench(kind())
    bench.engine.follow(["d7"], NOW)
    assert [one.kind for one in bench.engine.sweep(NOW + 900).crossings] == ["raised"]
    assert bench.sweep(900 + LOOK_AGAIN_SECONDS) == ["raised 900"]


def test_a_device_that_may_not_speak_any_more_is_not_missed() -> None:
    bench = Bench(kind())
    registered = {"d7": bench.type}
    engine = Engine(registered.get)
    engine.follow(["d7", "d8"], NOW)
    registered.clear()
    assert engine.sweep(NOW + 5000).crossings == []
