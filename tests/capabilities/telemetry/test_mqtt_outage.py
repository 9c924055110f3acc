"""The MQTT door while the database does not answer: known devices speak on, nobody is refused."""

import pytest

from tests.bare_mqtt import Client
from tests.capabilities.telemetry.bench import Bench, run


@pytest.mark.parametrize("version", [4, 5])
def test_nobody_is_refused_while_the_database_does_not_answer(version: int) -> None:
    async def scenario(bench: Bench) -> None:
        bench.roll.is_gone = True
        async with Client(bench.mqtt) as stranger, Client(bench.mqtt) as known:
            answer = await stranger.connect("new", version=version)
            assert answer[2] == (0x88 if version == 5 else 3)
            assert (await known.connect("gw1", version=version))[2] == 0
            known.publish('{"smoke": true}', topic="new")
            assert await known.receive() == (b"\xe0\x83\0" if version == 5 else b"")

    assert run(scenario).refused() == []
