"""One MQTT session: what is out of turn, what is granted, in which order it is acknowledged."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.sense.telemetry.connectors.mqtt import answers
from linli.sense.telemetry.connectors.mqtt.fields import MalformedPacket, Reason
from linli.sense.telemetry.connectors.mqtt.packets import (
    MQTT_3_1_1,
    MQTT_5,
    Connect,
    Disconnect,
    Frame,
    Plain,
    Publish,
    Subscribe,
    Type,
    Unsubscribe,
)
from linli.sense.telemetry.connectors.mqtt.session import (
    Session,
    device_of_topic,
    is_goodbye,
    refusal_of,
)

CONNECT = Connect(MQTT_3_1_1, "c1", 60, True, "d7", b"secret")


def frame(type_: Type, body: bytes = b"", flags: int = 0) -> Frame:
    return Frame(type_, flags, body, len(body))


def connect(version: int) -> Frame:
    properties = b"\0" if version == MQTT_5 else b""
    body = b"\0\4MQTT" + bytes([version, 0xC2, 0, 60]) + properties + b"\0\2c1\0\2d7\0\1s"
    return frame(Type.CONNECT, body)


@pytest.fixture(params=[MQTT_3_1_1, MQTT_5])
def session(request: pytest.FixtureRequest) -> Session:
    begun = Session()
    begun.receive(connect(request.param))
    return begun


def test_a_session_begins_with_connect() -> None:
    with pytest.raises(MalformedPacket) as wrong:
        Session().receive(frame(Type.PINGREQ))
    assert wrong.value.reason is Reason.PROTOCOL_ERROR


def test_a_second_connect_is_out_of_turn(session: Session) -> None:
    with pytest.raises(MalformedPacket, match="CONNECT out of turn"):
        session.receive(connect(session.version))


@pytest.mark.parametrize(
    ("type_", "flags"), [(Type.AUTH, 0), (Type.PUBREC, 0), (Type.PUBREL, 2), (Type.PUBCOMP, 0)]
)
def test_what_is_not_offered_is_out_of_turn(type_: Type, flags: int, session: Session) -> None:
    with pytest.raises(MalformedPacket) as wrong:
        session.receive(frame(type_, b"\0\1", flags))
    assert wrong.value.reason is Reason.PROTOCOL_ERROR


def test_topic_aliases_are_not_offered(session: Session) -> None:
    if session.version == MQTT_5:
        with pytest.raises(MalformedPacket) as wrong:
            session.receive(frame(Type.PUBLISH, b"\0\1a\3\x23\0\1"))
        assert wrong.value.reason is Reason.TOPIC_ALIAS_INVALID


def test_acknowledgements_keep_the_order_of_the_messages(session: Session) -> None:
    first, second, third = (session.expect(number) for number in (7, 8, 9))
    assert session.settle(second, Reason.SUCCESS) == b""
    assert session.settle(first, Reason.SUCCESS) == b"\x40\2\0\7\x40\2\0\x08"
    assert session.settle(third, Reason.SUCCESS) == b"\x40\2\0\x09"


def test_only_mqtt_5_hears_why_nothing_was_taken(session: Session) -> None:
    answer = session.settle(session.expect(7), Reason.NOT_AUTHORISED)
    assert answer == (b"\x40\3\0\7\x87" if session.version == MQTT_5 else b"\x40\2\0\7")


def test_a_device_may_subscribe_to_its_own_commands_only(session: Session) -> None:
    wanted = ("linli/v1/d7/commands", "linli/v1/d8/commands", "linli/v1/d7/readings", "#")
    answer = session.answer(Subscribe(5, tuple((topic, 2) for topic in wanted)))
    refused = 0x87 if session.version == MQTT_5 else 0x80
    assert answer[-4:] == bytes([1, refused, refused, refused])
    assert answer[0] == 0x90


def test_unsubscribing_is_answered(session: Session) -> None:
    answer = session.answer(Unsubscribe(5, ("linli/v1/d7/commands", "a")))
    assert answer == (b"\xb0\5\0\5\0\0\x11" if session.version == MQTT_5 else b"\xb0\2\0\5")


def test_a_ping_is_answered_and_an_acknowledgement_is_not(session: Session) -> None:
    assert session.answer(Plain(Type.PINGREQ)) == b"\xd0\0"
    assert session.answer(Plain(Type.PUBACK)) == b""


@pytest.mark.parametrize(
    ("topic", "device_id"),
    [
        ("linli/v1/d7/readings", "d7"),
        ("linli/v1/d7/commands", None),
        ("linli/v1//readings", None),
        ("linli/v1/d7/readings/x", None),
        ("/linli/v1/d7/readings", None),
        ("linli/v1/d 7/readings", None),
        ("linli/v1/d7/readings\n", None),
    ],
)
def test_the_device_of_a_topic(topic: str, device_id: str | None) -> None:
    assert device_of_topic(topic) == device_id


OWN_WILL = Publish("linli/v1/d7/readings", b"{}", 1)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"client_id": ""}, None),
        ({"client_id": "", "clean_start": False}, Reason.BAD_CLIENT_ID),
        ({"client_id": "", "clean_start": False, "version": MQTT_5}, None),
        ({"client_id": "c" * 257}, Reason.BAD_CLIENT_ID),
        ({"has_authentication_method": True}, Reason.BAD_AUTHENTICATION_METHOD),
        ({"will": OWN_WILL}, None),
        ({"will": replace(OWN_WILL, qos=2)}, Reason.QOS_NOT_SUPPORTED),
        ({"will": replace(OWN_WILL, topic="linli/v1/d8/readings")}, Reason.NOT_AUTHORISED),
    ],
)
def test_who_may_try(changes: dict[str, object], reason: Reason | None) -> None:
    assert refusal_of(replace(CONNECT, **changes)) is reason  # type: ignore[arg-type]


def test_a_goodbye_voids_the_will() -> None:
    assert is_goodbye(Disconnect())
    assert not is_goodbye(Disconnect(with_will=True))
    assert not is_goodbye(Plain(Type.PINGREQ))


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (Reason.SUCCESS, 0),
        (Reason.UNSUPPORTED_VERSION, 1),
        (Reason.BAD_CLIENT_ID, 2),
        (Reason.NOT_AUTHORISED, 5),
        (Reason.QOS_NOT_SUPPORTED, 5),
    ],
)
def test_connack_of_3_1_1(reason: Reason, code: int) -> None:
    assert answers.connack(MQTT_3_1_1, reason) == bytes([0x20, 2, 0, code])


def test_connack_of_5_says_what_is_offered() -> None:
    answer = answers.connack(MQTT_5, Reason.SUCCESS, "linli-1")
    assert answer[:4] == bytes([0x20, len(answer) - 2, 0, 0])
    assert answer[5:7] == bytes([0x24, 1])
    assert answer.endswith(b"\x12\0\7linli-1")
    assert answers.connack(MQTT_5, Reason.NOT_AUTHORISED) == bytes([0x20, 3, 0, 0x87, 0])


def test_only_mqtt_5_hears_goodbye() -> None:
    assert answers.disconnect(MQTT_5, Reason.SHUTTING_DOWN) == bytes([0xE0, 2, 0x8B, 0])
    assert answers.disconnect(MQTT_3_1_1, Reason.SHUTTING_DOWN) == b""


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Type)), st.binary(max_size=40), st.sampled_from([0, 2]))
    ),
    st.sampled_from([MQTT_3_1_1, MQTT_5]),
)
def test_any_frames_are_answered_or_malformed(
    frames: list[tuple[Type, bytes, int]], version: int
) -> None:
    session = Session()
    session.receive(connect(version))
    for type_, body, flags in frames:
        with suppress(MalformedPacket):
            packet = session.receive(frame(type_, body, flags))
            assert isinstance(session.answer(packet), bytes)
