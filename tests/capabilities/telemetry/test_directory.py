"""The directory sees within a look who is new, renewed or revoked."""

import pytest

from linli.sense.devices import actions as devices
from linli.sense.devices.logic import NewDevice
from linli.sense.telemetry.directory import Directory, Pass
from tests.cast import SETUP, District


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> Directory:
    # The connection of a test must outlive the look.
    monkeypatch.setattr("linli.sense.telemetry.directory.close_old_connections", lambda: None)
    return Directory()


def register(places: District, device_id: str = "d7", **changes: str) -> Pass:
    new = NewDevice(
        id=device_id, type=changes.pop("type", "water_gauge"), place_id=places.estate, **changes
    )
    return Pass(device_id, devices.digest(devices.register(new, SETUP).token))


def test_a_new_device_is_seen_at_the_next_look(places: District, directory: Directory) -> None:
    assert directory.refresh()
    shown = register(places)
    assert not directory.is_valid(shown)
    assert directory.refresh()
    assert directory.is_valid(shown)
    assert not directory.refresh()


def test_a_pass_ends_with_a_new_token_and_with_revocation(
    places: District, directory: Directory
) -> None:
    first = register(places)
    second = Pass("d7", devices.digest(devices.new_token("d7", SETUP).token))
    directory.refresh()
    assert not directory.is_valid(first)
    assert directory.is_valid(second)
    devices.revoke("d7", SETUP)
    directory.refresh()
    assert not directory.is_valid(second)
    assert directory.type_of("d7") is None
    assert not directory.may_speak_for("d7", "d7")


def test_only_its_gateway_and_itself_speak_for_a_device(
    places: District, directory: Directory
) -> None:
    register(places, "gw1", type="gateway")
    register(places, "gw2", type="gateway")
    register(places, "d7", gateway_id="gw1")
    directory.refresh()
    speakers = {one: directory.may_speak_for(one, "d7") for one in ("d7", "gw1", "gw2", "")}
    assert speakers == {"d7": True, "gw1": True, "gw2": False, "": False}
    assert not directory.may_speak_for("gw1", "nobody")
    assert not directory.may_speak_for("", "gw1")
