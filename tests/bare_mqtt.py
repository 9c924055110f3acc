"""A bare MQTT client for tests: sends bytes as told, reads packets one by one."""

import asyncio
from contextlib import suppress
from typing import Any, Self


class Client:
    """A bare MQTT client: sends bytes as told, reads packets one by one."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def __aenter__(self) -> Self:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.writer.close()
        with suppress(ConnectionError):
            await self.writer.wait_closed()

    def send(self, first: int, body: bytes) -> None:
        length, left = bytearray(), len(body)
        while True:
            left, low = divmod(left, 128)
            length.append(low | (0x80 if left else 0))
            if not left:
                break
        self.writer.write(bytes([first]) + length + body)

    async def receive(self) -> bytes:
        """The next packet without its length; b"" at the end."""
        try:
            async with asyncio.timeout(5):
                first, length = await self.reader.readexactly(2)
                return bytes([first]) + await self.reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            return b""

    async def connect(self, device_id: str = "d7", **changes: Any) -> bytes:
        """Sends CONNECT; returns the answer."""
        version = changes.get("version", 4)
        token = changes.get("token", f"token-of-{device_id}")
        will = changes.get("will")
        flags = 0xC2 | (0x0C if will is not None else 0)
        body = text("MQTT") + bytes([version, flags]) + changes.get("keep_alive", 60).to_bytes(2)
        properties = b"\0" if version == 5 else b""
        body += properties + text(changes.get("client_id", "c"))
        if will is not None:
            body += properties + text(f"linli/v1/{device_id}/readings") + text(will)
        self.version = version
        self.send(0x10, body + text(device_id) + text(token))
        return await self.receive()

    def publish(
        self, payload: str | bytes, packet_id: int = 1, topic: str = "d7", qos: int = 1
    ) -> None:
        content = payload.encode() if isinstance(payload, str) else payload
        full = topic if "/" in topic else f"linli/v1/{topic}/readings"
        identifier = packet_id.to_bytes(2) if qos else b""
        properties = b"\0" if self.version == 5 else b""
        self.send(0x30 | qos << 1, text(full) + identifier + properties + content)


def text(value: str) -> bytes:
    return len(value.encode()).to_bytes(2) + value.encode()
