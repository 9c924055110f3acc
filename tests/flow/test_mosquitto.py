"""The client that installers have at hand: mosquitto_pub, as the README shows it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.own_ingest import OwnIngest

pytestmark = pytest.mark.peers

VERSIONS = pytest.mark.parametrize("version", ["mqttv311", "mqttv5"])
LEVEL = '{"water_level": 0.42}'


@pytest.fixture(scope="module")
def ingest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnIngest]:
    with OwnIngest(tmp_path_factory.mktemp("ingest")) as own:
        own.start()
        yield own


def publish(
    ingest: OwnIngest, version: str, *more: str, token: str = "", topic: str = "d7"
) -> "subprocess.CompletedProcess[str]":
    command = ["mosquitto_pub", "-V", version, "-d", "-h", "127.0.0.1", "-p", str(ingest.mqtt)]
    command += ["-u", "d7", "-P", token or ingest.tokens["d7"], "-q", "1"]
    command += ["-t", f"linli/v1/{topic}/readings", *(more or ("-m", LEVEL))]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=30, stdin=subprocess.DEVNULL
    )


@VERSIONS
def test_a_reading_is_acknowledged_and_becomes_a_signal(ingest: OwnIngest, version: str) -> None:
    done = publish(ingest, version)
    assert done.returncode == 0
    assert "received PUBACK" in done.stdout
    assert ingest.signals("d7", 1)[0]["item"] == "waterlogging"


@VERSIONS
def test_a_wrong_token_is_not_authorised(ingest: OwnIngest, version: str) -> None:
    done = publish(ingest, version, token="wrong")
    assert done.returncode != 0
    assert "not authori" in done.stderr.lower()


def test_a_foreign_topic_is_told_by_mqtt_5(ingest: OwnIngest) -> None:
    done = publish(ingest, "mqttv5", topic="b1")
    assert "RC:135" in done.stdout


def test_a_foreign_topic_closes_3_1_1(ingest: OwnIngest) -> None:
    done = publish(ingest, "mqttv311", topic="b1")
    assert "received PUBACK" not in done.stdout


def test_a_message_of_one_megabyte_is_acknowledged_and_kept(
    ingest: OwnIngest, tmp_path: Path
) -> None:
    large = tmp_path / "large"
    large.write_bytes(b"x" * 1_000_000)
    assert publish(ingest, "mqttv311", "-f", str(large)).returncode == 0
    assert publish(ingest, "mqttv311").returncode == 0


def test_many_lines_of_one_connection_are_all_acknowledged(
    ingest: OwnIngest, tmp_path: Path
) -> None:
    command = ["mosquitto_pub", "-h", "127.0.0.1", "-p", str(ingest.mqtt), "-u", "d7", "-q", "1"]
    command += ["-P", ingest.tokens["d7"], "-t", "linli/v1/d7/readings", "-l"]
    lines = "".join(f'{{"battery": {number % 100}}}\n' for number in range(500))
    done = subprocess.run(
        command, input=lines, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("topic", "granted"), [("linli/v1/d7/commands", 0), ("#", 128)])
def test_own_commands_may_be_heard_and_nothing_else(
    ingest: OwnIngest, topic: str, granted: int
) -> None:
    command = ["mosquitto_sub", "-d", "-h", "127.0.0.1", "-p", str(ingest.mqtt), "-u", "d7"]
    command += ["-P", ingest.tokens["d7"], "-E", "-t", topic]
    heard = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert f"Subscribed (mid: 1): {granted}" in heard.stdout
