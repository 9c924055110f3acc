"""Signals are raised once, lie where they were noticed, and are seen by whom they concern."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from linli.ground.audit.models import AuditEntry
from linli.ground.facts.models import StoredFact
from linli.ground.revisions.memory import new_moment
from linli.ground.rights.asker import VISITOR, Asker, Refused, Where
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.actions import load_packs
from linli.sense.signals import actions, queries
from linli.sense.signals.actions import clear_signal, place_signals, raise_signal
from linli.sense.signals.logic import BadSignal, NewSignal, UnknownItem, UnknownSignal
from linli.sense.signals.models import Signal
from tests.cast import SETUP, make_district

FORWARDER = Asker.for_part("telemetry.forwarder")
NOON = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
FLOOD = NewSignal(
    item="waterlogging",
    source_kind="reading",
    source_key="reading/d7/deep/1",
    happened_at=NOON,
    lat=31.82,
    lon=117.22,
    device_id="d7",
    evidence={"water_level": 0.42},
)
SEEN = replace(FLOOD, source_kind="person", source_key="seen-1", device_id="")


def announced() -> list[tuple[str, dict[str, Any]]]:
    return [(fact.name, fact.body) for fact in StoredFact.objects.order_by("id")]


def test_a_signal_lies_in_the_smallest_place_around_its_point(district: Any) -> None:
    signal_id = raise_signal(FLOOD, FORWARDER)

    row = queries.signal(signal_id, FORWARDER)
    assert row is not None
    assert row.place_id == district.building
    assert row.where == district.where("building")
    assert row.evidence == {"water_level": 0.42, "located": {"how": "inside", "metres": 0.0}}
    assert (row.severity, row.item_version) == ("urgent", 1)


def test_a_named_place_goes_before_the_point(district: Any) -> None:
    signal_id = raise_signal(replace(FLOOD, place_id=district.community_2), FORWARDER)

    row = queries.signal(signal_id, FORWARDER)
    assert row is not None
    assert (row.place_id, row.where.community_id) == (district.community_2, district.community_2)
    assert "located" not in row.evidence


@pytest.mark.parametrize("point", [(None, None), (0.0, 0.0)])
def test_a_signal_from_nowhere_is_kept_without_a_place(
    district: Any, point: tuple[float | None, float | None]
) -> None:
    signal_id = raise_signal(replace(FLOOD, lat=point[0], lon=point[1]), FORWARDER)

    row = queries.signal(signal_id, FORWARDER)
    assert row is not None
    assert (row.place_id, row.where) == (None, Where())
    assert (row.lat, row.lon) == point


def test_raising_twice_gives_one_signal_and_one_fact(district: Any) -> None:
    first = raise_signal(FLOOD, FORWARDER)
    second = raise_signal(replace(FLOOD, evidence={"water_level": 9.9}), FORWARDER)

    assert first == second
    assert Signal.objects.count() == 1
    assert announced() == [
        ("signal_raised", {"signal_id": str(first), "item": "waterlogging", "urgent": False})
    ]


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_raise_each_signal_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("a database in memory has one writer")
    make_district()
    load_packs(None, SETUP)
    start = Barrier(8)

    def raise_all(_: int) -> list[UUID]:
        new_moment()
        start.wait()
        try:
            keys = [f"reading/d7/deep/{number}" for number in range(40)]
            return [raise_signal(replace(FLOOD, source_key=key), FORWARDER) for key in keys]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as writers:
        raised = list(writers.map(raise_all, range(8)))

    assert all(ids == raised[0] for ids in raised)
    assert (Signal.objects.count(), len(announced())) == (40, 40)


@pytest.mark.parametrize(
    ("severity", "urgent"), [("emergency", True), ("urgent", False), ("low", False)]
)
def test_only_an_emergency_takes_the_fast_lane(district: Any, severity: str, urgent: bool) -> None:
    raise_signal(replace(FLOOD, severity=severity), FORWARDER)

    assert announced()[0][1]["urgent"] is urgent
    assert StoredFact.objects.get().urgent is urgent


def test_an_item_that_is_not_in_the_catalogue_is_refused_by_name(district: Any) -> None:
    with pytest.raises(UnknownItem, match='"dragons" is not in the catalogue'):
        raise_signal(replace(FLOOD, item="dragons"), FORWARDER)

    assert Signal.objects.count() == 0


def test_a_retired_item_is_refused(district: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    item = catalogue.item("waterlogging")
    assert item is not None
    monkeypatch.setattr(actions.catalogue, "item", lambda _: replace(item, retired=True))

    with pytest.raises(UnknownItem, match='"waterlogging" is retired'):
        raise_signal(FLOOD, FORWARDER)


def test_an_unknown_place_is_refused_with_its_id(district: Any) -> None:
    with pytest.raises(BadSignal, match="987654 is no known place"):
        raise_signal(replace(FLOOD, place_id=987654), FORWARDER)


def test_lin_may_raise_what_she_sees_and_is_audited(district: Any, lin: Asker, clock: Any) -> None:
    signal_id = raise_signal(SEEN, lin)

    entry = AuditEntry.objects.get(act="raise")
    assert (entry.user_id, entry.kind, entry.thing_id) == (lin.user_id, "signal", str(signal_id))


def test_those_from_elsewhere_may_not_raise_here(
    district: Any, zhao: Asker, wang: Asker, chen: Asker, clock: Any
) -> None:
    for asker in (zhao, wang, chen, VISITOR):
        with pytest.raises(Refused):
            raise_signal(SEEN, asker)

    assert Signal.objects.count() == 0
    assert announced() == []


def test_a_person_cannot_take_the_key_of_a_device(district: Any, lin: Asker, clock: Any) -> None:
    hers = raise_signal(replace(SEEN, source_key=FLOOD.source_key), lin)

    assert raise_signal(FLOOD, FORWARDER) != hers
    assert Signal.objects.count() == 2


def test_a_signal_is_cleared_once(district: Any) -> None:
    signal_id = raise_signal(FLOOD, FORWARDER)
    later = NOON.replace(hour=3)

    clear_signal(FLOOD.source_key, later, FORWARDER)
    clear_signal(FLOOD.source_key, NOON.replace(hour=4), FORWARDER)

    row = queries.signal(signal_id, FORWARDER)
    assert row is not None
    assert row.cleared_at == later
    assert [name for name, _ in announced()] == ["signal_raised", "signal_cleared"]


def test_clearing_what_was_never_raised_says_so(district: Any) -> None:
    with pytest.raises(UnknownSignal, match="reading/d7/deep/2"):
        clear_signal("reading/d7/deep/2", NOON, FORWARDER)


def test_a_signal_without_a_place_is_placed_by_a_person(district: Any, lin: Asker) -> None:
    signal_id = raise_signal(replace(FLOOD, lat=None, lon=None), FORWARDER)

    place_signals([signal_id], district.community, lin)

    row = queries.signal(signal_id, lin)
    assert row is not None
    assert (row.place_id, row.where) == (district.community, district.where("community"))
    assert announced()[-1] == (
        "signal_placed",
        {"signal_id": str(signal_id), "place_id": district.community},
    )


def test_nobody_places_a_signal_where_they_have_no_say(district: Any, zhao: Asker) -> None:
    signal_id = raise_signal(FLOOD, FORWARDER)

    with pytest.raises(Refused):
        place_signals([signal_id], district.community_2, zhao)

    assert Signal.objects.get().place_id == district.building


def test_placing_a_signal_that_is_not_there_says_so(district: Any) -> None:
    """None of those that came with it is placed either."""
    unknown, known = UUID(int=1), raise_signal(replace(FLOOD, lat=None, lon=None), FORWARDER)

    with pytest.raises(UnknownSignal, match=str(unknown)):
        place_signals([known, unknown], district.community, FORWARDER)

    assert Signal.objects.get().place_id is None
    assert announced()[-1][0] == "signal_raised"


def test_signals_are_seen_where_one_works_and_nowhere_else(
    district: Any, lin: Asker, chen: Asker, zhao: Asker, wang: Asker
) -> None:
    here = raise_signal(FLOOD, FORWARDER)
    next_door = raise_signal(
        replace(FLOOD, source_key="reading/d8/deep/1", place_id=district.community_2), FORWARDER
    )

    ids = [next_door, here, uuid4()]
    assert [row.id for row in queries.signals(ids, lin)] == [here, next_door]
    assert [row.id for row in queries.signals(ids, chen)] == [here]
    assert queries.signals(ids, zhao) == []
    assert queries.signal(here, zhao) is None
    with pytest.raises(Refused):
        queries.signal(here, wang)


def test_what_has_no_place_yet_is_seen_by_every_desk(
    district: Any, lin: Asker, zhao: Asker, chen: Asker
) -> None:
    nowhere = raise_signal(replace(FLOOD, lat=None, lon=None), FORWARDER)

    assert queries.signal(nowhere, lin) is not None
    assert queries.signal(nowhere, zhao) is not None
    assert queries.signal(nowhere, chen) is None


def test_the_signals_of_a_device_come_newest_first(district: Any, clock: Any) -> None:
    first = raise_signal(FLOOD, FORWARDER)
    clock.forward(minutes=5)
    second = raise_signal(replace(FLOOD, source_key="reading/d7/deep/2"), FORWARDER)

    assert [row.id for row in queries.of_device("d7", FORWARDER)] == [second, first]
