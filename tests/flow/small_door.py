"""A tiny MQTT 5 door for the simulator's tests: lets everybody in, keeps what is published."""

import asyncio
import contextlib
from typing import Self

CONNACK = bytes.fromhex("2003000000")
CONNECT, PUBLISH, PINGREQ, DISCONNECT = 1, 3, 12, 14


class SmallDoor:
    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self.connections: set[asyncio.StreamWriter] = set()
        self.met = 0

    async def __aenter__(self) -> Self:
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port: int = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.server.close()
        self.hang_up()
        await self.server.wait_closed()

    def hang_up(self) -> None:
        for writer in list(self.connections):
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.add(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                kind, body = await self._packet(reader)
                if kind >> 4 == CONNECT:
                    self.met += 1
                    writer.write(CONNACK)
                elif kind >> 4 == PUBLISH:
                    writer.write(b"\x40\x02" + self._keep(body))
                elif kind >> 4 == PINGREQ:
                    writer.write(b"\xd0\x00")
                elif kind >> 4 == DISCONNECT:
                    break
        self.connections.discard(writer)
        writer.close()

    def _keep(self, body: bytes) -> bytes:
        """Keeps one QoS 1 message; returns its packet identifier."""
        end = 2 + int.from_bytes(body[:2], "big")
        properties = body[end + 2]
        self.heard.append((body[2:end].decode(), body[end + 3 + properties :]))
        return body[end : end + 2]

    @staticmethod
    async def _packet(reader: asyncio.StreamReader) -> tuple[int, bytes]:
        (kind,) = await reader.readexactly(1)
        length = shift = 0
        while True:
            (byte,) = await reader.readexactly(1)
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return kind, await reader.readexactly(length)
