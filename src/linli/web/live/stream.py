"""One client's stream: from its last event through the window, as long as it may see."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from django.db import connection

from linli.ground.rights.asker import Scope
from linli.web.live import events
from linli.web.live.events import KINDS, Event, Stream
from linli.web.live.hub import Hub
from linli.web.live.reading import NAMES, Batch, read_after
from linli.web.live.sign_in import Caller, asker_of

T = TypeVar("T")
Send = Callable[[bytes], Awaitable[None]]

HEARTBEAT_SECONDS: Final = 15.0
SIGN_IN_HOLDS_SECONDS: Final = 30.0
SLOWEST_CLIENT_SECONDS: Final = 20.0
MOST_MISSED: Final = 500
"""Facts that are made good one by one; who has missed more loads the list anew."""


class Readers:
    """The few threads in which streams ask the database."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live-reader")

    async def ask(self, question: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, partial(_asked, question)
        )


@dataclass(slots=True)
class Client:
    """Who listens to what, and how far it has come (`number` None: it comes for the first time)."""

    caller: Caller
    stream: Stream
    scope: Scope
    number: int | None


async def scope_of(caller: Caller, stream: Stream, readers: Readers) -> Scope | None:
    """How far this caller sees; None when not signed in."""
    asker = await readers.ask(partial(asker_of, caller))
    return asker.scope("see", KINDS[stream]) if asker else None


async def follow(client: Client, hub: Hub, readers: Readers, send: Send) -> None:
    """Sends what happens until the client may no longer see it, or the hub closes.

    Raises `TimeoutError` when the client is too slow: it is cut, and comes back where it was.
    """
    await hub.ready()
    number = await _greet(client, hub, send)
    checked = spoken = time.monotonic()
    while not hub.is_closed:
        bell = hub.bell
        frames, number = await _catch_up(client, number, hub, readers)
        now = time.monotonic()
        if not frames and now - spoken >= HEARTBEAT_SECONDS:
            frames = events.HEARTBEAT
        if frames:
            await _send(send, frames)
            spoken = now
        if now - checked >= SIGN_IN_HOLDS_SECONDS:
            if not await _may_go_on(client, readers):
                return
            checked = now
        await _wait(bell, HEARTBEAT_SECONDS)


async def _greet(client: Client, hub: Hub, send: Send) -> int:
    """Opens the stream; returns the number to go on from. A number still to come is no number."""
    newest = hub.window.position
    if client.number is None:
        await _send(send, events.greeting(newest))
        return newest
    if client.number > newest:
        await _send(send, events.greeting(newest) + events.reset(newest))
        return newest
    await _send(send, events.greeting(client.number))
    return client.number


async def _catch_up(client: Client, number: int, hub: Hub, readers: Readers) -> tuple[bytes, int]:
    """What this client has not heard yet, as bytes, and the number up to which it now has."""
    position, told = max(number, hub.window.position), hub.window.after(number)
    if told is None:
        batch = await readers.ask(partial(_missed, client.stream, number))
        if batch.is_full:
            return events.reset(position), position
        told, position = batch.events, max(batch.reached, position)
    return b"".join(_frames(client, told)), position


def _frames(client: Client, told: list[Event]) -> list[bytes]:
    return [
        event.frames[client.caller.language]
        for event in told
        if event.stream == client.stream and event.is_for(client.scope)
    ]


def _missed(stream: Stream, number: int) -> Batch:
    return read_after(number, NAMES[stream], MOST_MISSED)


async def _may_go_on(client: Client, readers: Readers) -> bool:
    """Looks again who this is: people sign out, leave, and get other duties."""
    scope = await scope_of(client.caller, client.stream, readers)
    if scope is None or scope.is_empty:
        return False
    client.scope = scope
    return True


async def _send(send: Send, frames: bytes) -> None:
    async with asyncio.timeout(SLOWEST_CLIENT_SECONDS):
        await send(frames)


async def _wait(bell: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await bell.wait()


def _asked(question: Callable[[], T]) -> T:
    """Questions are rare, so no connection waits for the next one."""
    try:
        return question()
    finally:
        connection.close()
