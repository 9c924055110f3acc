"""The packets a server sends, as bytes. Pure."""

from collections.abc import Iterable
from typing import Final

from linli.sense.telemetry.connectors.mqtt.fields import Reason
from linli.sense.telemetry.connectors.mqtt.packets import MOST_BYTES, MQTT_5, Type

IN_FLIGHT: Final = 64
"""So many messages of one connection are under way at most (Receive Maximum of MQTT 5)."""

PINGRESP: Final = bytes([Type.PINGRESP << 4, 0])
REFUSED_3_1_1: Final = {
    Reason.UNSUPPORTED_VERSION: 1,
    Reason.BAD_CLIENT_ID: 2,
    Reason.SERVER_UNAVAILABLE: 3,
    Reason.NOT_AUTHORISED: 5,
}
"""Return codes of CONNACK in 3.1.1 (its section 3.2.2.3)."""


def connack(version: int, reason: Reason, assigned_client_id: str = "") -> bytes:
    """Sessions are never kept, so none is ever present."""
    if version != MQTT_5:
        return _packet(Type.CONNACK, bytes([0, REFUSED_3_1_1.get(reason, reason and 5)]))
    properties = _what_we_offer(assigned_client_id) if reason is Reason.SUCCESS else b""
    return _packet(Type.CONNACK, bytes([0, reason]) + _length(len(properties)) + properties)


def puback(version: int, packet_id: int, reason: Reason = Reason.SUCCESS) -> bytes:
    """3.1.1 has no way to say that a message was refused."""
    body = packet_id.to_bytes(2)
    if version == MQTT_5 and reason is not Reason.SUCCESS:
        body += bytes([reason])
    return _packet(Type.PUBACK, body)


def suback(version: int, packet_id: int, codes: Iterable[int]) -> bytes:
    return _packet(Type.SUBACK, packet_id.to_bytes(2) + _no_properties(version) + bytes(codes))


def unsuback(version: int, packet_id: int, codes: Iterable[Reason]) -> bytes:
    body = packet_id.to_bytes(2)
    if version == MQTT_5:
        body += _no_properties(version) + bytes(codes)
    return _packet(Type.UNSUBACK, body)


def disconnect(version: int, reason: Reason) -> bytes:
    """Only MQTT 5 lets a server say why; 3.1.1 just closes."""
    return _packet(Type.DISCONNECT, bytes([reason, 0])) if version == MQTT_5 else b""


def _what_we_offer(assigned_client_id: str) -> bytes:
    offered = (
        bytes([0x24, 1])  # Maximum QoS
        + bytes([0x21])
        + IN_FLIGHT.to_bytes(2)  # Receive Maximum
        + bytes([0x27])
        + MOST_BYTES.to_bytes(4)  # Maximum Packet Size
        + bytes([0x11])
        + (0).to_bytes(4)  # Session Expiry Interval: it ends with the connection
        + bytes([0x28, 0])  # no wildcards
        + bytes([0x29, 0])  # no subscription identifiers
        + bytes([0x2A, 0])  # no shared subscriptions
    )
    if assigned_client_id:
        name = assigned_client_id.encode()
        offered += bytes([0x12]) + len(name).to_bytes(2) + name
    return offered


def _no_properties(version: int) -> bytes:
    return b"\0" if version == MQTT_5 else b""


def _packet(type_: Type, body: bytes) -> bytes:
    return bytes([type_ << 4]) + _length(len(body)) + body


def _length(number: int) -> bytes:
    """A variable byte integer (section 1.5.5)."""
    written = bytearray()
    while True:
        number, low = divmod(number, 128)
        written.append(low | (0x80 if number else 0))
        if not number:
            return bytes(written)
