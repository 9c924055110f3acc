"""Whether it works, and the figures that say how."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from linli.ground.parts import queries as parts
from linli.ground.parts.actions import beat
from linli.web.shared.parts import EXPECTED

pytestmark = pytest.mark.django_db


def all_beat() -> None:
    for part in EXPECTED:
        beat(part, "here")


def test_health_is_ok_once_every_part_works(client: Client) -> None:
    all_beat()

    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert set(answer.json()["parts"]) == {"web", "ingest", "work"}


def test_health_tells_which_part_is_silent(client: Client, clock: Any) -> None:
    all_beat()
    clock.forward(seconds=10)
    beat("web", "here")

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["status"] == "failing"
    assert {part: found["ok"] for part, found in answer.json()["parts"].items()} == {
        "web": True,
        "ingest": False,
        "work": False,
    }


def test_health_tells_what_a_part_complains_of(client: Client) -> None:
    all_beat()
    beat("web", "here", healthy=False, live="OperationalError: gone")

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["parts"]["web"]["faults"] == {"here": {"live": "OperationalError: gone"}}


def test_health_fails_while_the_database_cannot_be_read(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise DatabaseError("disk I/O error")

    monkeypatch.setattr(parts, "health", broken)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert not any(part["ok"] for part in answer.json()["parts"].values())
    assert "disk I/O error" in answer.content.decode()


def figures(client: Client) -> dict[str, float]:
    lines = client.get("/metrics").content.decode().splitlines()
    return {
        name: float(value)
        for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    }


def test_requests_are_counted_by_route_and_status(client: Client) -> None:
    route = 'method="GET",route="open311/v2/requests/<str:id>.json",status="404"'
    before = figures(client).get(f"linli_http_requests_total{{{route}}}", 0)

    client.get("/open311/v2/requests/1.json")
    client.get("/open311/v2/requests/2.json")

    assert figures(client)[f"linli_http_requests_total{{{route}}}"] == before + 2


def test_unknown_addresses_share_one_figure(client: Client) -> None:
    client.get("/open311/v2/requests/1.json")
    client.get("/no/such/page/1")
    client.get("/no/such/page/2")

    assert not any("such" in name for name in figures(client))


def test_backlog_parts_and_open_cases_are_told(
    client: Client, district: Any, deliver: Callable[[], None], clock: Any
) -> None:
    client.post("/open311/v2/requests.json", {"service_code": "waterlogging"})
    clock.forward(seconds=3)
    all_beat()
    before = figures(client)
    deliver()
    after = figures(client)

    assert before['linli_facts_backlog{state="unnumbered"}'] == 2
    assert before["linli_facts_oldest_seconds"] == 3
    assert after['linli_facts_backlog{state="unnumbered"}'] == 0
    assert after["linli_facts_oldest_seconds"] == 0
    assert after['linli_part_ok{part="web"}'] == 1
    assert sum(value for name, value in after.items() if "linli_open_cases" in name) == 1
    assert after["linli_database_up"] == 1


def test_figures_of_the_process_are_told_without_the_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise DatabaseError("disk I/O error")

    monkeypatch.setattr(parts, "health", broken)

    told = figures(client)

    assert told["linli_database_up"] == 0
    assert "process_resident_memory_bytes" in told
