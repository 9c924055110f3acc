"""Rules: threshold with hysteresis, duration, truths, silence; nothing is missed or told twice."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.sense.devices.logic import DeviceType, Quantity, Rule, Silence, Words
from linli.sense.telemetry.logic.engine import Engine, Turn
from linli.sense.telemetry.logic.rules import CALM, Crossing, RuleState, Sample, step
from linli.sense.telemetry.logic.silence import LOOK_AGAIN_SECONDS, NOTE_SECONDS, counts_from
from linli.wire.readings import Reading

NOW = 1_790_000_000.0
HOUR = 3600.0
DAILY = 25 * HOUR
WORDS = Words(zh="", en="")


def kind(*, silent_after: float = 900, **rules: Any) -> DeviceType:
    """A gauge with a level (m), a switch, and the rule given."""
    rule = {
        "name": "high",
        "quantity": "level",
        "comparison": ">=",
        "limit": 0.3,
        "item": "waterlogging",
    }
    return DeviceType(
        code="gauge",
        name=WORDS,
        icon="",
        silence=Silence(after_seconds=silent_after),
        quantities={
            "level": Quantity(name=WORDS, unit="m", min=-5, max=50),
            "open": Quantity(name=WORDS, kind="bool"),
        },
        rules=(Rule(**{**rule, **rules}),),
    )


class Bench:
    """One gauge and its engine; every turn is stored at once."""

    def __init__(self, device_type: DeviceType, quantity: str = "level") -> None:
        self.type, self.quantity = device_type, quantity
        self.engine = self.started()
        self.told: list[Crossing] = []
        self.states: dict[tuple[str, str], RuleState] = {}
        self.noted: dict[str, float] = {}

    def started(self) -> Engine:
        return Engine(lambda device_id: self.type if device_id == "d7" else None)

    def restart(self, at: float = 0.0, awake_at: float | None = None) -> None:
        """As after a kill: only what was stored is left. Awake until then, unless told else."""
        self.engine = self.started()
        self.engine.load(self.states, {("d7", self.quantity): NOW})
        awake_at = NOW + (at if awake_at is None else awake_at)
        self.keep(self.engine.listen_again(self.noted, awake_at, NOW + at))
        self.engine.follow(["d7"], NOW + at)

    def take(self, *values: float | bool, at: float = 0.0, now: float | None = None) -> list[str]:
        """Values a second apart, from `at` on; the crossings in short."""
        readings = [
            Reading("d7", self.quantity, NOW + at + second, value)
            for second, value in enumerate(values)
        ]
        return self.keep(self.engine.run(readings, NOW + (at if now is None else now)))

    def sweep(self, at: float) -> list[str]:
        return self.keep(self.engine.sweep(NOW + at))

    def keep(self, turn: Turn) -> list[str]:
        self.engine.apply(turn)
        self.states.update(turn.states)
        self.noted.update(turn.noted)
        self.told += turn.crossings
        return [f"{one.kind} {one.at - NOW:g}" for one in turn.crossings]


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
