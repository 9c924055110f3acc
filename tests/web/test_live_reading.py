"""Facts become events: one for each thing that changed, as it is now."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from linli.ground.facts.queries import last_number
from linli.ground.rights.asker import Asker
from linli.respond.cases import queries as cases
from linli.respond.cases.queries import CaseRow
from linli.sense.signals.actions import raise_signal
from linli.sense.signals.logic import NewSignal
from linli.web.live.events import Event
from linli.web.live.reading import ALL_NAMES, NAMES, read_after
from tests.cast import District

PART = Asker.for_part("tests")
Deliver = Callable[[], None]


def flood(key: str, clock: Any, lon: float = 117.22) -> UUID:
    return raise_signal(
        NewSignal(
            item="waterlogging",
            source_kind="reading",
            source_key=key,
            happened_at=clock.now(),
            lat=31.82,
            lon=lon,
        ),
        PART,
    )


def case_of(signal_id: UUID) -> CaseRow:
    case = cases.case_of_signal(signal_id, PART)
    assert case is not None
    return case


def data(event: Event, language: str = "zh-hans") -> dict[str, Any]:
    body: dict[str, Any] = json.loads(event.frames[language].decode().split("data: ")[1])
    return body


def facts(events: list[Event]) -> list[str]:
    return [data(event)["fact"] for event in events]


def test_a_case_is_told_as_it_is_now(district: District, clock: Any, deliver: Deliver) -> None:
    signal_id = flood("a", clock)
    deliver()
    case = case_of(signal_id)

    first = read_after(0, NAMES["cases"], 100).events[0]

    told = data(first)
    assert first.where == case.where
    assert first.parties == case.parties
    assert told["case_id"] == str(case.id)
    assert told["list"] == "duty"
    assert (told["item"], told["state"], told["place_id"]) == (
        "waterlogging",
        case.state,
        district.building,
    )
    assert told["item_name"] != data(first, "en")["item_name"]
    assert told["opened_at"] == clock.now().isoformat()


def test_many_signals_of_one_case_are_one_event(
    district: District, clock: Any, deliver: Deliver
) -> None:
    flood("a", clock)
    deliver()
    before = last_number()
    for key in "bcdef":
        flood(key, clock)
    deliver()

    events = read_after(before, NAMES["cases"], 100).events

    assert facts(events) == ["signal_joined"]
    assert data(events[0])["signal_count"] == 6


def test_streams_are_told_apart(district: District, clock: Any, deliver: Deliver) -> None:
    flood("a", clock)
    deliver()

    events = read_after(0, ALL_NAMES, 100).events

    assert [event.number for event in events] == sorted(event.number for event in events)
    assert {event.stream for event in events if "alert_id" in data(event)} == {"alerts"}
    assert "case_opened" in facts([event for event in events if event.stream == "cases"])


def test_reading_goes_on_behind_what_was_read(
    district: District, clock: Any, deliver: Deliver
) -> None:
    flood("a", clock)
    deliver()
    first = read_after(0, NAMES["cases"], 1)
    rest = read_after(first.reached, NAMES["cases"], 100)

    assert first.is_full
    assert not rest.is_full
    assert rest.reached > first.reached
    assert read_after(rest.reached, NAMES["cases"], 100).events == []


def test_an_event_is_for_the_desk_of_the_place(
    district: District, lin: Asker, zhao: Asker, deliver: Deliver, clock: Any
) -> None:
    flood("a", clock)
    deliver()

    [event, *_] = read_after(0, NAMES["cases"], 100).events

    assert event.is_for(lin.scope("see", "case"))
    assert not event.is_for(zhao.scope("see", "case"))
