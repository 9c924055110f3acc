"""What a device may say: its own quantities, kinds, units, ranges, and times near now."""

import pytest

from linli.sense.devices.logic import DeviceType
from linli.sense.devices.queries import types
from linli.sense.telemetry.logic.admission import (
    MOST_PAYLOAD_KEPT,
    NEWEST_SECONDS,
    OLDEST_SECONDS,
    cut,
    fault_of,
)
from linli.wire.readings import Reading

NOW = 1_790_000_000.0


@pytest.fixture
def gauge() -> DeviceType:
    return types()["water_gauge"]


@pytest.mark.parametrize("unit", ["", "m"])
def test_a_sound_reading_is_taken(unit: str, gauge: DeviceType) -> None:
    assert fault_of(Reading("d7", "water_level", NOW, 0.22, unit), gauge, NOW) is None


@pytest.mark.parametrize(
    ("reading", "reason", "detail"),
    [
        (
            Reading("d7", "depth", NOW, 1),
            "quantity",
            '"depth" is not measured by a water_gauge; it sends battery, water_level.',
        ),
        (Reading("d7", "water_level", NOW, True), "type", "is true; send a number."),
        (
            Reading("d7", "water_level", NOW, 1, "cm"),
            "unit",
            '"cm" is not the unit of water_level; send m.',
        ),
        (
            Reading("d7", "water_level", NOW, 51),
            "range",
            "is 51; it lies between -5 and 50.",
        ),
        (
            Reading("d7", "battery", NOW, -0.1),
            "range",
            "is -0.1; it lies between 0 and 100.",
        ),
    ],
)
def test_a_faulty_reading_is_told_why(
    reading: Reading, reason: str, detail: str, gauge: DeviceType
) -> None:
    fault = fault_of(reading, gauge, NOW)
    assert fault is not None
    assert (fault.reason, fault.detail) == (reason, detail)


def test_a_truth_takes_no_number_and_no_unit() -> None:
    alarm = types()["smoke_alarm"]
    for reading, reason in (
        (Reading("d7", "smoke", NOW, 1.0), "type"),
        (Reading("d7", "smoke", NOW, True, "%"), "unit"),
    ):
        fault = fault_of(reading, alarm, NOW)
        assert fault is not None
        assert fault.reason == reason


@pytest.mark.parametrize(
    ("at", "is_taken"),
    [
        (NOW - OLDEST_SECONDS, True),
        (NOW - OLDEST_SECONDS - 1, False),
        (NOW + NEWEST_SECONDS, True),
        (NOW + NEWEST_SECONDS + 1, False),
        (NOW + 365 * 86400, False),
        (0.0, False),
        (1e308, False),
    ],
)
def test_times_must_be_near_now(at: float, is_taken: bool, gauge: DeviceType) -> None:
    fault = fault_of(Reading("d7", "water_level", at, 0.2), gauge, NOW)
    assert (fault is None) == is_taken
    assert fault is None or fault.reason == "time"


def test_a_payload_is_kept_cut_as_text_without_nul() -> None:
    assert cut(b"a\x00\xffb") == "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b"
    assert len(cut(b"x" * 1_000_000)) == MOST_PAYLOAD_KEPT


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (NOW - 700_000, "record 1, t is 1789300000, 700000 s ago; up to 7 days ago is taken"),
        (NOW + 500, "record 1, t is 1790000500, 500 s ahead; up to 120 s ahead is taken"),
    ],
)
def test_a_time_too_far_away_is_told_with_its_distance(
    at: float, told: str, gauge: DeviceType
) -> None:
    fault = fault_of(Reading("d7", "water_level", at, 0.2), gauge, NOW)
    assert fault is not None
    assert fault.told() == f"{told}: set the device's clock."
