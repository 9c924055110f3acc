"""Rules: threshold with hysteresis, duration, truths; nothing is missed or told twice."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.sense.telemetry.logic.rules import CALM, Crossing, Sample, step
from linli.wire.readings import Reading
from tests.logic.one_gauge import NOW, Bench, kind


def test_a_value_at_the_limit_raises_at_once_with_its_evidence() -> None:
    bench = Bench(kind())
    assert bench.take(0.29) == []
    assert bench.take(0.3, at=1) == ["raised 1"]
    assert bench.told == [
        Crossing(
            "d7",
            "high",
            int(NOW) + 1,
            "raised",
            "waterlogging",
            "reading",
            NOW + 1,
            {
                "device": "d7",
                "rule": "high",
                "quantity": "level",
                "value": 0.3,
                "unit": "m",
                "limit": 0.3,
            },
        )
    ]
    assert bench.told[0].source_key == f"d7/high/{int(NOW) + 1}"


def test_a_value_that_wavers_at_the_limit_raises_once() -> None:
    bench = Bench(kind(clear_limit=0.2))
    assert bench.take(0.3, 0.29, 0.31, 0.25, 0.2, 0.3) == ["raised 0"]
    assert bench.take(0.19, at=6) == ["cleared 6"]
    assert bench.take(0.25, 0.3, at=7) == ["raised 8"]


def test_without_a_clear_limit_the_limit_clears() -> None:
    assert Bench(kind()).take(0.3, 0.29) == ["raised 0", "cleared 1"]


def test_falling_below_a_limit() -> None:
    bench = Bench(kind(comparison="<=", limit=1, clear_limit=2))
    assert bench.take(60, 1, 1.5, 2, 2.1, 0) == ["raised 1", "cleared 4", "raised 5"]


@pytest.mark.parametrize(("limit", "raising"), [(True, True), (False, False)])
def test_truths(limit: bool, raising: bool) -> None:
    bench = Bench(kind(quantity="open", comparison="is", limit=limit), "open")
    assert bench.take(not raising, raising, raising, not raising) == ["raised 1", "cleared 3"]
    assert bench.told[0].evidence["value"] is raising


def test_each_crossing_has_a_number_of_its_own() -> None:
    bench = Bench(kind())
    bench.take(0.3, 0.1, 0.3, 0.1, 0.3)
    numbers = [one.number for one in bench.told]
    assert numbers == [numbers[0]] * 2 + [numbers[0] + 1] * 2 + [numbers[0] + 2]


def test_a_store_that_was_lost_gives_no_number_twice() -> None:
    first, second = Bench(kind()), Bench(kind())
    first.take(0.3, 0.1, 0.3)
    second.take(0.3, at=60)
    assert second.told[0].number > first.told[-1].number


def test_a_duration_must_be_full() -> None:
    bench = Bench(kind(for_seconds=10))
    assert bench.take(0.3, 0.1) == []
    assert bench.take(0.4, at=2) == []
    assert bench.sweep(11) == []
    assert bench.take(0.4, at=12) == ["raised 12"]
    assert bench.sweep(13) == []


def test_a_duration_ends_without_another_word_of_the_device() -> None:
    bench = Bench(kind(quantity="open", comparison="is", limit=True, for_seconds=300), "open")
    assert bench.take(True) == []
    assert bench.sweep(299) == []
    assert bench.sweep(300.5) == ["raised 300"]
    assert bench.told[0].evidence["value"] is True
    assert bench.sweep(301) == []
    assert bench.take(False, at=400) == ["cleared 400"]


def test_a_button_pressed_again_after_a_pause_is_a_new_call() -> None:
    bench = Bench(kind(quantity="open", comparison="is", limit=True, again_seconds=60), "open")
    assert bench.take(True, True) == ["raised 0"]
    assert bench.take(True, at=60) == []
    assert bench.take(True, at=120) == ["raised 120"]


def test_what_goes_on_is_not_told_again() -> None:
    bench = Bench(kind(again_seconds=60))
    assert [bench.take(0.5, at=minute * 30) for minute in range(100)] == [["raised 0"], *[[]] * 99]


def test_a_batch_is_read_in_the_order_of_its_times() -> None:
    bench = Bench(kind())
    readings = [
        Reading("d7", "level", NOW + at, value) for at, value in ((3, 0.1), (1, 0.1), (2, 0.5))
    ]
    assert bench.keep(bench.engine.run(readings, NOW)) == ["raised 2", "cleared 3"]


def test_a_late_reading_raises_what_would_be_missed_and_clears_nothing() -> None:
    bench = Bench(kind())
    assert bench.take(0.1, at=100) == []
    assert bench.take(0.5, at=50) == ["raised 50"]
    assert bench.take(0.1, at=60) == []
    assert bench.take(0.1, at=101) == ["cleared 101"]


def test_a_late_reading_of_a_known_episode_is_no_news() -> None:
    bench = Bench(kind())
    bench.take(0.5, at=10)
    bench.take(0.1, at=20)
    assert bench.take(0.5, at=15) == []
    assert bench.take(0.5, at=5) == ["raised 5"]


def test_a_late_reading_starts_no_duration() -> None:
    bench = Bench(kind(for_seconds=10))
    bench.take(0.1, at=100)
    assert bench.take(0.5, at=50) == []
    assert bench.sweep(200) == []


def test_nothing_counts_before_it_is_stored() -> None:
    bench = Bench(kind())
    reading = [Reading("d7", "level", NOW, 0.5)]
    lost = bench.engine.run(reading, NOW)
    assert [one.kind for one in lost.crossings] == ["raised"]
    assert bench.keep(bench.engine.run(reading, NOW)) == ["raised 0"]


def test_states_survive_a_restart() -> None:
    bench = Bench(kind(clear_limit=0.2))
    bench.take(0.5)
    bench.restart()
    assert bench.take(0.5, at=1) == []
    assert bench.take(0.1, at=2) == ["cleared 2"]


def test_a_duration_survives_a_restart() -> None:
    bench = Bench(kind(for_seconds=10))
    bench.take(0.5)
    bench.restart()
    assert bench.sweep(10) == ["raised 10"]


LEVELS = st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.25, 0.3, 0.4]), max_size=40)


@given(LEVELS)
def test_raised_and_cleared_take_turns(levels: list[float]) -> None:
    bench = Bench(kind(clear_limit=0.2, again_seconds=1e9))
    bench.take(*levels)
    kinds = [one.kind for one in bench.told]
    assert all(one != other for one, other in pairwise(kinds))
    assert kinds[:1] in ([], ["raised"])
    assert ("raised" in kinds) == any(level >= 0.3 for level in levels)


@given(LEVELS, st.lists(st.integers(1, 5), max_size=40))
def test_batches_of_any_size_tell_the_same(levels: list[float], sizes: list[int]) -> None:
    whole, parts = Bench(kind(clear_limit=0.2)), Bench(kind(clear_limit=0.2))
    told = whole.take(*levels)
    piecewise, at = [], 0
    for size in [*sizes, len(levels)]:
        piecewise += parts.take(*levels[at : at + size], at=at, now=0)
        at += size
    assert piecewise == told
    assert parts.told == whole.told


def test_a_calm_reading_leaves_the_state_untouched() -> None:
    state, crossed = step(kind().rules[0], CALM, Sample(0.1, NOW, NOW))
    assert state is CALM
    assert crossed is None
