"""One HTTP/1.1 connection: bounded requests in, answers out. The parsing is h11's."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, Final

import h11
import msgspec

from linli.sense.telemetry.doors import CLOSE_SECONDS, READ_BYTES, close_stream

MOST_BODY_BYTES: Final = 256 * 1024
MOST_SKIPPED_BYTES: Final = 16 * 1024 * 1024
"""What is larger than the first is read to its end and told so; what is larger still, cut off."""
MOST_HEAD_BYTES: Final = 16 * 1024
IDLE_SECONDS: Final = 60.0
HEAD_SECONDS: Final = 10.0
BODY_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Request:
    """The head of a request."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    status: HTTPStatus
    body: bytes = b""
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def as_json(status: HTTPStatus, content: object) -> Answer:
    return Answer(status, msgspec.json.encode(content))


def problem(status: HTTPStatus, detail: str, **more: Any) -> Answer:
    """RFC 9457."""
    content = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    return Answer(status, msgspec.json.encode(content | more), "application/problem+json")


class Exchange:
    """Requests and answers of one connection, one after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._connection = h11.Connection(h11.SERVER, max_incomplete_event_size=MOST_HEAD_BYTES)
        self._is_first = True

    async def request(self) -> Request | None:
        """The next one; None at the end. Raises `h11.RemoteProtocolError` or TimeoutError."""
        async with asyncio.timeout(HEAD_SECONDS if self._is_first else IDLE_SECONDS):
            event = await self._event()
        self._is_first = False
        if not isinstance(event, h11.Request):
            return None
        return Request(
            method=event.method.decode("latin-1"),
            path=event.target.decode("latin-1").partition("?")[0],
            headers={
                name.decode("latin-1"): value.decode("latin-1") for name, value in event.headers
            },
        )

    async def body(self, keep: int = MOST_BODY_BYTES) -> tuple[bytes, int]:
        """The first `keep` bytes of the body, and how many it has, or how many are enough to see.

        Raises TimeoutError or `h11.RemoteProtocolError`.
        """
        kept, size = bytearray(), 0
        async with asyncio.timeout(BODY_SECONDS):
            await self._invite()
            while isinstance(event := await self._event(), h11.Data):
                kept += event.data[: max(0, keep - len(kept))]
                size += len(event.data)
                if size > MOST_SKIPPED_BYTES:
                    break
        return bytes(kept), size

    async def answer(self, answer: Answer) -> bool:
        """Sends it; True when another request may follow."""
        is_body_read = self._is_body_read()
        headers = {
            "Date": formatdate(usegmt=True),
            "Content-Type": answer.media_type,
            "Content-Length": str(len(answer.body)),
            **({} if is_body_read else {"Connection": "close"}),
            **answer.headers,
        }
        self._send(
            h11.Response(
                status_code=answer.status,
                reason=answer.status.phrase.encode(),
                headers=list(headers.items()),
            )
        )
        self._send(h11.Data(data=answer.body))
        self._send(h11.EndOfMessage())
        await self._writer.drain()
        if not is_body_read:
            await self._let_them_read()
        if self._connection.our_state is not h11.DONE or not is_body_read:
            return False
        self._connection.start_next_cycle()
        return True

    async def refuse(self, answer: Answer) -> None:
        """Answers what could not be read as a request, where HTTP still allows it."""
        if self._connection.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            answer.headers["Connection"] = "close"
            await self.answer(answer)

    async def close(self) -> None:
        """Waits until the last bytes are out, but not for long."""
        await close_stream(self._writer)

    async def _event(self) -> h11.Event | type[h11.PAUSED]:
        while (event := self._connection.next_event()) is h11.NEED_DATA:
            self._connection.receive_data(await self._reader.read(READ_BYTES))
        return event  # type: ignore[return-value]  # h11 names its sentinels by classes

    def _is_body_read(self) -> bool:
        """To h11 even a request without a body has an end that must be taken."""
        if self._connection.their_state is not h11.SEND_BODY:
            return True
        return isinstance(self._connection.next_event(), h11.EndOfMessage)

    async def _invite(self) -> None:
        """Tells a client that asked first to send its body."""
        if self._connection.they_are_waiting_for_100_continue:
            self._send(h11.InformationalResponse(status_code=HTTPStatus.CONTINUE, headers=[]))
            await self._writer.drain()

    async def _let_them_read(self) -> None:
        """Closing on a client that still sends would take our answer away from it."""
        if self._connection.they_are_waiting_for_100_continue:
            return
        with contextlib.suppress(TimeoutError, h11.RemoteProtocolError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.body(keep=0)

    def _send(self, event: h11.Event) -> None:
        data = self._connection.send(event)
        if data:
            self._writer.write(data)
