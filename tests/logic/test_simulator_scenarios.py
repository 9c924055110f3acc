"""What the simulator lets happen, and that a calm district stays within every limit."""

from random import Random

import msgspec
import pytest

from linli_simulator.district.devices import equip
from linli_simulator.district.layout import lay_out
from linli_simulator.life.happenings import Course
from linli_simulator.life.living import senml
from linli_simulator.life.roll import Device
from linli_simulator.life.scenarios import DAY, plan_of
from linli_simulator.life.values import CALM, Moment, measure


@pytest.fixture(scope="module")
def roll() -> list[Device]:
    return [
        Device(each.id, each.type, each.spot, each.lat, each.lon, each.gateway, "secret")
        for each in equip(lay_out(5), 5)
    ]


def test_a_course_rises_evenly_and_ends():
    course = Course("wg-001", "water_level", ((10, 0.1), (20, 0.3), (30, 0.3)))
    assert [course.at(at) for at in (9, 10, 15, 25, 30)] == [None, 0.1, 0.2, 0.3, None]


def test_a_truth_changes_at_its_point():
    course = Course("sm-001", "smoke", ((5, True), (60, False)))
    assert [course.at(at) for at in (4, 5, 59.9, 60)] == [None, True, True, None]


def test_the_story_floods_one_estate_and_three_residents_write_within_25_seconds(roll):
    plan = plan_of("story", roll, 5)
    flood = plan.courses[0]
    assert flood.at(8) < 0.3 < flood.at(10)
    early = [letter for letter in plan.letters if letter.at < 25]
    assert [letter.item for letter in early] == ["waterlogging"] * 3
    gauge = next(device for device in roll if device.id == flood.device)
    for letter in early:
        assert abs(letter.lat - gauge.lat) <= 5e-4
        assert abs(letter.lon - gauge.lon) <= 5e-4


def test_the_story_ends_in_an_ordinary_day_not_in_endless_alarms(roll):
    plan = plan_of("story", roll, 5)
    events = [course.start for course in plan.courses] + [letter.at for letter in plan.letters]
    first_hour = [at for at in events if 60 < at < 3600]
    assert len(first_hour) <= 4
    assert max(events) < DAY
    assert len(events) < 100


def test_a_storm_floods_six_places_and_ends(roll):
    plan = plan_of("storm", roll, 5)
    gauges = [course for course in plan.courses if course.quantity == "water_level"]
    assert len({course.device for course in gauges}) == 6
    assert max(course.end for course in gauges) <= 300


def test_gas_rises_in_one_home_only(roll):
    (course,) = plan_of("gas", roll, 5).courses
    assert course.quantity == "gas"
    assert course.at(60) > 10


@pytest.mark.parametrize("scenario", ["calm", "storm", "gas", "story"])
def test_the_same_seed_gives_the_same_plan(roll, scenario):
    assert plan_of(scenario, roll, 3) == plan_of(scenario, roll, 3)


@pytest.mark.parametrize("type_", sorted(CALM))
def test_a_calm_device_stays_within_its_limits_at_every_hour(type_):
    random = Random(1)
    limits = {"water_level": (0, 0.2), "gas": (0, 5), "power": (2, 80), "tilt": (0, 5)}
    for minute in range(0, 24 * 60, 5):
        readings = measure(type_, Moment(minute / 60, random.random(), random))
        assert not any(readings.get(alarm) for alarm in ("smoke", "sos", "forced"))
        for quantity, value in readings.items():
            low, high = limits.get(quantity, (0, 100))
            assert low <= value <= high


def test_readings_travel_as_one_senml_pack():
    pack = msgspec.json.decode(senml("wg-001", 1790000000.1234, {"water_level": 0.4, "wet": True}))
    assert pack == [
        {"bn": "urn:linli:wg-001:", "bt": 1790000000.123, "n": "water_level", "u": "m", "v": 0.4},
        {"n": "wet", "vb": True},
    ]
