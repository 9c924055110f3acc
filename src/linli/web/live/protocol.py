"""The few ASGI types that we use (asgi.readthedocs.io, version 3)."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


def headers_of(scope: Message) -> dict[str, str]:
    """The request's headers by lower-case name; of a repeated one, the last."""
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }


async def answer(
    send: Send, status: int, media_type: str, body: bytes, more: Mapping[str, str] | None = None
) -> None:
    """A whole answer that nobody may keep."""
    headers = [
        *((name.lower().encode(), value.encode()) for name, value in (more or {}).items()),
        (b"content-type", media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
