"""What every readings store promises, whatever database it lies in."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from linli.ground.database import native_parameters
from linli.sense.telemetry.logic.admission import MOST_REFUSED_KEPT, Refusal
from linli.sense.telemetry.logic.rules import Crossing, RuleState
from linli.sense.telemetry.store import opening
from linli.sense.telemetry.store.store import Backlog, Kept, Span, Store, WrongStore
from linli.wire.faults import Fault
from linli.wire.readings import Reading

NOW = 1_790_000_000.0
EVIDENCE = {"rule": "flooded", "value": 0.42, "limit": 0.3, "unit": "m"}

pytestmark = pytest.mark.django_db

Open = Callable[[], Store]


@pytest.fixture
def open_store(data: Path) -> Iterator[Open]:
    """Opens the store of this test, as often as it is called."""
    opened: list[Store] = []

    def open_one() -> Store:
        opened.append(opening.open_store())
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()
    if connection.vendor == "postgresql":
        with psycopg.connect(**native_parameters(), autocommit=True) as own:
            own.execute("DROP SCHEMA IF EXISTS readings CASCADE")


@pytest.fixture
def store(open_store: Open) -> Store:
    return open_store()


def level(at: float, value: float = 0.2, device_id: str = "d7") -> Reading:
    return Reading(device_id, "water_level", NOW + at, value)


def crossing(number: int, kind: Any = "raised", rule: str = "flooded") -> Crossing:
    return Crossing("d7", rule, number, kind, "waterlogging", "reading", NOW + number, EVIDENCE)


def refusal(number: int) -> Refusal:
    faults = (
        Fault("json.broken", values={"line": number, "column": 1}),
        Fault("type.number", 2, "v", {"kind": "text"}, spoils_all=True),
    )
    return Refusal("d7", "mqtt", "json", NOW + number, faults, 5, 9, "{é")


def waiting(store: Store, at: float = 0) -> list[tuple[int, str]]:
    return [(one.crossing.number, one.crossing.kind) for one in store.waiting(NOW + at, 100)]


def test_a_reading_is_stored_once(store: Store) -> None:
    assert store.add_readings([level(0), level(1), level(0, 9.0)], NOW) == [level(0), level(1)]
    assert store.add_readings([level(1), level(2)], NOW + 5) == [level(2)]
    assert store.add_readings([], NOW) == []
    assert store.readings("d7", None, Span(NOW), 10) == [
        Kept("d7", "water_level", NOW + 2, 0.2, NOW + 5),
        Kept("d7", "water_level", NOW + 1, 0.2, NOW),
        Kept("d7", "water_level", NOW, 0.2, NOW),
    ]


def test_times_are_exact_to_the_microsecond(store: Store) -> None:
    readings = [level(0.000001), level(0.000002)]
    assert store.add_readings(readings, NOW) == readings
    assert store.add_readings(readings, NOW) == []


def test_readings_are_found_by_quantity_time_and_number(store: Store) -> None:
    store.add_readings([level(n) for n in range(5)] + [Reading("d7", "battery", NOW, 80)], NOW)
    store.add_readings([level(1, device_id="d8")], NOW)
    assert len(store.readings("d7", None, Span(NOW), 100)) == 6
    found = store.readings("d7", "water_level", Span(NOW + 1), 2)
    assert [one.at - NOW for one in found] == [4, 3]
    assert store.readings("nobody", None, Span(), 10) == []
    found = store.readings("d7", "water_level", Span(NOW + 1, NOW + 3), 10)
    assert [one.at - NOW for one in found] == [3, 2, 1]


def test_reading_goes_on_behind_any_value(store: Store) -> None:
    store.add_readings([level(n) for n in (0, 1, 1.000001)], NOW)
    store.add_readings([Reading("d7", name, NOW + 1, 80) for name in ("battery", "zinc")], NOW)

    whole = store.readings("d7", None, Span(), 10)
    assert [(one.at - NOW, one.quantity) for one in whole] == [
        (pytest.approx(1.000001, abs=1e-7), "water_level"),
        (1, "battery"),
        (1, "water_level"),
        (1, "zinc"),
        (0, "water_level"),
    ]
    for place, last in enumerate(whole, start=1):
        behind = Span(behind=(last.at, last.quantity))
        assert store.readings("d7", None, behind, 10) == whole[place:]
        assert store.readings("d7", None, behind, 1) == whole[place : place + 1]


def test_truths_are_one_and_nought(store: Store) -> None:
    store.add_readings([Reading("d7", "sos", NOW, True), Reading("d7", "sos", NOW + 1, False)], NOW)
    assert [one.value for one in store.readings("d7", "sos", Span(), 10)] == [0.0, 1.0]


def test_latest_is_the_youngest_not_the_last_to_arrive(store: Store) -> None:
    for at, value in ((1, 0.1), (3, 0.3), (2, 0.2)):
        store.keep_latest([level(at, value), Reading("d7", "battery", NOW + at, 50)], NOW)
    store.keep_latest([level(0, device_id="d8")], NOW)
    found = [(one.quantity, one.at - NOW, one.value) for one in store.latest(["d7", "d9"])]
    assert found == [("battery", 3, 50), ("water_level", 3, 0.3)]
    assert store.latest([]) == []
    assert store.latest_times()["d7", "water_level"] == NOW + 3


def test_states_come_back_as_they_were(store: Store, open_store: Open) -> None:
    calm = RuleState(number=3, value=0.5, past_at=NOW, since=NOW, until=NOW + 1)
    raised = RuleState(number=4, raised=True, past_at=NOW + 2, since=NOW + 2)
    pending = RuleState(pending_since=NOW + 0.123456)
    store.keep_states({("d7", "flooded"): calm, ("d8", "flooded"): pending})
    store.keep_states({("d7", "flooded"): raised})
    assert open_store().states() == {("d7", "flooded"): raised, ("d8", "flooded"): pending}


def test_who_was_heard_and_who_listened_is_known_again(store: Store, open_store: Open) -> None:
    assert store.heard() == {}
    assert store.awake_at() is None
    store.keep_heard({"d7": NOW, "d8": NOW + 1})
    store.keep_heard({"d7": NOW + 60.5})
    store.keep_awake(NOW)
    store.keep_awake(NOW + 70.25)
    assert open_store().heard() == {"d7": NOW + 60.5, "d8": NOW + 1}
    assert open_store().awake_at() == NOW + 70.25


def test_crossings_wait_in_order_until_they_are_marked(store: Store) -> None:
    store.add_crossings([crossing(1), crossing(2, rule="leak")])
    first, second = store.waiting(NOW, 100)
    assert (first.crossing, first.attempts) == (crossing(1), 0)
    store.mark_forwarded([first.id], NOW)
    assert waiting(store) == [(2, "raised")]
    store.mark_forwarded([second.id], NOW)
    assert store.backlog() == Backlog(0, 0)


def test_a_clearing_waits_for_its_own_raising_only(store: Store) -> None:
    store.add_crossings([crossing(1), crossing(1, "cleared"), crossing(2)])
    assert waiting(store) == [(1, "raised"), (2, "raised")]
    first = store.waiting(NOW, 1)[0]
    store.mark_forwarded([first.id], NOW)
    assert waiting(store) == [(1, "cleared"), (2, "raised")]


def test_what_failed_waits_for_its_time_and_is_counted(store: Store) -> None:
    store.add_crossings([crossing(1), crossing(2)])
    first = store.waiting(NOW, 1)[0]
    store.postpone(first.id, NOW + 10, "UnknownItem: waterlogging")
    assert waiting(store) == [(2, "raised")]
    assert waiting(store, at=10) == [(1, "raised"), (2, "raised")]
    assert store.backlog() == Backlog(2, 1)
    (failing,) = store.failing(10)
    assert (failing.crossing.number, failing.attempts) == (1, 1)
    assert failing.error == "UnknownItem: waterlogging"
    store.mark_forwarded([first.id], NOW)
    assert store.failing(10) == []


def test_a_number_is_never_stored_twice(store: Store) -> None:
    store.add_crossings([crossing(1)])
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        store.add_crossings([crossing(1)])


def test_what_was_refused_is_kept_newest_first(store: Store) -> None:
    store.refuse([refusal(1), refusal(2)])
    store.refuse([])
    store.refuse([refusal(3)])
    assert [one for _, one in store.refused(10)] == [refusal(3), refusal(2), refusal(1)]
    (newest, _), (middle, _) = store.refused(2)
    assert [one for _, one in store.refused(10, before=middle)] == [refusal(1)]
    assert newest > middle


def test_only_the_newest_refused_are_kept(store: Store) -> None:
    store.refuse(refusal(number) for number in range(MOST_REFUSED_KEPT))
    store.refuse([refusal(-1), refusal(-2)])
    kept = store.refused(MOST_REFUSED_KEPT + 10)
    assert len(kept) == MOST_REFUSED_KEPT
    assert kept[-1][1] == refusal(2)


def test_a_transaction_that_fails_leaves_nothing(store: Store, open_store: Open) -> None:
    def fail() -> None:
        with store.transaction():
            store.add_readings([level(0)], NOW)
            store.add_crossings([crossing(1)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert open_store().readings("d7", None, Span(), 10) == []
    with store.transaction():
        store.add_readings([level(0)], NOW)
    assert len(open_store().readings("d7", None, Span(), 10)) == 1


def test_opening_again_keeps_everything(store: Store, open_store: Open) -> None:
    store.add_readings([level(0)], NOW)
    store.close()
    assert len(open_store().readings("d7", None, Span(), 10)) == 1


def test_there_is_one_writer(store: Store, open_store: Open) -> None:
    second = open_store()
    assert store.claim()
    assert not second.claim()
    store.close()
    assert second.claim()


def test_readers_read_what_is_committed_and_write_nothing(store: Store) -> None:
    store.add_readings([level(0)], NOW)
    with opening.reading() as reader:
        assert reader is not None
        assert len(reader.readings("d7", None, Span(), 10)) == 1
        with pytest.raises((sqlite3.OperationalError, psycopg.errors.ReadOnlySqlTransaction)):
            reader.refuse([refusal(1)])
    assert store.refused(10) == []


def test_there_is_nothing_to_read_before_anything_was_written(data: Path) -> None:
    with opening.reading() as reader:
        assert reader is None


def test_a_store_of_another_release_is_refused(store: Store, open_store: Open) -> None:
    store._tell("UPDATE about SET value = ? WHERE name = ?", [("99", "version")])
    with pytest.raises(WrongStore, match="version 99; this release reads 3"):
        open_store()


def make_older(store: Store) -> None:
    """Takes away what version 1 of the tables did not have."""
    store._change("ALTER TABLE refused DROP COLUMN faults")
    store._change("ALTER TABLE refused DROP COLUMN more")
    store._change("DROP TABLE heard")
    store._change("DELETE FROM about WHERE name = 'awake'")
    store._change("UPDATE about SET value = '1'")


def test_a_store_of_an_older_release_is_brought_up_to_date(store: Store, open_store: Open) -> None:
    store.keep_latest([level(0), Reading("d7", "battery", NOW, 80)], NOW + 1)
    store.keep_latest([level(5), level(1, device_id="d8")], NOW + 6)
    old = Refusal("d7", "mqtt", "json", NOW, size=9, payload="{é", detail="message is not JSON.")
    store.refuse([old])
    make_older(store)
    newer = open_store()
    assert [one for _, one in newer.refused(10)] == [old]
    newer.refuse([refusal(1)])
    assert [one for _, one in newer.refused(10)] == [refusal(1), old]
    assert newer.heard() == {"d7": NOW + 6, "d8": NOW + 6}
    assert newer.awake_at() == NOW + 6
    assert len(newer.latest(["d7", "d8"])) == 3
    assert open_store().heard() == newer.heard()


def test_an_older_store_without_any_reading_is_brought_up_to_date(
    store: Store, open_store: Open
) -> None:
    make_older(store)
    newer = open_store()
    assert newer.heard() == {}
    assert newer.awake_at() is None


def test_nothing_is_read_of_a_store_that_is_not_up_to_date(store: Store, open_store: Open) -> None:
    make_older(store)
    with opening.reading() as reader:
        assert reader is None
    open_store()
    with opening.reading() as reader:
        assert reader is not None
