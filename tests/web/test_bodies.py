"""A body is taken in as long as it keeps coming; what stalls, breaks off or crowds is not."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from linli.web.asgi import WebApplication
from linli.web.bodies import Bodies, Body, ClientLeft, Limits, NoRoom, TooSlow

Message = dict[str, Any]
LEFT = {"type": "http.disconnect"}


def pieces(*sent: bytes, more: bool = False) -> Callable[[], Coroutine[Any, Any, Message]]:
    """What a client sends; with `more` it owes the rest and says nothing any more."""
    waiting = list(sent)

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": more or bool(waiting)}

    return receive


async def left() -> Message:
    return LEFT


def taken(size: int, receive: Callable[[], Awaitable[Message]], limits: Limits) -> bytes:
    """The body as the application gets it."""

    async def take() -> bytes:
        with Bodies(limits).room(size, "192.0.2.7") as body:
            await body.collect(receive)
            return await read(body)

    return asyncio.run(take())


async def read(body: Body) -> bytes:
    whole, more = b"", True
    while more:
        message = await body.receive()
        whole += message["body"]
        more = message["more_body"]
    return whole


def test_a_body_in_pieces_is_handed_on_whole() -> None:
    large = bytes(range(256)) * 4096

    assert taken(3 + len(large), pieces(b"abc", large), Limits()) == b"abc" + large


def test_a_request_without_a_body_waits_for_none() -> None:
    assert taken(0, pieces(), Limits(seconds=0)) == b""


def test_a_body_that_stalls_is_not_waited_for() -> None:
    with pytest.raises(TooSlow):
        taken(1000, pieces(b"a=b", more=True), Limits(seconds=0.01))


def test_a_body_that_keeps_coming_has_more_time() -> None:
    """Three photos of four megabytes, sent from a telephone by 1 Mbit/s, take 96 seconds."""
    limits = Limits(seconds=20, bytes_per_second=16 * 1024)

    assert limits.patience(0) == 20
    assert limits.patience(12 * 1024 * 1024) == 788


@pytest.mark.parametrize("receive", [left, pieces(b"half")])
def test_half_a_body_is_no_body(receive: Callable[[], Coroutine[Any, Any, Message]]) -> None:
    with pytest.raises(ClientLeft):
        taken(1000, receive, Limits())


def test_one_household_has_its_share_and_no_more() -> None:
    bodies = Bodies(Limits(most_of_one_household=1))

    with bodies.room(10, "192.0.2.7"):
        with pytest.raises(NoRoom), bodies.room(10, "192.0.2.7"):
            pass
        with bodies.room(10, "192.0.2.8"), bodies.room(0, "192.0.2.7"):
            pass
    with bodies.room(10, "192.0.2.7"):
        pass


def test_all_together_have_an_end_also_from_our_own_machine() -> None:
    bodies = Bodies(Limits(most_bodies=2))

    with (
        bodies.room(10, "127.0.0.1"),
        bodies.room(10, "127.0.0.1"),
        pytest.raises(NoRoom),
        bodies.room(10, "192.0.2.7"),
    ):
        pass


def test_what_has_come_counts_not_what_was_announced() -> None:
    bodies = Bodies(Limits(most_bytes=100))

    async def take() -> None:
        with bodies.room(1000, "192.0.2.7"), bodies.room(60, "192.0.2.8") as second:
            await second.collect(pieces(b"x" * 60))
            with bodies.room(60, "192.0.2.9") as third, pytest.raises(NoRoom):
                await third.collect(pieces(b"x" * 60))
        with bodies.room(100, "192.0.2.9") as again:
            await again.collect(pieces(b"x" * 100))

    asyncio.run(take())


def test_a_browser_that_sends_200_mb_gets_a_page_in_words_and_nothing_is_kept() -> None:
    megabyte, size = b"x" * 1024**2, 200 * 1024**2
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/console/data/place/",
        "query_string": b"",
        "headers": [
            (b"host", b"localhost"),
            (b"content-length", str(size).encode()),
            (b"accept", b"text/html,*/*"),
        ],
        "client": ("192.0.2.7", 50000),
    }
    sent: list[Any] = []
    come = 0

    async def receive() -> Any:
        nonlocal come
        come += len(megabyte)
        return {"type": "http.request", "body": megabyte, "more_body": come < size}

    async def send(message: Any) -> None:
        sent.append(message)

    async def ask() -> None:
        await WebApplication()(scope, receive, send)

    asyncio.run(ask())

    start, body = sent
    assert (start["status"], come) == (413, size)
    assert (b"content-type", b"text/html; charset=utf-8") in start["headers"]
    page = body["body"].decode()
    assert "这个文件太大" in page
    assert "64 MB" in page


@pytest.mark.parametrize(
    ("limits", "host", "status", "code"),
    [
        (Limits(seconds=0.01), b"localhost:8000", 408, "too-slow"),
        (Limits(most_bodies=0), b"[::1]:8000", 503, "busy"),
        (Limits(), b"", 400, "host"),
        (Limits(), b"\xff", 400, "host"),
        (Limits(), b"a b", 400, "host"),
    ],
)
def test_what_is_not_taken_in_is_told_in_words(
    limits: Limits, host: bytes, status: int, code: str
) -> None:
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/open311/v2/requests.json",
        "query_string": b"",
        "headers": [
            (b"host", host),
            (b"content-length", b"1000"),
            (b"accept-language", b"en"),
        ],
        "client": ("192.0.2.7", 50000),
    }
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def ask() -> None:
        await WebApplication(limits)(scope, pieces(b"a=b", more=True), send)

    asyncio.run(ask())

    start, body = sent
    assert (start["status"], json.loads(body["body"])["type"]) == (
        status,
        f"urn:linli:problem:{code}",
    )
    assert ((b"retry-after", b"5") in start["headers"]) == (status == 503)
