"""Programs raise signals, register devices and read what these measured, within their reach."""

from collections.abc import Callable
from typing import Any

import pytest

from linli.ground.audit.models import AuditEntry
from linli.ground.idempotency.models import KeptAnswer
from linli.ground.rights.asker import Asker
from linli.respond.cases import queries as cases
from linli.sense.devices import queries as devices
from linli.sense.signals.models import Signal
from linli.sense.telemetry.store.opening import open_store
from linli.wire.readings import Reading
from tests.cast import District
from tests.web.api_client import Program, fields, problem

PART = Asker.for_part("tests")
NOW = 1_790_000_000.0
"""2026-09-21T14:13:20Z in the readings store."""
FLOOD = {"item": "waterlogging", "lat": 31.82, "lon": 117.22, "source_key": "p1"}
GAUGE = {"id": "d7", "type": "water_gauge", "place": "b3"}


def test_a_signal_of_a_partner_opens_a_case(
    district: District, lin: Asker, deliver: Callable[[], None]
) -> None:
    answer = Program(lin).post("signals", FLOOD)
    deliver()

    assert answer.status_code == 201, answer.content
    case = cases.case_of_signal(Signal.objects.get(pk=answer.json()["id"]).pk, PART)
    assert case is not None
    assert (case.item, case.place_id) == ("waterlogging", district.building)


def test_the_same_source_key_is_the_same_signal(district: District, lin: Asker) -> None:
    program = Program(lin)

    first, second = program.post("signals", FLOOD), program.post("signals", FLOOD)

    assert first.json() == second.json()
    assert Signal.objects.count() == 1


def test_the_same_idempotency_key_is_the_same_signal(district: District, lin: Asker) -> None:
    program, body = Program(lin), {**FLOOD, "source_key": None}

    first = program.post("signals", body, Idempotency_Key="k1")
    second = program.post("signals", body, Idempotency_Key="k1")

    assert first.json() == second.json()
    assert Signal.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"item": "no_such_thing"}, "item"),
        ({"item": "a\0b"}, "item"),
        ({"place": "nowhere"}, "place"),
        ({"lat": float("nan")}, "lat"),
        ({"lat": float("inf")}, "lat"),
        ({"lat": 91}, "lat"),
        ({"lon": None}, "lat"),
        ({"severity": "grave"}, "severity"),
        ({"source_kind": "reading"}, "source_kind"),
        ({"source_key": "x" * 121}, "source_key"),
        ({"source_key": "a\0b"}, "source_key"),
        ({"happened_at": "1970-01-02T00:00:00Z"}, "happened_at"),
        ({"happened_at": "2036-01-01T00:00:00Z"}, "happened_at"),
        ({"happened_at": "2026-09-07T10:00:00"}, "happened_at"),
        ({"evidence": {"depth": float("nan")}}, "evidence"),
        ({"evidence": {"note": "a\0b"}}, "evidence"),
        ({"evidence": {"note": "x" * 1_000_000}}, "evidence"),
        ({"evidence": []}, "evidence"),
    ],
)
def test_a_bad_signal_is_told_by_field(
    changes: dict[str, Any], field: str, district: District, lin: Asker
) -> None:
    answer = Program(lin).post("signals", {**FLOOD, **changes})

    assert fields(answer) == [field]
    assert Signal.objects.count() == 0


@pytest.mark.parametrize("body", ["{", "", "[]", '"x"', "\x00", "[" * 100_000])
def test_a_body_that_is_no_json_object_is_refused(
    body: str, district: District, lin: Asker
) -> None:
    program = Program(lin)

    answer = program.client.post(
        "/api/v1/signals", body, "application/json", headers=program.headers({})
    )

    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_too_large_a_body_is_refused(district: District, lin: Asker) -> None:
    answer = Program(lin).post("signals", {**FLOOD, "evidence": {"note": "x" * 3_000_000}})

    problem(answer, 413, "too-large")
    assert Signal.objects.count() == 0


def test_a_point_far_from_every_place_is_not_for_a_street_to_raise(
    district: District, lin: Asker, zhao: Asker
) -> None:
    problem(Program(zhao).post("signals", FLOOD), 403, "refused")

    assert Signal.objects.count() == 0


def test_a_device_is_registered_and_its_token_told_once(district: District, lin: Asker) -> None:
    program = Program(lin)

    first = program.post("devices", GAUGE, Idempotency_Key="k1")
    second = program.post("devices", GAUGE, Idempotency_Key="k1")

    assert first.status_code == 201, first.content
    assert (first.json()["place"], first.json()["type"]) == ("b3", "water_gauge")
    assert second.json() == {**first.json(), "token": None}
    assert first.json()["token"] not in str(KeptAnswer.objects.get().body)
    assert AuditEntry.objects.filter(act="register", kind="device").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": "d 7"}, "id"),
        ({"id": "a\0b"}, "id"),
        ({"id": "x" * 65}, "id"),
        ({"type": "toaster"}, "type"),
        ({"place": "nowhere"}, "place"),
        ({"name": "x" * 121}, "name"),
        ({"lat": 31.8}, "lat"),
        ({"gateway": "no_such_gateway"}, "gateway"),
    ],
)
def test_a_bad_device_is_told_by_field(
    changes: dict[str, Any], field: str, district: District, lin: Asker
) -> None:
    answer = Program(lin).post("devices", {**GAUGE, **changes})

    assert fields(answer) == [field]
    assert devices.count(PART) == 0


def test_the_same_device_is_not_registered_twice(district: District, lin: Asker) -> None:
    program = Program(lin)
    program.post("devices", GAUGE)

    assert fields(program.post("devices", GAUGE)) == ["id"]
    assert devices.count(PART) == 1


def test_devices_are_seen_within_reach_only(
    district: District, lin: Asker, zhao: Asker, gu: Asker
) -> None:
    ours, theirs = Program(lin), Program(zhao)
    for number in range(3):
        ours.post("devices", {**GAUGE, "id": f"d{number}"})

    problem(theirs.post("devices", {**GAUGE, "id": "d9"}), 403, "refused")
    problem(Program(gu).get("devices"), 403, "refused")
    problem(theirs.get("devices/d1/readings"), 404, "not-found")
    first = ours.get("devices?limit=2&type=water_gauge&place=b3").json()
    rest = ours.get(f"devices?limit=2&cursor={first['next']}").json()
    assert theirs.items("devices") == []
    assert [one["id"] for one in first["items"] + rest["items"]] == ["d0", "d1", "d2"]
    assert devices.count(PART) == 3


def test_a_new_device_has_no_readings_yet(district: District, lin: Asker) -> None:
    program = Program(lin)
    program.post("devices", GAUGE)

    answer = program.get("devices/d7/readings?quantity=water_level&since=2026-09-01T00:00:00Z")

    assert (answer.status_code, answer.json()) == (200, {"items": [], "next": None})


def test_readings_are_listed_page_by_page(district: District, lin: Asker) -> None:
    program = Program(lin)
    program.post("devices", {**GAUGE, "id": "d71"})
    store = open_store()
    store.add_readings([Reading("d71", "water_level", NOW + n, n / 10) for n in range(5)], NOW)
    store.close()

    found, query = list[float](), "limit=2&since=2026-09-21T14:13:21Z"
    for _ in range(2):
        page = program.get(f"devices/d71/readings?{query}").json()
        found += [one["value"] for one in page["items"]]
        query = f"limit=2&since=2026-09-21T14:13:21Z&cursor={page['next']}"

    assert (found, page["next"]) == ([0.4, 0.3, 0.2, 0.1], None)
    until = program.items("devices/d71/readings?until=2026-09-21T14:13:20Z")
    assert [one["at"] for one in until] == ["2026-09-21T14:13:20Z"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "since=now", "until=now", "quantity=a%00b", "cursor=x"]
)
def test_wrong_questions_for_readings_are_told_by_field(
    query: str, district: District, lin: Asker
) -> None:
    program = Program(lin)
    program.post("devices", GAUGE)

    assert fields(program.get(f"devices/d7/readings?{query}")) == [query.split("=", maxsplit=1)[0]]
