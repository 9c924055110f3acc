"""A telephone's line that can be cut and mended, for browsers that are driven."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from tools.system import free_ports

T = TypeVar("T")


class Line:
    """A telephone's line to the system, which can be cut and mended."""

    def __init__(self, port: int) -> None:
        self.there = port
        (self.port,) = free_ports(1)
        self.is_up = True
        self.open: set[asyncio.StreamWriter] = set()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = self._run(asyncio.start_server(self._carry, "127.0.0.1", self.port))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        self.is_up = False
        self._run(self._hang_up())

    def mend(self) -> None:
        self.is_up = True

    def close(self) -> None:
        self.cut()
        self._run(self._end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    def _run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    async def _hang_up(self) -> None:
        for writer in list(self.open):
            writer.transport.abort()

    async def _end(self) -> None:
        self.server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _carry(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if not self.is_up:
            back.transport.abort()
            return
        there, forth = await asyncio.open_connection("127.0.0.1", self.there)
        self.open |= {back, forth}
        await asyncio.gather(_pump(here, forth), _pump(there, back), return_exceptions=True)
        self.open -= {back, forth}


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    finally:
        writer.close()
