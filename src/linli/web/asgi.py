"""One ASGI application: `/live/*` is served by it, all else goes to Django's WSGI application.

Measured: sync Django under ASGI costs 2.4 to 9 times the CPU, and open streams on the threads of
WSGI starve every other page.
"""

import asyncio
from typing import Any, Final, cast
from urllib.parse import quote

from a2wsgi import WSGIMiddleware
from django.core.handlers.wsgi import WSGIHandler

from linli.web.live.app import PREFIX, LiveApplication
from linli.web.live.feed import Feed
from linli.web.live.hub import Hub
from linli.web.live.protocol import Application, Message, Receive, Send, answer, headers_of
from linli.web.live.sign_in import Caller
from linli.web.shared import problems
from linli.web.shared.problems import MEDIA_TYPE, Problem

WSGI_THREADS: Final = 8
MOST_BODY_BYTES: Final = 64 * 1024 * 1024
"""Five photos of ten megabytes and their form; Django itself refuses large texts far below."""
URL_CHARACTERS: Final = "!#$%&'()*+,/:;=?@[]~"


class WebApplication:
    """Made inside the event loop that serves it."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.feed = Feed(self.hub)
        self._live = LiveApplication(self.hub)
        # Each names the types of the other's protocol in its own way.
        pages = WSGIMiddleware(cast(Any, WSGIHandler()), workers=WSGI_THREADS)
        self._pages = cast(Application, pages)

    def close(self) -> None:
        """Ends all streams: a server that stops would wait for them for ever."""
        self.feed.stop()
        self.hub.close()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live_as_long_as_the_server(receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["path"].startswith(PREFIX):
            await self._live(scope, receive, send)
        elif problem := _fault_of(scope):
            body = problem.encoded(Caller.of(headers_of(scope)).language)
            await answer(send, problem.status, MEDIA_TYPE, body)
        else:
            # a2wsgi reads the query as ASCII; browsers send what people type there as it is.
            query = quote(scope["query_string"], safe=URL_CHARACTERS).encode()
            await self._pages({**scope, "query_string": query}, _whole(receive), send)

    async def _live_as_long_as_the_server(self, receive: Receive, send: Send) -> None:
        await receive()
        self.feed.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.close()
        await asyncio.to_thread(self.feed.join, 5)
        await send({"type": "lifespan.shutdown.complete"})


def _whole(receive: Receive) -> Receive:
    """The body as a2wsgi must get it: from a coroutine, and never half of it.

    granian's `receive` is a future. Of a client that has left, a2wsgi would make the end of the
    body: half a report would be taken for a whole one.
    """

    async def received() -> Message:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionAbortedError("the client left before its request was whole")
        return message

    return received


def _fault_of(scope: Message) -> Problem | None:
    """WSGI needs to know how long a body is, and nobody may fill the disk."""
    headers = headers_of(scope)
    if "transfer-encoding" in headers:
        return Problem(problems.LENGTH)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BODY_BYTES:
        return Problem(problems.TOO_LARGE, {"most": MOST_BODY_BYTES})
    return None
