"""A well-known MQTT client is served, in both versions."""

import asyncio
import json
from typing import Any

import pytest
from gmqtt import Client
from gmqtt.mqtt.handler import MQTTConnectError

from tests.capabilities.telemetry.bench import TOKEN, Bench, run

VERSIONS = pytest.mark.parametrize("version", [4, 5])


class Device:
    """A device made of the well-known client gmqtt."""

    def __init__(self, version: int) -> None:
        self.client = Client("gauge")
        self.version = version
        self.ready = asyncio.Event()
        self.client.on_disconnect = lambda *_: self.ready.set()

    async def connect(self, port: int, token: str = TOKEN + "d7") -> None:
        self.client.set_auth_credentials("d7", token)
        self.client.set_config({"reconnect_retries": 0})
        await self.client.connect("127.0.0.1", port, version=self.version)

    async def say(self, values: dict[str, Any]) -> None:
        self.client.publish("linli/v1/d7/readings", json.dumps(values), qos=1)


@VERSIONS
def test_gmqtt_is_served(version: int) -> None:
    async def scenario(bench: Bench) -> None:
        device = Device(version)
        await device.connect(bench.mqtt)
        for level in range(20):
            await device.say({"water_level": level / 100})
        await bench.until_stored(20)
        await device.client.disconnect()

    bench = run(scenario)
    assert sorted(one.value for one in bench.stored()) == [level / 100 for level in range(20)]
    assert bench.refused() == []


@VERSIONS
def test_gmqtt_is_refused_with_a_wrong_token(version: int) -> None:
    async def scenario(bench: Bench) -> None:
        with pytest.raises(MQTTConnectError):
            await Device(version).connect(bench.mqtt, "wrong")

    run(scenario)
