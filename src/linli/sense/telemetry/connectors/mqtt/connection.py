"""One MQTT connection: reads packets, hands messages to the intake, writes the answers."""

import asyncio
import contextlib
import socket
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final
from uuid import uuid4

from linli.sense.telemetry.connectors.mqtt import answers
from linli.sense.telemetry.connectors.mqtt.fields import MalformedPacket, Reason
from linli.sense.telemetry.connectors.mqtt.packets import (
    MOST_BYTES,
    MQTT_5,
    Connect,
    Disconnect,
    Frame,
    Publish,
    Splitter,
)
from linli.sense.telemetry.connectors.mqtt.session import (
    Session,
    Ticket,
    device_of_topic,
    is_goodbye,
    refusal_of,
)
from linli.sense.telemetry.directory import CannotLook, Pass
from linli.sense.telemetry.doors import READ_BYTES, close_stream
from linli.sense.telemetry.intake import Intake, Message
from linli.sense.telemetry.pipeline import Outcome
from linli.wire.faults import Fault
from linli.wire.texts import shown

DOOR: Final = "mqtt"
CONNECT_SECONDS: Final = 10.0
MOST_UNREAD_BYTES: Final = 65536
"""A client that does not read its answers is let go."""

_REASONS: Final[Mapping[str, Reason]] = {
    "topic": Reason.NOT_AUTHORISED,
    "size": Reason.QUOTA_EXCEEDED,
    "fault": Reason.IMPLEMENTATION,
}
"""How MQTT 5 is told that nothing of a message was taken; all else is a wrong payload."""


class Connection:
    """From the first byte to the last. `entered` is the pass of the device once it is in."""

    def __init__(
        self,
        intake: Intake,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        on_entered: "Callable[[Connection], None]",
    ) -> None:
        self._intake = intake
        self._reader = reader
        self._writer = writer
        self._on_entered = on_entered
        self._session = Session()
        self._splitter = Splitter()
        self._frames: deque[Frame] = deque()
        self._under_way = asyncio.Semaphore(answers.IN_FLIGHT)
        self._patience: float | None = None
        self._will: Publish | None = None
        self.entered: Pass | None = None
        self.client_id = ""

    async def run(self) -> None:
        """Returns when the connection is over; its will has been taken in then."""
        try:
            await self._talk()
        except MalformedPacket as wrong:
            self._complain(wrong)
        except TimeoutError:
            self.end(Reason.KEEP_ALIVE_TIMEOUT)
        except CannotLook:
            self.end(Reason.IMPLEMENTATION)  # the client sends again what was not acknowledged
        except ConnectionError:
            pass  # it broke off; what was not acknowledged will be sent again
        with contextlib.suppress(CannotLook):  # a gateway's will may name children
            await self._publish_will()

    def end(self, reason: Reason, *, with_will: bool = True) -> None:
        """Says why, as far as the version allows, and closes."""
        if not with_will:
            self._will = None
        if self.entered is not None:
            self._send(answers.disconnect(self._session.version, reason))
        self._writer.close()

    async def close(self) -> None:
        """Waits until the last bytes are out, but not for long."""
        await close_stream(self._writer)

    async def _talk(self) -> None:
        _keep_probing(self._writer)
        async with asyncio.timeout(CONNECT_SECONDS):
            if not await self._enter():
                return
        while frame := await self._next_frame():
            packet = self._session.receive(frame)
            if isinstance(packet, Publish):
                await self._take(packet, frame)
            elif isinstance(packet, Disconnect):
                self._will = None if is_goodbye(packet) else self._will
                return
            else:
                self._send(self._session.answer(packet))

    async def _enter(self) -> bool:
        """Whether the device was let in; it has been told."""
        frame = await self._next_frame()
        if frame is None:
            return False
        connect = self._session.receive(frame)
        assert isinstance(connect, Connect)  # a session receives nothing else first
        reason = refusal_of(connect) or await self._refusal_of_token(connect)
        assigned = "" if connect.client_id else f"linli-{uuid4().hex[:16]}"
        if reason is None:
            self.client_id = connect.client_id or assigned
            self._will = connect.will
            self._patience = connect.keep_alive * 1.5 or None
            self._on_entered(self)
        self._send(answers.connack(connect.version, reason or Reason.SUCCESS, assigned))
        return reason is None

    async def _refusal_of_token(self, connect: Connect) -> Reason | None:
        token = connect.password.decode(errors="replace")
        try:
            self.entered = await self._intake.enter(DOOR, connect.user, token)
        except CannotLook:
            return Reason.SERVER_UNAVAILABLE
        return None if self.entered else Reason.NOT_AUTHORISED

    async def _next_frame(self) -> Frame | None:
        """None at the end of the stream. Raises TimeoutError after too long a silence."""
        while not self._frames:
            async with asyncio.timeout(self._patience):
                data = await self._reader.read(READ_BYTES)
            if not data:
                return None
            self._frames.extend(self._splitter.feed(data))
        return self._frames.popleft()

    async def _take(self, packet: Publish, frame: Frame) -> None:
        message = self._message(packet, frame)
        if packet.qos == 2:
            self._intake.refuse(message, Fault("qos"))
            raise MalformedPacket("QoS 2 is not offered", Reason.QOS_NOT_SUPPORTED)
        await self._under_way.acquire()
        await self._intake.room()
        ticket = self._session.expect(packet.packet_id) if packet.qos else None
        done = partial(self._done, ticket)
        if not await self._may_publish(packet.topic):
            fault = Fault("topic", values={"topic": shown(packet.topic)})
            self._intake.refuse(message, fault, done)
            if self._session.version != MQTT_5:
                raise MalformedPacket("foreign topic", Reason.NOT_AUTHORISED)
        elif frame.is_cut:
            fault = Fault("size", values={"size": message.size, "most": MOST_BYTES})
            self._intake.refuse(message, fault, done)
        else:
            await self._intake.take(message, done)

    def _message(self, packet: Publish, frame: Frame) -> Message:
        return Message(
            door=DOOR,
            speaker=self._session.device_id,
            device_id=device_of_topic(packet.topic) or self._session.device_id,
            payload=packet.payload,
            size=len(packet.payload) + frame.size - len(frame.body),
        )

    async def _may_publish(self, topic: str) -> bool:
        device_id = device_of_topic(topic)
        speaker = self._session.device_id
        return device_id is not None and await self._intake.may_speak_for(speaker, device_id)

    def _done(self, ticket: Ticket | None, outcome: Outcome) -> None:
        self._under_way.release()
        if ticket is not None:
            self._send(self._session.settle(ticket, _reason(outcome)))

    def _complain(self, wrong: MalformedPacket) -> None:
        if wrong.reason is Reason.UNSUPPORTED_VERSION:
            self._send(answers.connack(self._session.version, wrong.reason))
        self.end(wrong.reason)

    async def _publish_will(self) -> None:
        if self._will and self.entered and self._intake.is_valid(self.entered):
            will, self._will = self._will, None
            device_id = self._session.device_id
            await self._intake.take(Message(DOOR, device_id, device_id, will.payload))

    def _send(self, data: bytes) -> None:
        if data and not self._writer.is_closing():
            self._writer.write(data)
            if self._writer.transport.get_write_buffer_size() > MOST_UNREAD_BYTES:
                self._writer.transport.abort()


def _reason(outcome: Outcome) -> Reason:
    if not outcome.faults or outcome.stored or outcome.repeated:
        return Reason.SUCCESS
    return _REASONS.get(outcome.faults[0].reason, Reason.PAYLOAD_FORMAT_INVALID)


def _keep_probing(writer: asyncio.StreamWriter) -> None:
    """A client may ask for no keep-alive; then the system notices that it is gone."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
