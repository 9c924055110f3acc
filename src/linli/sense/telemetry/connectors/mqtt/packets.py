"""MQTT packets, 3.1.1 and 5, from bytes and to bytes. Pure: no sockets, no clock.

Sections named are those of the OASIS standard MQTT 5.0 unless said otherwise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from linli.sense.telemetry.connectors.mqtt.fields import (
    AUTHENTICATION_METHOD,
    TOPIC_ALIAS,
    Fields,
    MalformedPacket,
    Reason,
)

MQTT_3_1_1: Final = 4
MQTT_5: Final = 5
MOST_BYTES: Final = 256 * 1024
"""Of one packet. What is larger is thrown away while it comes in; its beginning is kept."""
HEAD_BYTES: Final = 4096
MOST_SKIPPED_BYTES: Final = 16 * 1024 * 1024
"""What is larger than this is not waited for."""


class Type(IntEnum):
    """Packet types (section 2.1.2)."""

    CONNECT = 1
    CONNACK = 2
    PUBLISH = 3
    PUBACK = 4
    PUBREC = 5
    PUBREL = 6
    PUBCOMP = 7
    SUBSCRIBE = 8
    SUBACK = 9
    UNSUBSCRIBE = 10
    UNSUBACK = 11
    PINGREQ = 12
    PINGRESP = 13
    DISCONNECT = 14
    AUTH = 15


@dataclass(frozen=True, slots=True)
class Frame:
    """One packet as it came in. When `size` is more than the body holds, the rest was too much."""

    type: Type
    flags: int
    body: bytes
    size: int

    @property
    def is_cut(self) -> bool:
        return self.size > len(self.body)


@dataclass(frozen=True, slots=True)
class Publish:
    """A message; `packet_id` is 0 with QoS 0."""

    topic: str
    payload: bytes
    qos: int
    packet_id: int = 0
    topic_alias: int = 0


@dataclass(frozen=True, slots=True)
class Connect:
    """The first packet of a connection; `will` is what to publish when it breaks."""

    version: int
    client_id: str
    keep_alive: int
    clean_start: bool
    user: str = ""
    password: bytes = field(default=b"", repr=False)
    will: Publish | None = None
    has_authentication_method: bool = False


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Topic filters, each with the highest QoS wanted."""

    packet_id: int
    filters: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    packet_id: int
    filters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disconnect:
    """`with_will` asks for the will to be published all the same."""

    with_will: bool = False


@dataclass(frozen=True, slots=True)
class Plain:
    """A packet whose type says all we want to know: ping, acknowledgement, authentication."""

    type: Type


Packet = Connect | Publish | Subscribe | Unsubscribe | Disconnect | Plain

_FLAGS: Final[Mapping[Type, int]] = {Type.PUBREL: 2, Type.SUBSCRIBE: 2, Type.UNSUBSCRIBE: 2}
"""Fixed flags (section 2.1.3); all other types but PUBLISH have 0."""


class Splitter:
    """Cuts a stream of bytes into frames; keeps at most one packet's worth of them."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._buffer = bytearray()
        self._cut: Frame | None = None
        self._skip = 0

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that are complete now. Raises `MalformedPacket`."""
        self._buffer += data
        while True:
            frame = self._skipped() if self._cut else self._next()
            if frame is None:
                return
            yield frame

    def _next(self) -> Frame | None:
        header = _read_header(self._buffer)
        if header is None:
            return None
        type_, flags, size, start = header
        if size > MOST_SKIPPED_BYTES:
            raise MalformedPacket(f"a packet of {size} bytes", Reason.PACKET_TOO_LARGE)
        if size > self._most:
            return self._begin_to_skip(type_, flags, size, start)
        if len(self._buffer) < start + size:
            return None
        body = bytes(self._buffer[start : start + size])
        del self._buffer[: start + size]
        return Frame(type_, flags, body, size)

    def _begin_to_skip(self, type_: Type, flags: int, size: int, start: int) -> Frame | None:
        if len(self._buffer) < start + HEAD_BYTES:
            return None
        self._cut = Frame(type_, flags, bytes(self._buffer[start : start + HEAD_BYTES]), size)
        self._skip = start + size
        return self._skipped()

    def _skipped(self) -> Frame | None:
        here = min(self._skip, len(self._buffer))
        del self._buffer[:here]
        self._skip -= here
        if self._skip:
            return None
        frame, self._cut = self._cut, None
        return frame


def parse(frame: Frame, version: int) -> Packet:
    """The packet in a frame; of a cut PUBLISH the payload's beginning. Raises `MalformedPacket`."""
    if frame.type is Type.PUBLISH:
        return _publish(frame, version)
    if frame.is_cut:
        raise MalformedPacket(f"{frame.type.name} has {frame.size} bytes", Reason.PACKET_TOO_LARGE)
    fields = Fields(frame.body)
    match frame.type:
        case Type.CONNECT:
            return _connect(fields)
        case Type.SUBSCRIBE:
            return _subscribe(fields, version)
        case Type.UNSUBSCRIBE:
            return _unsubscribe(fields, version)
        case Type.DISCONNECT:
            return Disconnect(with_will=frame.body[:1] == b"\x04" and version == MQTT_5)
        case Type.CONNACK | Type.SUBACK | Type.UNSUBACK | Type.PINGRESP:
            raise MalformedPacket(f"{frame.type.name} is for servers", Reason.PROTOCOL_ERROR)
    return Plain(frame.type)


def _read_header(data: bytearray) -> tuple[Type, int, int, int] | None:
    """Type, flags, length of the body, and where that begins; None while bytes are missing."""
    size = 0
    for place in range(4):
        if len(data) < place + 2:
            return None
        byte = data[place + 1]
        size |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            type_, flags = _read_first(data[0])
            return type_, flags, size, place + 2
    raise MalformedPacket("the length of a packet takes more than four bytes")


def _read_first(byte: int) -> tuple[Type, int]:
    """Tells a stranger's protocol at once: hardly any first byte is one of ours."""
    number, flags = divmod(byte, 16)
    if not number:
        raise MalformedPacket("packet type 0 is reserved")
    if number != Type.PUBLISH and flags != _FLAGS.get(Type(number), 0):
        raise MalformedPacket(f"{Type(number).name} has the flags {flags}")
    return Type(number), flags


def _connect(fields: Fields) -> Connect:
    name, version = fields.text(), fields.byte()
    if name != "MQTT" or version not in {MQTT_3_1_1, MQTT_5}:
        raise MalformedPacket(
            f"protocol {name[:20]!r} of version {version}", Reason.UNSUPPORTED_VERSION
        )
    flags, keep_alive = fields.byte(), fields.two()
    has_will, will_qos = bool(flags & 0x04), flags >> 3 & 3
    if flags & 1 or will_qos == 3 or (not has_will and flags & 0x38):
        raise MalformedPacket(f"CONNECT has the flags {flags:#04x}")
    if version == MQTT_3_1_1 and flags & 0x40 and not flags & 0x80:
        raise MalformedPacket("CONNECT has a password and no user name")
    properties = fields.properties() if version == MQTT_5 else {}
    connect = Connect(
        version=version,
        keep_alive=keep_alive,
        clean_start=bool(flags & 2),
        client_id=fields.text(),
        will=_will(fields, version, will_qos) if has_will else None,
        user=fields.text() if flags & 0x80 else "",
        password=fields.binary() if flags & 0x40 else b"",
        has_authentication_method=AUTHENTICATION_METHOD in properties,
    )
    fields.end("CONNECT")
    return connect


def _will(fields: Fields, version: int, qos: int) -> Publish:
    if version == MQTT_5:
        fields.properties()
    return Publish(_topic(fields), fields.binary(), qos)


def _publish(frame: Frame, version: int) -> Publish:
    fields = Fields(frame.body)
    qos = frame.flags >> 1 & 3
    if qos == 3 or (qos == 0 and frame.flags & 8):
        raise MalformedPacket(f"PUBLISH has the flags {frame.flags}")
    topic = fields.text()
    _check_topic(topic, may_be_empty=version == MQTT_5)
    packet_id = fields.packet_id() if qos else 0
    alias = fields.properties().get(TOPIC_ALIAS, 0) if version == MQTT_5 else 0
    if not topic and not alias:
        raise MalformedPacket("PUBLISH has no topic", Reason.PROTOCOL_ERROR)
    return Publish(topic, fields.rest(), qos, packet_id, alias)


def _subscribe(fields: Fields, version: int) -> Subscribe:
    packet_id = fields.packet_id()
    if version == MQTT_5:
        fields.properties()
    filters = []
    while fields.has_more:
        wanted, options = fields.text(), fields.byte()
        if not wanted or options & 3 == 3 or options & (0xC0 if version == MQTT_5 else 0xFC):
            raise MalformedPacket(f"SUBSCRIBE has the options {options:#04x}")
        filters.append((wanted, options & 3))
    if not filters:
        raise MalformedPacket("SUBSCRIBE has no topic", Reason.PROTOCOL_ERROR)
    return Subscribe(packet_id, tuple(filters))


def _unsubscribe(fields: Fields, version: int) -> Unsubscribe:
    packet_id = fields.packet_id()
    if version == MQTT_5:
        fields.properties()
    filters = []
    while fields.has_more:
        filters.append(fields.text())
    if not all(filters) or not filters:
        raise MalformedPacket("UNSUBSCRIBE has no topic", Reason.PROTOCOL_ERROR)
    return Unsubscribe(packet_id, tuple(filters))


def _topic(fields: Fields) -> str:
    topic = fields.text()
    _check_topic(topic)
    return topic


def _check_topic(topic: str, *, may_be_empty: bool = False) -> None:
    if "+" in topic or "#" in topic or not (topic or may_be_empty):
        raise MalformedPacket(f"{topic[:60]!r} is no topic to publish to")
