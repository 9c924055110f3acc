"""What a way in for readings can do, and what all of them do with listeners and streams alike."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

READ_BYTES: Final = 65536
CLOSE_SECONDS: Final = 5.0

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Door(Protocol):
    """A way in for readings."""

    async def open(self, host: str, port: int) -> int:
        """The port it listens on (0 lets the system choose). Raises OSError when it is taken."""

    async def stop_taking(self) -> None:
        """Takes nothing in any more; what is under way is still answered."""

    async def close(self) -> None:
        """Ends what is still open."""

    def cut_invalid(self) -> None:
        """Ends the connections of devices that were revoked or have a new token."""


async def listen(serve: Serve, host: str, port: int) -> tuple[asyncio.Server, int]:
    """A listener, and its port. Raises OSError when the port is taken."""
    server = await asyncio.start_server(serve, host, port, limit=READ_BYTES)
    number: int = server.sockets[0].getsockname()[1]
    return server, number


async def close_stream(writer: asyncio.StreamWriter) -> None:
    """Waits until the last bytes are out, but not for long."""
    writer.close()
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
    except TimeoutError:
        writer.transport.abort()
