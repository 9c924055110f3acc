"""What strangers send waits when the workers are behind; nobody waits for ever, staff never."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from linli.ground.facts import queries as facts
from linli.ground.facts.models import Delivery, StoredFact
from linli.web.asgi import WebApplication
from linli.web.live.protocol import Message
from linli.web.pace import AT_EASE, LONGEST_PAUSE_SECONDS, MOST_COUNTED, pause_for


def test_who_is_at_ease_waits_for_nothing_and_nobody_waits_for_ever() -> None:
    assert pause_for(0) == pause_for(AT_EASE) == 0
    assert pause_for(AT_EASE + 50) == pytest.approx(0.05)
    assert pause_for(MOST_COUNTED) == pause_for(10**9) == LONGEST_PAUSE_SECONDS


@pytest.mark.django_db
def test_steps_are_counted_up_to_an_end() -> None:
    for number in (None, None, 1, 2):
        fact = StoredFact.objects.create(
            number=number, name="bell_rang", version=1, subject="bell:1", body={}
        )
        if number:
            Delivery.objects.create(fact=fact, handler="ear", subject="bell:1", number=number)
            Delivery.objects.create(
                fact=fact, handler="eye", subject="bell:1", number=number, state=Delivery.DONE
            )

    assert facts.waiting(100) == 4
    assert facts.waiting(1) == 2


def asked(application: Callable[[], WebApplication], method: str, cookie: bytes) -> None:
    scope = {
        "type": "http",
        "method": method.partition(" ")[0],
        "path": method.partition(" ")[2] or "/nowhere",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"cookie", cookie)],
        "client": ("192.0.2.7", 50000),
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def nothing(*_: Any) -> None:
        pass

    async def ask() -> None:
        made = application()
        made._pages = nothing
        await made(scope, receive, nothing)

    asyncio.run(ask())


@pytest.mark.parametrize(
    ("method", "cookie", "waits"),
    [
        ("POST", b"", True),
        ("POST", b"linli_language=en", True),
        ("POST", b"linli_language=en; sessionid=abc", False),
        ("GET", b"", False),
        ("POST /sign-in/", b"", False),
    ],
)
def test_only_what_strangers_send_waits(method: str, cookie: bytes, *, waits: bool) -> None:
    waited: list[bool] = []

    def application() -> WebApplication:
        made = WebApplication()

        async def wait() -> None:
            waited.append(True)

        made._pace.wait = wait  # type: ignore[method-assign]
        return made

    asked(application, method, cookie)
    assert waited == [True] * waits


def test_a_server_that_stops_lets_everybody_go_on() -> None:
    def application() -> WebApplication:
        made = WebApplication()
        made._pace.pause = 3600.0
        made._pace.stop()
        return made

    asked(application, "POST", b"")
