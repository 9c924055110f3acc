"""Ingest is killed after it has acknowledged; what it acknowledged still becomes a signal, once."""

import asyncio
import json
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.bare_mqtt import Client
from tests.flow.own_ingest import LINLI, OwnIngest
from tests.long_runs import LongRun


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnIngest]:
    with OwnIngest(tmp_path_factory.mktemp("ingest")) as own:
        yield own


@pytest.fixture
def ingest(own: OwnIngest) -> OwnIngest:
    """Running; each test speaks for devices of its own."""
    own.start()
    return own


async def publish(ingest: OwnIngest, device_id: str, *messages: object) -> None:
    """Returns when all messages are acknowledged."""
    async with Client(ingest.mqtt) as client:
        answer = await client.connect(device_id, token=ingest.tokens[device_id])
        assert answer == b"\x20\0\0"
        for packet_id, message in enumerate(messages, 1):
            client.publish(json.dumps(message), packet_id, topic=device_id)
        for packet_id, _ in enumerate(messages, 1):
            assert await client.receive() == b"\x40" + packet_id.to_bytes(2)


def level(device_id: str, at: float, value: float) -> object:
    return [{"bn": f"urn:linli:{device_id}:", "bt": at, "n": "water_level", "u": "m", "v": value}]


def test_a_kill_between_acknowledgement_and_signal_loses_nothing(ingest: OwnIngest) -> None:
    with ingest.nobody_writes_signals():
        asyncio.run(publish(ingest, "d7", {"water_level": 0.42}))
        asyncio.run(publish(ingest, "b1", {"n": "sos", "vb": True}))
        ingest.kill()
    assert ingest.signals("d7", 1, seconds=0) == []
    ingest.start()
    assert [one["item"] for one in ingest.signals("d7", 1)] == ["waterlogging"]
    assert [one["item"] for one in ingest.signals("b1", 1)] == ["sos"]
    asyncio.run(publish(ingest, "d7", {"water_level": 0.1}))
    assert ingest.stop() == 0
    assert len(ingest.signals("d7", 1)) == 1


def test_readings_sent_again_after_a_kill_raise_nothing_twice(ingest: OwnIngest) -> None:
    now = time.time()
    messages = [level("d8", now - 3, 0.5), level("d8", now - 2, 0.1), level("d8", now - 1, 0.5)]
    asyncio.run(publish(ingest, "d8", *messages))
    ingest.kill()
    ingest.start()
    asyncio.run(publish(ingest, "d8", *messages))
    ingest.signals("d8", 2)
    ingest.stop()
    found = ingest.signals("d8", 2)
    assert [bool(one["cleared_at"]) for one in found] == [True, False]


def test_a_revoked_device_is_cut_within_two_seconds(ingest: OwnIngest) -> None:
    async def stay_until_cut() -> float:
        async with Client(ingest.mqtt) as client:
            await client.connect("d9", token=ingest.tokens["d9"])
            await asyncio.to_thread(revoke, ingest, "d9")
            begun = time.monotonic()
            assert await client.receive() == b""
            return time.monotonic() - begun

    assert asyncio.run(stay_until_cut()) < 2


def revoke(ingest: OwnIngest, device_id: str) -> None:
    act = (
        "import django; django.setup()\n"
        "from linli.ground.rights.asker import Asker\n"
        "from linli.sense.devices.actions import revoke\n"
        f"revoke({device_id!r}, Asker.for_part('test'))\n"
    )
    environment = {**ingest.environment, "DJANGO_SETTINGS_MODULE": "linli.settings"}
    subprocess.run((LINLI[0], "-c", act), env=environment, check=True)


def test_a_busy_port_is_named(ingest: OwnIngest) -> None:
    second = subprocess.run(
        (*LINLI, "ingest"), env=ingest.environment, capture_output=True, text=True, check=False
    )
    assert second.returncode != 0
    assert second.stderr == (
        f"LINLI_MQTT_PORT is {ingest.mqtt} on 127.0.0.1 (LINLI_BIND): Address already in use."
        " Use a free port.\n"
    )


@pytest.mark.long
def test_kills_of_ingest_at_random_moments_lose_nothing(
    ingest: OwnIngest, long_run: LongRun
) -> None:
    """Each acknowledged flood is one signal; a flood whose answer was lost is sent again."""
    choose = long_run.choice()
    floods = long_run.count("kills", 30, least=3)
    begin = time.time() - 86400
    for number in range(floods):
        at = begin + number * 10
        up, down = level("d10", at, 0.5), level("d10", at + 5, 0.1)
        asyncio.run(publish(ingest, "d10", up))
        time.sleep(choose.uniform(0, 0.05))
        ingest.kill()
        ingest.start()
        asyncio.run(publish(ingest, "d10", up, down))
    found = ingest.signals("d10", floods, seconds=20)
    assert len(found) == floods
    assert len({one["source_key"] for one in found}) == floods
