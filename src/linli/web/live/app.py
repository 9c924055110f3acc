"""The ASGI application under `/live/`: sees who asks, then keeps the stream open."""

import asyncio
from typing import Final
from urllib.parse import parse_qs

import structlog

from linli.web.live.events import KINDS
from linli.web.live.hub import Hub
from linli.web.live.protocol import Message, Receive, Send, answer, headers_of
from linli.web.live.sign_in import Caller
from linli.web.live.stream import Client, Readers, follow, scope_of
from linli.web.shared import problems
from linli.web.shared.problems import MEDIA_TYPE, Problem

log = structlog.get_logger(__name__)

PREFIX: Final = "/live/"
MOST_STREAMS: Final = 2000
LONGEST_NUMBER: Final = 18
STREAM_HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class LiveApplication:
    """`/live/cases` and `/live/alerts`."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.readers = Readers()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        caller = Caller.of(headers)
        client = await self._admitted(scope, headers, caller)
        if isinstance(client, Problem):
            body = client.encoded(caller.language)
            await answer(send, client.status, MEDIA_TYPE, body, client.headers)
            return
        with self.hub.listener():
            await self._stream(client, receive, send)

    async def _admitted(
        self, scope: Message, headers: dict[str, str], caller: Caller
    ) -> Client | Problem:
        """The client, or why there is none."""
        stream = scope["path"].removeprefix(PREFIX)
        if stream not in KINDS:
            return Problem(problems.NOT_FOUND)
        if scope["method"] != "GET":
            return Problem(problems.METHOD, {"method": scope["method"]})
        if self.hub.listeners >= MOST_STREAMS:
            return Problem(problems.BUSY)
        seen = await scope_of(caller, stream, self.readers)
        if seen is None:
            return Problem(problems.SIGN_IN)
        if seen.is_empty:
            return Problem(problems.REFUSED)
        return Client(caller, stream, seen, _number(scope, headers))

    async def _stream(self, client: Client, receive: Receive, send: Send) -> None:
        async def write(frames: bytes) -> None:
            await send({"type": "http.response.body", "body": frames, "more_body": True})

        await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
        following = asyncio.ensure_future(follow(client, self.hub, self.readers, write))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({following, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if following.done():
                _report_end(following)
                await send({"type": "http.response.body", "body": b""})
        finally:
            for task in (following, leaving):
                task.cancel()
            await asyncio.gather(following, leaving, return_exceptions=True)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _report_end(following: "asyncio.Future[None]") -> None:
    """A client that is cut comes back by itself; what cut it is for our log."""
    error = following.exception()
    if isinstance(error, TimeoutError):
        log.info("slow live client cut")
    elif error is not None:
        log.error("live stream failed", exc_info=error)


def _number(scope: Message, headers: dict[str, str]) -> int | None:
    """From where to go on: `Last-Event-ID`, or at first `?after=`; what is no number is 0."""
    query = parse_qs(scope["query_string"].decode("latin-1"))
    said = headers.get("last-event-id") or query.get("after", [""])[0]
    if not said:
        return None
    is_number = said.isascii() and said.isdecimal() and len(said) <= LONGEST_NUMBER
    return int(said) if is_number else 0
