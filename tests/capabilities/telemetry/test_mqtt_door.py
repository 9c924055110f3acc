"""The MQTT door: acknowledged is durable, each device speaks for itself, bad input is kept."""

import json
from contextlib import AsyncExitStack

import pytest

from linli.ground import clock
from linli.sense.telemetry.connectors.mqtt import connection
from linli.sense.telemetry.connectors.mqtt.listener import MOST_OF_ONE_DEVICE
from tests.bare_mqtt import Client, text
from tests.capabilities.telemetry.bench import Bench, run

VERSIONS = pytest.mark.parametrize("version", [4, 5])
LEVEL = '{"water_level": 0.22}'
PINGREQ, PINGRESP = 0xC0, b"\xd0"


def puback(packet_id: int, reason: int = 0) -> bytes:
    return b"\x40" + packet_id.to_bytes(2) + (bytes([reason]) if reason else b"")


@VERSIONS
def test_what_is_acknowledged_is_durable(version: int) -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            answer = await client.connect(version=version)
            assert answer[:3] == b"\x20\0\0"
            client.publish(LEVEL, 7)
            assert await client.receive() == puback(7)
            assert [(one.quantity, one.value) for one in bench.stored()] == [("water_level", 0.22)]

    run(scenario)


@VERSIONS
@pytest.mark.parametrize(
    ("device_id", "token"),
    [("d7", "wrong"), ("d7", ""), ("nobody", "wrong"), ("", ""), ("d\n7", "x")],
)
def test_a_wrong_token_is_refused_and_kept(version: int, device_id: str, token: str) -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            answer = await client.connect(device_id, token=token, version=version)
            assert answer[:3] == (b"\x20\0\x87" if version == 5 else b"\x20\0\x05")
            assert await client.receive() == b""

    (refused,) = run(scenario).refused()
    assert (refused.door, refused.reason) == ("mqtt", "token")


def test_a_wrong_token_is_kept_once_a_minute() -> None:
    async def scenario(bench: Bench) -> None:
        for _ in range(3):
            async with Client(bench.mqtt) as client:
                await client.connect(token="wrong")

    assert len(run(scenario).refused()) == 1


def test_an_unknown_device_is_looked_up_before_it_is_refused() -> None:
    async def scenario(bench: Bench) -> None:
        newcomer = bench.roll.registered.pop("d8")
        bench.roll.refresh()
        bench.roll.registered["d8"] = newcomer
        async with Client(bench.mqtt) as client:
            assert (await client.connect("d8"))[2] == 0

    run(scenario)


@VERSIONS
def test_a_foreign_topic_is_refused_and_kept(version: int) -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect(version=version)
            client.publish(LEVEL, 7, topic="d8")
            if version == 5:
                assert await client.receive() == puback(7, 0x87)
                client.publish(LEVEL, 8)
                assert await client.receive() == puback(8)
            else:
                assert await client.receive() == b""

    bench = run(scenario)
    (refused,) = bench.refused()
    assert (refused.device_id, refused.reason, refused.payload) == ("d8", "topic", LEVEL)
    assert "linli/v1/d8/readings" in refused.faults[0].told()
    assert bench.stored("d8") == []


@pytest.mark.parametrize(
    "topic", ["spaceship/engine", "linli/v1/d7/commands", "linli/v1/d7/readings/x"]
)
def test_any_other_topic_is_refused(topic: str) -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect(version=5)
            client.publish(LEVEL, 7, topic=topic)
            assert await client.receive() == puback(7, 0x87)

    assert [one.device_id for one in run(scenario).refused()] == ["d7"]


def test_a_gateway_speaks_for_its_children_by_topic_and_by_name() -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect("gw1", version=5)
            client.publish('{"smoke": true}', 1, topic="c1")
            named = [
                {"bn": "urn:linli:c1:", "n": "smoke", "vb": False},
                {"bn": "", "n": "battery", "v": 90},
            ]
            client.publish(json.dumps(named), 2, topic="gw1")
            client.publish(LEVEL, 3, topic="d7")
            foreign = [{"n": "urn:linli:d7:water_level", "v": 1}]
            client.publish(json.dumps(foreign), 4, topic="gw1")
            answers = [await client.receive() for _ in range(4)]
            assert answers == [puback(1), puback(2), puback(3, 0x87), puback(4, 0x99)]

    bench = run(scenario)
    assert [one.value for one in bench.stored("c1")] == [0.0, 1.0]
    assert [one.quantity for one in bench.stored("gw1")] == ["battery"]
    assert bench.stored("d7") == []
    assert [one.reason for one in bench.refused()] == ["device", "topic"]


@VERSIONS
@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"{", "json"),
        (b'{"water_level": NaN}', "type"),
        (b'{"water_level": 1e999}', "type"),
        (b'{"water_level": "high"}', "type"),
        (b'{"colour": 1}', "quantity"),
        (b'[{"n":"water_level","u":"cm","v":22}]', "unit"),
        (b'{"water_level": 5000}', "range"),
        (b'{"water\\u0000": 1}', "name"),
        (b"\x00\x00", "json"),
        (b'[{"bt":315360000,"n":"water_level","v":0.2}]', "time"),
        (b'[{"bt":1900000000,"n":"water_level","v":0.2}]', "time"),
        (b'[{"n":"urn:linli:d8:water_level","v":0.2}]', "device"),
        (json.dumps([{"n": "water_level", "v": 0.2}] * 1001).encode(), "count"),
    ],
)
def test_bad_payloads_are_kept_with_their_reason(version: int, payload: bytes, reason: str) -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect(version=version)
            client.publish(payload, 7)
            assert await client.receive() == puback(7, 0x99 if version == 5 else 0)

    bench = run(scenario)
    (refused,) = bench.refused()
    assert (refused.device_id, refused.door, refused.reason) == ("d7", "mqtt", reason)
    assert refused.size == len(payload)
    assert bench.stored() == []


def test_good_records_are_stored_although_others_are_refused() -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect(version=5)
            client.publish('{"water_level": 0.2, "colour": 1}', 7)
            assert await client.receive() == puback(7)

    bench = run(scenario)
    assert [one.value for one in bench.stored()] == [0.2]
    assert [fault.told() for one in bench.refused() for fault in one.faults] == [
        'record 2, n "colour" is not measured by a water_gauge; it sends battery, water_level.'
    ]


@VERSIONS
def test_a_large_message_is_cut_kept_and_costs_no_connection(version: int) -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect(version=version)
            client.publish(b"x" * 1_000_000, 7)
            client.publish(LEVEL, 8)
            assert await client.receive() == puback(7, 0x97 if version == 5 else 0)
            assert await client.receive() == puback(8)

    bench = run(scenario)
    (refused,) = bench.refused()
    assert (refused.reason, refused.size, len(refused.payload)) == ("size", 1_000_000, 2048)
    assert len(bench.stored()) == 1


@VERSIONS
def test_qos_2_is_not_offered(version: int) -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect(version=version)
            client.publish(LEVEL, 7, qos=2)
            assert await client.receive() == (b"\xe0\x9b\0" if version == 5 else b"")

    assert [one.reason for one in run(scenario).refused()] == ["qos"]


def test_qos_0_is_stored_without_an_answer() -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect()
            client.publish(LEVEL, qos=0)
            client.send(PINGREQ, b"")
            assert await client.receive() == PINGRESP

    assert len(run(scenario).stored()) == 1


def test_a_message_sent_again_is_stored_once() -> None:
    payload = '[{"n":"water_level","t":-5,"bt":0,"v":0.2},{"n":"water_level","t":-4,"v":0.3}]'

    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect()
            fixed = payload.replace('"bt":0', f'"bt":{clock.seconds():.0f}')
            for packet_id in (1, 2, 3):
                client.publish(fixed, packet_id)
                assert await client.receive() == puback(packet_id)

    bench = run(scenario)
    assert [one.value for one in bench.stored()] == [0.3, 0.2]


def test_urgent_and_ordinary_messages_are_acknowledged_in_their_order() -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect("b1")
            for packet_id in range(1, 60, 2):
                client.publish('{"battery": 90}', packet_id, topic="b1")
                client.publish('{"sos": true}', packet_id + 1, topic="b1")
            answers = [await client.receive() for _ in range(60)]
            assert answers == [puback(packet_id) for packet_id in range(1, 61)]

    run(scenario)


def test_a_client_that_comes_again_takes_over() -> None:
    async def scenario(bench: Bench) -> None:
        async with (
            Client(bench.mqtt) as first,
            Client(bench.mqtt) as other,
            Client(bench.mqtt) as again,
        ):
            await first.connect(version=5, client_id="gauge")
            await other.connect(version=5, client_id="tool")
            await again.connect(version=5, client_id="gauge")
            assert await first.receive() == b"\xe0\x8e\0"
            assert await first.receive() == b""
            for client in (other, again):
                client.send(PINGREQ, b"")
                assert await client.receive() == PINGRESP

    run(scenario)


def test_the_same_client_id_of_another_device_takes_nothing_over() -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as first, Client(bench.mqtt) as second:
            await first.connect("d7", client_id="same")
            await second.connect("d8", client_id="same")
            first.send(PINGREQ, b"")
            assert await first.receive() == PINGRESP

    run(scenario)


def test_of_too_many_connections_of_one_device_the_oldest_goes() -> None:
    async def scenario(bench: Bench) -> None:
        async with AsyncExitStack() as stack:
            clients = [
                await stack.enter_async_context(Client(bench.mqtt))
                for _ in range(MOST_OF_ONE_DEVICE + 1)
            ]
            for number, client in enumerate(clients):
                await client.connect(client_id=f"c{number}")
            assert await clients[0].receive() == b""
            for client in clients[1:]:
                client.send(PINGREQ, b"")
                assert await client.receive() == PINGRESP

    run(scenario)


def test_who_does_not_connect_in_time_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 0.05)

    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            client.writer.write(b"\x10")
            assert await client.receive() == b""

    run(scenario)


def test_who_is_silent_for_one_and_a_half_keep_alives_is_let_go() -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect(version=5, keep_alive=1)
            assert await client.receive() == b"\xe0\x8d\0"
            assert await client.receive() == b""

    run(scenario)


@VERSIONS
def test_a_revoked_device_is_cut(version: int) -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client, Client(bench.mqtt) as other:
            await client.connect("d7", version=version)
            await other.connect("d8", version=version)
            bench.roll.revoke("d7")
            bench.cut()
            assert await client.receive() == (b"\xe0\x87\0" if version == 5 else b"")
            other.send(PINGREQ, b"")
            assert await other.receive() == PINGRESP
        async with Client(bench.mqtt) as client:
            assert (await client.connect("d7", version=version))[2] != 0

    run(scenario)


def test_a_gateway_does_not_speak_for_a_revoked_child() -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect("gw1", version=5)
            bench.roll.revoke("c1")
            client.publish('{"smoke": true}', 1, topic="c1")
            assert await client.receive() == puback(1, 0x87)

    assert run(scenario).stored("c1") == []


def test_subscriptions_are_for_own_commands_only() -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect()
            client.send(0x82, b"\0\5" + text("linli/v1/d7/commands") + b"\1" + text("#") + b"\0")
            assert await client.receive() == b"\x90\0\5\1\x80"
            client.send(0xA2, b"\0\6" + text("linli/v1/d7/commands"))
            assert await client.receive() == b"\xb0\0\6"

    run(scenario)


def test_a_will_is_published_when_the_connection_breaks() -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect(will='{"battery": 1}')
        async with Client(bench.mqtt) as client:
            await client.connect(will='{"battery": 2}')
            client.send(0xE0, b"")
            assert await client.receive() == b""
        await bench.until_stored(1)

    assert [one.value for one in run(scenario).stored()] == [1.0]


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x30\x03\0\1a",
        b"\x00\x00",
        b"\x10\xff\xff\xff\x7f",
        b"\xc0\x00",
    ],
)
def test_what_is_no_mqtt_is_let_go(data: bytes) -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            client.writer.write(data)
            assert await client.receive() == b""

    run(scenario)


def test_another_version_is_told_so() -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            assert await client.connect(version=6) == b"\x20\0\1"
            assert await client.receive() == b""

    run(scenario)


def test_an_urgent_reading_raises_a_crossing() -> None:
    async def scenario(bench: Bench) -> None:
        async with Client(bench.mqtt) as client:
            await client.connect("b1")
            client.publish('{"n":"sos","vb":true}', 1, topic="b1")
            assert await client.receive() == puback(1)
            assert bench.crossings.is_set()

    run(scenario)
