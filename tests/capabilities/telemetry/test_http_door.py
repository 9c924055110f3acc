"""The HTTP door: 202 is durable, every refusal has its status and its place."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from linli.ground import clock
from linli.ground.rate import RateLimit
from linli.sense.telemetry.connectors.http import exchange
from tests.capabilities.telemetry.bench import TOKEN, Bench

LEVEL = b'{"water_level": 0.22}'
OWN = {"Authorization": f"Bearer {TOKEN}d7"}


Scenario = Callable[[Bench, httpx.AsyncClient], Awaitable[None]]


def run(scenario: Scenario, rate: RateLimit | None = None) -> Bench:
    async def whole() -> Bench:
        bench = Bench()
        bench.rate = rate or bench.rate
        async with bench:
            address = f"http://127.0.0.1:{bench.http}"
            async with httpx.AsyncClient(base_url=address, timeout=10) as client:
                await scenario(bench, client)
        return bench

    return asyncio.run(whole())


async def post(client: httpx.AsyncClient, content: Any, **headers: str) -> httpx.Response:
    return await client.post("/v1/d7/readings", content=content, headers={**OWN, **headers})


async def talk(bench: Bench, data: bytes) -> bytes:
    """Sends bytes as they are; the whole answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", bench.http)
    writer.write(data)
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    return answer


def test_202_is_durable() -> None:
    async def scenario(bench: Bench, client: httpx.AsyncClient) -> None:
        answer = await post(client, LEVEL)
        assert (answer.status_code, answer.json()) == (202, {"stored": 1, "repeated": 0})
        assert [one.value for one in bench.stored()] == [0.22]

    run(scenario)


def test_a_message_sent_again_is_counted_as_repeated() -> None:
    async def scenario(_bench: Bench, client: httpx.AsyncClient) -> None:
        pack = json.dumps([{"bt": int(clock.seconds()), "n": "water_level", "v": 0.2}])
        first, second = await post(client, pack), await post(client, pack)
        assert first.json() == {"stored": 1, "repeated": 0}
        assert (second.status_code, second.json()) == (202, {"stored": 0, "repeated": 1})

    assert len(run(scenario).stored()) == 1


def test_a_fault_refuses_all_and_names_its_place() -> None:
    async def scenario(bench: Bench, client: httpx.AsyncClient) -> None:
        answer = await post(client, '[{"n":"water_level","v":0.2},{"n":"water_level","v":"x"}]')
        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json() == {
            "type": "about:blank",
            "title": "Bad Request",
            "status": 400,
            "detail": "record 2, v is text; send a number.",
            "faults": [
                {"reason": "type", "place": "record 2, v", "detail": "is text; send a number."}
            ],
        }
        assert bench.stored() == []

    (refused,) = run(scenario).refused()
    assert (refused.device_id, refused.door, refused.reason) == ("d7", "http", "type")


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "json"),
        (b"{", "json"),
        (b'{"water_level": NaN}', "type"),
        (b"\x00", "json"),
        (b'{"colour": 1}', "quantity"),
        (b'[{"bt":1000000000,"n":"water_level","v":0.2}]', "time"),
        (b'[{"n":"urn:linli:d8:water_level","v":0.2}]', "device"),
    ],
)
def test_bad_payloads_are_refused_and_kept(payload: bytes, reason: str) -> None:
    async def scenario(_bench: Bench, client: httpx.AsyncClient) -> None:
        answer = await post(client, payload)
        assert (answer.status_code, answer.json()["faults"][0]["reason"]) == (400, reason)

    assert [one.reason for one in run(scenario).refused()] == [reason]


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}d7", f"Bearer {TOKEN}d8"]
)
def test_a_wrong_token_is_401(authorization: str) -> None:
    async def scenario(bench: Bench, client: httpx.AsyncClient) -> None:
        answer = await post(client, LEVEL, Authorization=authorization)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="readings"'
        assert bench.stored() == []

    run(scenario)


def test_a_revoked_device_is_401_at_once() -> None:
    async def scenario(bench: Bench, client: httpx.AsyncClient) -> None:
        assert (await post(client, LEVEL)).status_code == 202
        bench.roll.revoke("d7")
        assert (await post(client, LEVEL)).status_code == 401

    run(scenario)


def test_nobody_is_refused_while_the_database_does_not_answer() -> None:
    async def scenario(bench: Bench, client: httpx.AsyncClient) -> None:
        bench.roll.is_gone = True
        assert (await post(client, LEVEL, Authorization="Bearer new")).status_code == 503
        assert (await post(client, LEVEL)).status_code == 202

    run(scenario)


def test_a_large_message_is_413_and_kept_cut() -> None:
    async def scenario(_bench: Bench, client: httpx.AsyncClient) -> None:
        answer = await post(client, b"x" * 1_000_000)
        assert answer.status_code == 413
        assert "1000000 bytes" in answer.json()["detail"]
        assert (await post(client, LEVEL)).status_code == 202

    (refused,) = run(scenario).refused()
    assert (refused.reason, refused.size, len(refused.payload)) == ("size", 1_000_000, 2048)


def test_an_endless_message_is_413_and_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MOST_SKIPPED_BYTES", 1_000_000)
    monkeypatch.setattr(exchange, "CLOSE_SECONDS", 0.05)

    async def scenario(bench: Bench, _client: httpx.AsyncClient) -> None:
        head = f"POST /v1/d7/readings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}d7\r\n"
        head += "Content-Length: 999999999\r\n\r\n"
        answer = await talk(bench, head.encode() + b"x" * 1_100_000)
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert b"Connection: close" in answer

    assert [one.reason for one in run(scenario).refused()] == ["size"]


def test_too_many_messages_of_one_device_are_429() -> None:
    async def scenario(_bench: Bench, client: httpx.AsyncClient) -> None:
        for _ in range(3):
            assert (await post(client, LEVEL)).status_code == 202
        answer = await post(client, LEVEL)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
        other = {"Authorization": f"Bearer {TOKEN}d8"}
        answer = await client.post("/v1/d8/readings", content=LEVEL, headers=other)
        assert answer.status_code == 202

    assert len(run(scenario, RateLimit(burst=3, per_second=0, most=10)).stored()) == 3


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/d7/readings", 405),
        ("POST", "/healthz", 405),
        ("GET", "/", 404),
        ("POST", "/v1/d 7/readings", 404),
        ("POST", "/v1/d7/commands", 404),
    ],
)
def test_other_requests_are_told_so(method: str, path: str, status: int) -> None:
    async def scenario(_bench: Bench, client: httpx.AsyncClient) -> None:
        answer = await client.request(method, path)
        assert (answer.status_code, answer.json()["status"]) == (status, status)
        assert ("Allow" in answer.headers) == (status == 405)

    run(scenario)


def test_health_tells_what_is_wrong() -> None:
    async def scenario(bench: Bench, client: httpx.AsyncClient) -> None:
        answer = await client.get("/healthz")
        assert (answer.status_code, answer.json()["status"]) == (200, "ok")
        bench.health.complain("store", "the disk is full")
        answer = await client.get("/healthz")
        assert answer.status_code == 503
        part = {"ok": False, "faults": {"store": "the disk is full"}}
        assert answer.json() == {"status": "failing", "parts": {"ingest": part}}

    run(scenario)


def test_figures_are_counted() -> None:
    async def scenario(_bench: Bench, client: httpx.AsyncClient) -> None:
        await post(client, LEVEL)
        await post(client, b"{")
        text = (await client.get("/metrics")).text
        assert "linli_readings_stored_total" in text
        assert 'linli_messages_refused_total{reason="json"}' in text
        assert 'linli_connections{door="http"} 1.0' in text

    run(scenario)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x10\x1a\0\4MQTT\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 100_000, b"431"),
        (b"POST /v1/d7/readings HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", b"400"),
    ],
)
def test_what_is_no_request_is_let_go(sent: bytes, status: bytes) -> None:
    async def scenario(bench: Bench, _client: httpx.AsyncClient) -> None:
        answer = await talk(bench, sent)
        assert answer.split(b" ")[1] == status

    run(scenario)


def test_a_client_that_asks_first_is_invited() -> None:
    async def scenario(bench: Bench, _client: httpx.AsyncClient) -> None:
        head = f"POST /v1/d7/readings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}d7\r\n"
        head += "Expect: 100-continue\r\nConnection: close\r\nContent-Length: 21\r\n\r\n"
        answer = await talk(bench, head.encode() + LEVEL)
        assert answer.startswith(b"HTTP/1.1 100 ")
        assert b"HTTP/1.1 202 Accepted" in answer

    run(scenario)


def test_a_slow_head_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "HEAD_SECONDS", 0.05)

    async def scenario(bench: Bench, _client: httpx.AsyncClient) -> None:
        assert await talk(bench, b"POST /v1/d7") == b""

    run(scenario)


def test_a_slow_body_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "BODY_SECONDS", 0.05)

    async def scenario(bench: Bench, _client: httpx.AsyncClient) -> None:
        head = f"POST /v1/d7/readings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}d7\r\n"
        assert await talk(bench, head.encode() + b"Content-Length: 21\r\n\r\n{") == b""

    assert run(scenario).stored() == []


def test_requests_follow_each_other_on_one_connection() -> None:
    async def scenario(bench: Bench, client: httpx.AsyncClient) -> None:
        for _ in range(3):
            await post(client, LEVEL)
        await client.get("/healthz")
        text = (await client.get("/metrics")).text
        assert 'linli_connections{door="http"} 1.0' in text
        assert len(bench.stored()) == 3

    run(scenario)
