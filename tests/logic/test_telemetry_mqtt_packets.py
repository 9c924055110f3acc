"""MQTT packets: whatever comes in is a packet or malformed, in pieces of any size."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.sense.telemetry.connectors.mqtt import answers
from linli.sense.telemetry.connectors.mqtt.fields import MalformedPacket, Reason
from linli.sense.telemetry.connectors.mqtt.packets import (
    HEAD_BYTES,
    MOST_BYTES,
    MQTT_3_1_1,
    MQTT_5,
    Connect,
    Disconnect,
    Frame,
    Packet,
    Plain,
    Publish,
    Splitter,
    Subscribe,
    Type,
    Unsubscribe,
    parse,
)


def packet(first: int, body: bytes) -> bytes:
    return bytes([first]) + answers._length(len(body)) + body


def text(value: str) -> bytes:
    return len(value.encode()).to_bytes(2) + value.encode()


def read(data: bytes, version: int = MQTT_3_1_1) -> list[Packet]:
    return [parse(frame, version) for frame in Splitter().feed(data)]


def connect(body: bytes) -> bytes:
    return packet(0x10, body)


def test_a_connect_of_3_1_1() -> None:
    data = connect(
        text("MQTT") + bytes([4, 0xC2, 0, 60]) + text("c1") + text("d7") + text("secret")
    )
    (found,) = read(data)
    assert found == Connect(MQTT_3_1_1, "c1", 60, True, "d7", b"secret")
    assert "secret" not in repr(found)


def test_a_connect_of_5_with_properties_and_a_will() -> None:
    body = text("MQTT") + bytes([5, 0xEE, 0, 10])
    body += bytes([8, 0x11, 0, 0, 0, 10, 0x21, 0, 5])
    body += text("") + bytes([5, 0x18, 0, 0, 0, 9]) + text("linli/v1/d7/readings") + b"\0\2{}"
    body += text("d7") + text("secret")
    (found,) = read(connect(body))
    will = Publish("linli/v1/d7/readings", b"{}", 1)
    assert found == Connect(MQTT_5, "", 10, True, "d7", b"secret", will)


def test_an_authentication_method_is_noticed() -> None:
    properties = bytes([0x15]) + text("SCRAM")
    body = text("MQTT") + bytes([5, 2, 0, 10, len(properties)]) + properties + text("c")
    (found,) = read(connect(body))
    assert isinstance(found, Connect)
    assert found.has_authentication_method


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (text("MQIsdp") + bytes([3, 2, 0, 0]) + text("c"), Reason.UNSUPPORTED_VERSION),
        (text("MQTT") + bytes([6, 2, 0, 0]) + text("c"), Reason.UNSUPPORTED_VERSION),
        (text("MQTT") + bytes([4, 3, 0, 0]) + text("c"), Reason.MALFORMED_PACKET),
        (text("MQTT") + bytes([4, 0x1E, 0, 0]) + text("c"), Reason.MALFORMED_PACKET),
        (text("MQTT") + bytes([4, 0x08, 0, 0]) + text("c"), Reason.MALFORMED_PACKET),
        (text("MQTT") + bytes([4, 0x42, 0, 0]) + text("c"), Reason.MALFORMED_PACKET),
        (text("MQTT") + bytes([4, 0x82, 0, 0]) + text("c"), Reason.MALFORMED_PACKET),
        (text("MQTT") + bytes([4, 2, 0, 0]) + text("c") + b"x", Reason.MALFORMED_PACKET),
        (text("MQTT") + bytes([4, 2, 0, 0]) + b"\0\1\xff", Reason.MALFORMED_PACKET),
        (text("MQTT") + bytes([4, 2, 0, 0]) + b"\0\1\0", Reason.MALFORMED_PACKET),
        (text("MQTT") + bytes([5, 2, 0, 0, 2, 0x7F, 0]) + text("c"), Reason.MALFORMED_PACKET),
        (
            text("MQTT") + bytes([5, 2, 0, 0, 6, 0x21, 0, 1, 0x21, 0, 1]) + text("c"),
            Reason.PROTOCOL_ERROR,
        ),
        (text("MQTT") + bytes([5, 2, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]), Reason.MALFORMED_PACKET),
        (b"", Reason.MALFORMED_PACKET),
    ],
)
def test_a_wrong_connect_is_malformed(body: bytes, reason: Reason) -> None:
    with pytest.raises(MalformedPacket) as wrong:
        read(connect(body))
    assert wrong.value.reason is reason


@pytest.mark.parametrize(
    ("data", "version", "found"),
    [
        (packet(0x30, text("a") + b"x"), MQTT_3_1_1, Publish("a", b"x", 0)),
        (packet(0x3B, text("a") + b"\0\7x"), MQTT_3_1_1, Publish("a", b"x", 1, 7)),
        (packet(0x34, text("a") + b"\0\7"), MQTT_3_1_1, Publish("a", b"", 2, 7)),
        (packet(0x30, text("a") + b"\2\1\1x"), MQTT_5, Publish("a", b"x", 0)),
        (packet(0x30, text("") + b"\3\x23\0\1x"), MQTT_5, Publish("", b"x", 0, 0, 1)),
        (
            packet(0x30, text("a") + b"\x0a\x26\0\1k\0\1v\x0b\x80\1x"),
            MQTT_5,
            Publish("a", b"x", 0),
        ),
        (packet(0x82, b"\0\1" + text("a") + b"\1"), MQTT_3_1_1, Subscribe(1, (("a", 1),))),
        (packet(0x82, b"\0\1\0" + text("a") + b"\x2e"), MQTT_5, Subscribe(1, (("a", 2),))),
        (packet(0xA2, b"\0\1" + text("a")), MQTT_3_1_1, Unsubscribe(1, ("a",))),
        (packet(0xA2, b"\0\1\0" + text("a")), MQTT_5, Unsubscribe(1, ("a",))),
        (packet(0xC0, b""), MQTT_3_1_1, Plain(Type.PINGREQ)),
        (packet(0x40, b"\0\1"), MQTT_3_1_1, Plain(Type.PUBACK)),
        (packet(0x62, b"\0\1"), MQTT_3_1_1, Plain(Type.PUBREL)),
        (packet(0xE0, b""), MQTT_3_1_1, Disconnect()),
        (packet(0xE0, b"\4\0"), MQTT_5, Disconnect(with_will=True)),
    ],
)
def test_packets_are_read(data: bytes, version: int, found: Packet) -> None:
    assert read(data, version) == [found]


@pytest.mark.parametrize(
    ("data", "version"),
    [
        (packet(0x00, b""), MQTT_3_1_1),
        (packet(0x36, text("a") + b"\0\7"), MQTT_3_1_1),
        (packet(0x38, text("a")), MQTT_3_1_1),
        (packet(0x32, text("a") + b"\0\0"), MQTT_3_1_1),
        (packet(0x30, text("")), MQTT_3_1_1),
        (packet(0x30, text("") + b"\0"), MQTT_5),
        (packet(0x30, text("a/#")), MQTT_3_1_1),
        (packet(0x30, text("a") + b"\5"), MQTT_5),
        (packet(0x80, b"\0\1" + text("a") + b"\1"), MQTT_3_1_1),
        (packet(0x82, b"\0\1"), MQTT_3_1_1),
        (packet(0x82, b"\0\1" + text("a") + b"\3"), MQTT_3_1_1),
        (packet(0x82, b"\0\1" + text("a") + b"\4"), MQTT_3_1_1),
        (packet(0x82, b"\0\1\0" + text("a") + b"\x40"), MQTT_5),
        (packet(0xA2, b"\0\1" + text("")), MQTT_3_1_1),
        (packet(0xA2, b"\0\1"), MQTT_3_1_1),
        (packet(0xC1, b""), MQTT_3_1_1),
        (packet(0x20, b"\0\0"), MQTT_3_1_1),
        (packet(0xD0, b""), MQTT_3_1_1),
        (b"\x30\xff\xff\xff\xff\x01", MQTT_3_1_1),
    ],
)
def test_wrong_packets_are_malformed(data: bytes, version: int) -> None:
    with pytest.raises(MalformedPacket):
        read(data, version)


def test_a_large_publish_is_cut_and_the_next_packet_is_read() -> None:
    payload = b"x" * 1_000_000
    data = packet(0x32, text("linli/v1/d7/readings") + b"\0\7" + payload) + packet(0xC0, b"")
    splitter = Splitter()
    frames = [
        frame for at in range(0, len(data), 65536) for frame in splitter.feed(data[at : at + 65536])
    ]
    large, ping = frames
    assert (large.is_cut, large.size, len(large.body)) == (True, 1_000_024, HEAD_BYTES)
    found = parse(large, MQTT_3_1_1)
    assert isinstance(found, Publish)
    assert (found.topic, found.packet_id) == ("linli/v1/d7/readings", 7)
    assert found.payload == payload[: HEAD_BYTES - 24]
    assert parse(ping, MQTT_3_1_1) == Plain(Type.PINGREQ)


def test_a_packet_of_the_largest_size_is_whole() -> None:
    body = text("a") + b"x" * (MOST_BYTES - 3)
    (frame,) = Splitter().feed(packet(0x30, body))
    assert not frame.is_cut
    assert len(frame.body) == MOST_BYTES


def test_other_large_packets_are_refused() -> None:
    frame = Frame(Type.SUBSCRIBE, 2, b"", MOST_BYTES + 1)
    with pytest.raises(MalformedPacket) as wrong:
        parse(frame, MQTT_5)
    assert wrong.value.reason is Reason.PACKET_TOO_LARGE


def test_endless_packets_are_not_waited_for() -> None:
    with pytest.raises(MalformedPacket) as wrong:
        list(Splitter().feed(b"\x30\xff\xff\xff\x7f"))
    assert wrong.value.reason is Reason.PACKET_TOO_LARGE


SOUND = [
    (
        connect(text("MQTT") + bytes([4, 0xC2, 0, 60]) + text("c1") + text("d7") + text("s")),
        MQTT_3_1_1,
    ),
    (packet(0x32, text("linli/v1/d7/readings") + b"\0\7{}"), MQTT_3_1_1),
    (packet(0x32, text("linli/v1/d7/readings") + b"\0\7\0{}"), MQTT_5),
    (packet(0x82, b"\0\1\0" + text("a") + b"\1"), MQTT_5),
    (packet(0xE0, b"\0\0"), MQTT_5),
    (packet(0x10, b"x" * 5000), MQTT_5),
]


@given(st.lists(st.sampled_from([data for data, _ in SOUND])), st.integers(1, 40))
def test_pieces_of_any_size_give_the_same_frames(packets: list[bytes], size: int) -> None:
    data = b"".join(packets)
    splitter = Splitter(most_bytes=4200)
    pieces = [
        frame for at in range(0, len(data), size) for frame in splitter.feed(data[at : at + size])
    ]
    assert pieces == list(Splitter(most_bytes=4200).feed(data))
    assert len(pieces) == len(packets)


@given(st.binary(max_size=300), st.sampled_from([MQTT_3_1_1, MQTT_5]))
def test_random_bytes_are_packets_or_malformed(data: bytes, version: int) -> None:
    splitter = Splitter(most_bytes=64)
    with suppress(MalformedPacket):
        for frame in splitter.feed(data):
            parse(frame, version)


@given(st.sampled_from(SOUND), st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_damaged_packets_are_packets_or_malformed(
    sound: tuple[bytes, int], place: int, damage: bytes
) -> None:
    data, version = sound
    at = place % len(data)
    damaged = data[:at] + damage + data[at + len(damage) :]
    with suppress(MalformedPacket):
        read(damaged, version)


@given(st.binary(max_size=60), st.sampled_from(list(Type)), st.sampled_from([MQTT_3_1_1, MQTT_5]))
def test_any_body_of_any_type_is_a_packet_or_malformed(
    body: bytes, type_: Type, version: int
) -> None:
    for flags in (0, 2):
        with suppress(MalformedPacket):
            parse(Frame(type_, flags, body, len(body)), version)
