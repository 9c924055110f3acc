"""One ASGI application: `/live/*` is served by it, all else goes to Django's WSGI application.

Measured: sync Django under ASGI costs 2.4 to 9 times the CPU, and open streams on the threads of
WSGI starve every other page. So no thread of WSGI ever waits for a client: bodies are collected
before one begins, and answers wait outside for those who read slowly.
"""

import asyncio
from concurrent.futures import Executor
from typing import Any, Final, cast
from urllib.parse import quote

import structlog
from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http.request import split_domain_port

from linli.web.bodies import Bodies, ClientLeft, Limits, NoRoom, TooSlow
from linli.web.live.app import PREFIX, LiveApplication
from linli.web.live.feed import Feed
from linli.web.live.hub import Hub
from linli.web.live.protocol import Application, Message, Receive, Send, answer, headers_of
from linli.web.live.sign_in import Caller
from linli.web.pace import Pace
from linli.web.shared import errors, problems
from linli.web.shared.metrics import count_turned_away
from linli.web.shared.problems import MEDIA_TYPE, Problem

log = structlog.get_logger(__name__)

WSGI_THREADS: Final = 8
MOST_BODY_BYTES: Final = 64 * 1024 * 1024
"""Five photos of ten megabytes and their form; Django itself refuses large texts far below."""
MOST_PASSING_BYTES: Final = 512 * 1024 * 1024
LONGEST_PASSING_SECONDS: Final = 60.0
"""Of what is too large, and kept nowhere."""
HTML: Final = "text/html; charset=utf-8"
SLOWEST_READER_SECONDS: Final = 30.0
"""For each piece of an answer, not for the whole of it."""
UNBOUNDED: Final = 0
"""An answer is at most some megabytes; a queue with an end would let its thread wait there."""
SIGN_IN: Final = "/sign-in/"
SESSION: Final = f"{settings.SESSION_COOKIE_NAME}="
CLIENT_LEFT: Final = 499
"""What nginx writes down for it; nobody hears it."""
LONGEST_LENGTH: Final = 18
URL_CHARACTERS: Final = "!#$%&'()*+,/:;=?@[]~"


class ReaderTooSlow(Exception):
    """The client does not read what it asked for."""


class WebApplication:
    """Made inside the event loop that serves it."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.hub = Hub()
        self.feed = Feed(self.hub)
        self._live = LiveApplication(self.hub)
        # Each names the types of the other's protocol in its own way.
        handler = cast(Any, WSGIHandler())
        pages = WSGIMiddleware(handler, workers=WSGI_THREADS, send_queue_size=UNBOUNDED)
        self.threads: Executor = pages.executor
        self._pages = cast(Application, pages)
        self._bodies = Bodies(limits)
        self._pace = Pace()

    def close(self) -> None:
        """Ends all streams: a server that stops would wait for them for ever."""
        self.feed.stop()
        self._pace.stop()
        self.hub.close()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live_as_long_as_the_server(receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["path"].startswith(PREFIX):
            await self._live(scope, receive, send)
        elif problem := _fault_of(scope):
            if problem.kind is problems.TOO_LARGE and _is_from_a_page(scope):
                await _say_too_large(scope, receive, send)
            else:
                await _turn_away(scope, send, problem)
        else:
            await self._page(scope, receive, send)

    async def _page(self, scope: Message, receive: Receive, send: Send) -> None:
        address = scope["client"][0] if scope["client"] else ""
        # a2wsgi reads the query as ASCII; browsers send what people type there as it is.
        query = quote(scope["query_string"], safe=URL_CHARACTERS).encode()
        if _is_from_a_stranger(scope):
            await self._pace.wait()
        try:
            with self._bodies.room(_length(scope), address) as body:
                await body.collect(receive)
                await self._pages(
                    {**scope, "query_string": query}, body.receive, _to_a_reader(send)
                )
        except TooSlow:
            await _turn_away(scope, send, Problem(problems.TOO_SLOW))
        except NoRoom:
            await _turn_away(scope, send, Problem(problems.BUSY))
        except ClientLeft:
            count_turned_away(scope["method"], CLIENT_LEFT)
        except ReaderTooSlow:
            log.info("slow reader cut")

    async def _live_as_long_as_the_server(self, receive: Receive, send: Send) -> None:
        await receive()
        self.feed.start()
        self._pace.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.close()
        await asyncio.to_thread(self.feed.join, 5)
        await send({"type": "lifespan.shutdown.complete"})


def _is_from_a_stranger(scope: Message) -> bool:
    """Whether it brings something from somebody who has not signed in: staff never wait for it."""
    is_sent = scope["method"] == "POST" and not scope["path"].startswith(SIGN_IN)
    return is_sent and SESSION not in headers_of(scope).get("cookie", "")


def _fault_of(scope: Message) -> Problem | None:
    """WSGI needs to know how long a body is, and nobody may fill the disk or the log."""
    headers = headers_of(scope)
    if not split_domain_port(headers.get("host", "localhost"))[0]:
        return Problem(problems.HOST)
    if "transfer-encoding" in headers:
        return Problem(problems.LENGTH)
    if _length(scope) > MOST_BODY_BYTES:
        return Problem(problems.TOO_LARGE, {"most": MOST_BODY_BYTES})
    return None


def _length(scope: Message) -> int:
    """How long the body is; what is no number is too long."""
    length = headers_of(scope).get("content-length", "0")
    is_number = length.isascii() and length.isdecimal() and len(length) <= LONGEST_LENGTH
    return int(length) if is_number else MOST_BODY_BYTES + 1


async def _turn_away(scope: Message, send: Send, problem: Problem) -> None:
    """The answer to what never becomes a request of Django's."""
    count_turned_away(scope["method"], problem.status)
    body = problem.encoded(Caller.of(headers_of(scope)).language)
    await answer(send, problem.status, MEDIA_TYPE, body, problem.headers)


def _is_from_a_page(scope: Message) -> bool:
    return "text/html" in headers_of(scope).get("accept", "")


async def _say_too_large(scope: Message, receive: Receive, send: Send) -> None:
    """A page in words. A browser reads no answer before it has sent all, so the rest is let pass;
    from who sends more than that, or slowly, the connection is taken."""
    count_turned_away(scope["method"], problems.TOO_LARGE.status)
    passed = 0
    try:
        async with asyncio.timeout(LONGEST_PASSING_SECONDS):
            while passed < MOST_PASSING_BYTES:
                message = await receive()
                passed += len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    break
    except TimeoutError:
        log.info("large body cut")
    language = Caller.of(headers_of(scope)).language
    page = await asyncio.to_thread(errors.too_large, language, MOST_BODY_BYTES)
    await answer(send, problems.TOO_LARGE.status, HTML, page, errors.BARE_HEADERS)


def _to_a_reader(send: Send) -> Send:
    """Raises `ReaderTooSlow` rather than to keep an answer in memory for ever."""

    async def sent(message: Message) -> None:
        try:
            async with asyncio.timeout(SLOWEST_READER_SECONDS):
                await send(message)
        except TimeoutError as slow:
            raise ReaderTooSlow from slow

    return sent
