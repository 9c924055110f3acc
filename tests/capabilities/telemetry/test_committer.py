"""Nothing is acknowledged before it is durable, whatever the store does."""

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from linli.ground import clock
from linli.sense.telemetry import committer as committing
from linli.sense.telemetry.connectors.mqtt.answers import IN_FLIGHT
from linli.sense.telemetry.intake import Message
from linli.sense.telemetry.logic.rules import Crossing
from linli.sense.telemetry.pipeline import FULL_READINGS, Delivery, Outcome, Pipeline
from linli.sense.telemetry.store.opening import open_store, reading
from linli.sense.telemetry.store.store import Store
from linli.wire.readings import Reading
from tests.bare_mqtt import Client
from tests.capabilities.telemetry.bench import Bench


class Trouble:
    """Opens stores whose `add_readings` does what the test says before it does its work."""

    def __init__(self, act: Callable[[Sequence[Reading]], None]) -> None:
        self.act = act

    def __call__(self) -> Store:
        store = open_store()
        add = store.add_readings

        def add_or_fail(readings: Sequence[Reading], arrived: float) -> list[Reading]:
            self.act(readings)
            return add(readings, arrived)

        store.add_readings = add_or_fail  # type: ignore[method-assign]
        return store


async def send(bench: Bench, payload: str, device_id: str = "d7") -> "asyncio.Future[Outcome]":
    """The outcome, once the message is durable."""
    outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
    message = Message("test", device_id, device_id, payload.encode())
    await bench.intake.take(message, outcome.set_result)
    return outcome


def run(bench: Bench, scenario: Callable[[Bench], Awaitable[None]]) -> Bench:
    async def whole() -> Bench:
        async with bench:
            await scenario(bench)
        return bench

    return asyncio.run(asyncio.wait_for(whole(), 20))


def waiting() -> list[Crossing]:
    with reading() as store:
        assert store is not None
        return [one.crossing for one in store.waiting(clock.seconds() + 1, 100)]


class Hours:
    """Moves the clock on; it never stands still."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = 0.0
        real = clock.seconds
        monkeypatch.setattr(clock, "seconds", lambda: real() + self.ahead * 3600)
        monkeypatch.setattr(committing, "SWEEP_SECONDS", 0.01)

    async def pass_by(self, bench: Bench, hours: float) -> None:
        """With the part at work, until what follows from the new time is stored."""
        await self._sweep(bench)
        self.ahead += hours
        for _ in range(3):  # the first may have looked at the old time, the last has begun only
            await self._sweep(bench)

    async def _sweep(self, bench: Bench) -> None:
        bench.roll.swept.clear()
        assert await asyncio.to_thread(bench.roll.swept.wait, 5)


def silences(device_id: str) -> int:
    with reading() as store:
        assert store is not None
        told = [one.crossing for one in store.waiting(clock.seconds() + 1, 100)]
    return sum(one.device_id == device_id and one.rule == "silence" for one in told)


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committing, "PAUSES", (0.001,))


def test_a_store_that_fails_delays_the_answer_and_is_told() -> None:
    seen: list[dict[str, str]] = []

    def fail_twice(_readings: Sequence[Reading]) -> None:
        seen.append(bench.health.faults())
        if len(seen) <= 2:
            raise sqlite3.OperationalError("database or disk is full")

    async def scenario(bench: Bench) -> None:
        outcome = await (await send(bench, '{"water_level": 0.5}'))
        assert outcome == Outcome(stored=1)
        assert bench.health.is_well

    bench = Bench(Trouble(fail_twice))
    run(bench, scenario)
    fault = {"store": "readings cannot be stored: database or disk is full"}
    assert seen == [{}, fault, fault]
    assert [one.value for one in bench.stored()] == [0.5]
    assert [one.kind for one in waiting()] == ["raised"]


def test_a_store_that_cannot_be_opened_again_is_waited_for() -> None:
    def open_or_fail() -> Store:
        opened.append(True)
        if 2 <= len(opened) <= 3:
            raise sqlite3.OperationalError("unable to open database file")
        return broken_once() if len(opened) == 1 else open_store()

    def fail(_readings: Sequence[Reading]) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    async def scenario(bench: Bench) -> None:
        assert await (await send(bench, '{"water_level": 0.5}')) == Outcome(stored=1)

    opened: list[bool] = []
    broken_once = Trouble(fail)
    bench = run(Bench(open_or_fail), scenario)
    assert len(opened) == 4
    assert bench.health.is_well
    assert [one.kind for one in waiting()] == ["raised"]


def test_what_could_not_be_stored_until_the_end_is_never_answered() -> None:
    def fail(_readings: Sequence[Reading]) -> None:
        failed.set()
        raise sqlite3.OperationalError("database or disk is full")

    async def scenario(bench: Bench) -> None:
        outcomes.append(await send(bench, '{"water_level": 0.5}'))
        await asyncio.to_thread(failed.wait, 5)

    outcomes: list[asyncio.Future[Outcome]] = []
    bench = Bench(Trouble(fail))
    failed = bench.crossings
    run(bench, scenario)
    assert not outcomes[0].done()
    assert bench.stored() == []


def test_a_message_that_cannot_be_stored_costs_no_other() -> None:
    def fail_for_poison(readings: Sequence[Reading]) -> None:
        if any(one.value == 0.13 for one in readings):
            raise ValueError("this value is poison")

    async def scenario(bench: Bench) -> None:
        futures = [await send(bench, f'{{"water_level": {v}}}') for v in (0.11, 0.12, 0.13, 0.14)]
        first, second, third, fourth = [await future for future in futures]
        assert first == second == fourth == Outcome(stored=1)
        assert [fault.reason for fault in third.faults] == ["fault"]

    bench = run(Bench(Trouble(fail_for_poison)), scenario)
    assert sorted(one.value for one in bench.stored()) == [0.11, 0.12, 0.14]
    (refused,) = bench.refused()
    assert refused.reason == "fault"
    (fault,) = refused.faults
    assert fault.told() == "message could not be stored: ValueError: this value is poison"


def test_a_commit_whose_answer_was_lost_raises_nothing_twice() -> None:
    """As when the connection breaks after the database has committed."""

    def opened() -> Store:
        store = Trouble(lambda _readings: seen.append(True))()
        committed = store.transaction

        @contextmanager
        def committed_then_broken() -> Iterator[None]:
            with committed():
                yield
            if len(seen) == 1:
                seen.append(True)
                raise sqlite3.OperationalError("connection lost")

        store.transaction = committed_then_broken  # type: ignore[method-assign]
        return store

    async def scenario(bench: Bench) -> None:
        now = clock.seconds()
        first = f'[{{"bt":{now - 9},"n":"water_level","v":0.5}}]'
        assert await (await send(bench, first)) == Outcome(repeated=1)
        second = f'[{{"bt":{now - 8},"n":"water_level","v":0.6}}]'
        assert await (await send(bench, second)) == Outcome(stored=1)

    seen: list[bool] = []
    run(Bench(opened), scenario)
    assert [one.kind for one in waiting()] == ["raised"]


def test_a_repeated_reading_runs_no_rule() -> None:
    async def scenario(bench: Bench) -> None:
        now = clock.seconds()
        high, low = (
            f'[{{"bt":{now - ago},"n":"water_level","v":{v}}}]' for ago, v in ((9, 0.5), (8, 0.1))
        )
        outcomes = [await (await send(bench, one)) for one in (high, low, high, low)]
        assert [one.repeated for one in outcomes] == [0, 0, 1, 1]

    run(Bench(), scenario)
    with reading() as store:
        assert store is not None
        assert store.backlog().waiting == 2


def test_rules_go_on_after_a_restart() -> None:
    async def raise_it(bench: Bench) -> None:
        await (await send(bench, '{"water_level": 0.5}'))

    async def still_high_then_low(bench: Bench) -> None:
        await (await send(bench, '{"water_level": 0.6}'))
        await (await send(bench, '{"water_level": 0.1}'))

    run(Bench(), raise_it)
    run(Bench(), still_high_then_low)
    with reading() as store:
        assert store is not None
        first = store.waiting(clock.seconds() + 1, 10)
        assert [one.crossing.kind for one in first] == ["raised"]
        assert store.backlog().waiting == 2


def test_everything_taken_in_is_stored_before_the_end() -> None:
    async def scenario(bench: Bench) -> None:
        for number in range(3000):
            outcomes.append(await send(bench, f'{{"water_level": {number / 1000}}}'))

    outcomes: list[asyncio.Future[Outcome]] = []
    bench = run(Bench(), scenario)
    assert all(one.done() for one in outcomes)
    assert len(bench.stored()) == 3000


def test_an_urgent_message_overtakes_the_others() -> None:
    async def scenario() -> list[str]:
        pipeline = Pipeline(asyncio.get_running_loop())
        for speaker in ("d7", "d8"):
            pipeline.put(Delivery(speaker))
        pipeline.put(Delivery("b1", is_urgent=True))
        return [one.speaker for one in pipeline.take(0)]

    assert asyncio.run(scenario()) == ["b1", "d7", "d8"]


def test_a_full_pipeline_lets_nobody_in_until_it_is_emptier() -> None:
    async def scenario() -> None:
        pipeline = Pipeline(asyncio.get_running_loop())
        readings = [Reading("d7", "water_level", 1.0, 0.1)] * 1000
        for _ in range(FULL_READINGS // 1000):
            assert not pipeline.is_full
            pipeline.put(Delivery("d7", readings))
        assert pipeline.is_full
        pipeline.answer([(one, Outcome()) for one in pipeline.take(0)])
        await asyncio.wait_for(pipeline.room(), 5)
        assert not pipeline.is_full

    asyncio.run(scenario())


def test_one_connection_has_a_bounded_number_of_messages_under_way() -> None:
    def hold(_readings: Sequence[Reading]) -> None:
        held.set()
        go_on.wait(10)

    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect()
            for packet_id in range(1, 201):
                client.publish('{"water_level": 0.1}', packet_id)
            await client.writer.drain()
            await asyncio.to_thread(held.wait, 10)
            while bench.pipeline.waiting < IN_FLIGHT:
                await asyncio.sleep(0.001)
            assert bench.pipeline.waiting == IN_FLIGHT
            go_on.set()
            answers = [await client.receive() for _ in range(200)]
            assert answers[-1] == b"\x40" + (200).to_bytes(2)

    held, go_on = threading.Event(), threading.Event()
    assert len(run(Bench(Trouble(hold)), scenario).stored()) == 200


def test_a_store_that_works_again_is_told_without_any_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(committing, "SWEEP_SECONDS", 0.01)

    async def scenario(bench: Bench) -> None:
        bench.health.complain("store", "readings cannot be stored: disk I/O error")
        while not bench.health.is_well:
            await asyncio.sleep(0.005)

    run(Bench(), scenario)


def test_silence_is_swept_without_any_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committing, "SWEEP_SECONDS", 0.01)

    async def scenario(bench: Bench) -> None:
        await asyncio.to_thread(bench.roll.swept.wait, 5)
        ahead.append(7200)
        await asyncio.to_thread(bench.crossings.wait, 5)

    ahead: list[float] = []
    real = clock.seconds
    monkeypatch.setattr(clock, "seconds", lambda: real() + sum(ahead))
    run(Bench(), scenario)
    ahead.clear()
    silent = {one.device_id for one in waiting() if one.source_kind == "silence"}
    assert {"d7", "d8", "gw1"} <= silent
    assert "b1" not in silent


def test_a_dead_device_is_missed_in_spite_of_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = Hours(monkeypatch)

    async def heard(bench: Bench) -> None:
        await (await send(bench, '{"sos": false}', "b1"))
        await hours.pass_by(bench, 20)

    async def dead(bench: Bench) -> None:
        await hours.pass_by(bench, 4)
        assert silences("b1") == 0
        await hours.pass_by(bench, 2)
        assert silences("b1") == 1

    async def still_dead(bench: Bench) -> None:
        await hours.pass_by(bench, 30)

    for scenario in (heard, dead, still_dead):
        run(Bench(), scenario)
    assert silences("b1") == 1


def test_an_outage_of_ours_is_no_silence_of_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = Hours(monkeypatch)

    async def heard(bench: Bench) -> None:
        for device_id, message in (("d7", '{"water_level": 0.1}'), ("b1", '{"sos": false}')):
            await (await send(bench, message, device_id))

    async def after_the_outage(bench: Bench) -> None:
        told = []
        for passed in (0.9, 0.2, 23.8, 0.2):  # 0.9, 1.1, 24.9 and 25.1 hours after the outage
            await hours.pass_by(bench, passed)
            told.append((silences("d7"), silences("b1")))
        assert told == [(0, 0), (1, 0), (1, 0), (1, 1)]

    run(Bench(), heard)
    hours.ahead += 30
    run(Bench(), after_the_outage)


def test_a_store_that_did_not_work_for_long_is_no_silence_of_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_readings: Sequence[Reading]) -> None:
        if not failed.is_set():
            hours.ahead += 30
            failed.set()
            raise sqlite3.OperationalError("database or disk is full")

    async def scenario(bench: Bench) -> None:
        await (await send(bench, '{"water_level": 0.1}'))
        await hours.pass_by(bench, 0)
        assert [silences(one) for one in ("d7", "d8", "b1", "gw1", "c1")] == [0] * 5

    failed = threading.Event()
    hours = Hours(monkeypatch)
    run(Bench(Trouble(fail)), scenario)
