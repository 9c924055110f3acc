"""One connection's protocol: what may come when, and what is answered in which order. Pure."""

import re
from collections import deque
from dataclasses import dataclass
from typing import Final

from linli.sense.telemetry.connectors.mqtt import answers
from linli.sense.telemetry.connectors.mqtt.fields import MalformedPacket, Reason
from linli.sense.telemetry.connectors.mqtt.packets import (
    MQTT_3_1_1,
    MQTT_5,
    Connect,
    Disconnect,
    Frame,
    Packet,
    Plain,
    Publish,
    Subscribe,
    Type,
    Unsubscribe,
    parse,
)

LONGEST_CLIENT_ID: Final = 256
_READINGS: Final = re.compile(r"linli/v1/([A-Za-z0-9_-]{1,64})/readings\Z")
_NOT_SUBSCRIBED: Final = {MQTT_3_1_1: 0x80, MQTT_5: int(Reason.NOT_AUTHORISED)}


def device_of_topic(topic: str) -> str | None:
    """The device whose readings go to this topic; None for any other topic."""
    found = _READINGS.match(topic)
    return found[1] if found else None


@dataclass(slots=True, eq=False)
class Ticket:
    """A message under way; it is acknowledged when its reason is known and its turn has come."""

    packet_id: int
    reason: Reason | None = None


class Session:
    """Begins with CONNECT; what comes out of turn raises `MalformedPacket`."""

    def __init__(self) -> None:
        self.version = MQTT_3_1_1
        self.device_id = ""
        self._has_begun = False
        self._under_way: deque[Ticket] = deque()

    def receive(self, frame: Frame) -> Packet:
        """The packet in a frame. Raises `MalformedPacket`."""
        if (frame.type is Type.CONNECT) == self._has_begun:
            raise MalformedPacket(f"{frame.type.name} out of turn", Reason.PROTOCOL_ERROR)
        packet = parse(frame, self.version)
        if isinstance(packet, Connect):
            self._has_begun = True
            self.version, self.device_id = packet.version, packet.user
        elif isinstance(packet, Publish):
            self._check(packet)
        elif isinstance(packet, Plain) and packet.type not in {Type.PINGREQ, Type.PUBACK}:
            # The others belong to QoS 2 or to extended authentication, which are not offered.
            raise MalformedPacket(f"{packet.type.name} out of turn", Reason.PROTOCOL_ERROR)
        return packet

    def expect(self, packet_id: int) -> Ticket:
        """Notes a message of QoS 1 that has come in."""
        ticket = Ticket(packet_id)
        self._under_way.append(ticket)
        return ticket

    def settle(self, ticket: Ticket, reason: Reason) -> bytes:
        """The acknowledgements that may be sent now.

        They go out in the order in which the messages came in (section 4.6 of MQTT 5), although
        urgent messages are stored before others.
        """
        ticket.reason = reason
        ready = b""
        while self._under_way and (known := self._under_way[0].reason) is not None:
            ready += answers.puback(self.version, self._under_way.popleft().packet_id, known)
        return ready

    def answer(self, packet: Packet) -> bytes:
        """What a packet is answered with that is answered at once."""
        match packet:
            case Subscribe(packet_id, filters):
                codes = [self._granted(wanted, qos) for wanted, qos in filters]
                return answers.suback(self.version, packet_id, codes)
            case Unsubscribe(packet_id, filters):
                return answers.unsuback(self.version, packet_id, map(self._left, filters))
            case Plain(Type.PINGREQ):
                return answers.PINGRESP
        return b""

    def _granted(self, wanted: str, qos: int) -> int:
        return min(qos, 1) if wanted == self._commands else _NOT_SUBSCRIBED[self.version]

    def _left(self, topic: str) -> Reason:
        return Reason.SUCCESS if topic == self._commands else Reason.NO_SUBSCRIPTION

    @property
    def _commands(self) -> str:
        return f"linli/v1/{self.device_id}/commands"

    def _check(self, packet: Publish) -> None:
        if packet.topic_alias:
            raise MalformedPacket("topic aliases are not offered", Reason.TOPIC_ALIAS_INVALID)


def refusal_of(connect: Connect) -> Reason | None:
    """Why a connection is refused before any look at its token; None when it may try."""
    if connect.has_authentication_method:
        return Reason.BAD_AUTHENTICATION_METHOD
    wants_to_be_kept = connect.version == MQTT_3_1_1 and not connect.clean_start
    if len(connect.client_id) > LONGEST_CLIENT_ID or (not connect.client_id and wants_to_be_kept):
        return Reason.BAD_CLIENT_ID
    will = connect.will
    if will is not None and will.qos == 2:
        return Reason.QOS_NOT_SUPPORTED
    if will is not None and device_of_topic(will.topic) != connect.user:
        return Reason.NOT_AUTHORISED
    return None


def is_goodbye(packet: Packet) -> bool:
    """Whether the client leaves in good order, so that its will is void."""
    return isinstance(packet, Disconnect) and not packet.with_will
