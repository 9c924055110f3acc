"""The invented district: a map without gaps, and the same one each time."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from shapely.geometry import Point, shape
from shapely.ops import unary_union

from linli_simulator.district.files import LEVELS, write_district

SQUARE_METRE = 1 / (111_320.0 * 94_500.0)
"""In square degrees, at the district's latitude."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("district")
    write_district(folder)
    return folder


@pytest.fixture(scope="module")
def places(folder: Path) -> dict[str, dict]:
    found = {}
    for level in LEVELS:
        for feature in json.loads((folder / f"{level}.geojson").read_text())["features"]:
            properties = feature["properties"]
            found[properties["code"]] = {
                **properties,
                "level": level,
                "land": shape(feature["geometry"]),
            }
    return found


@pytest.fixture(scope="module")
def devices(folder: Path) -> list[dict[str, str]]:
    return listed(folder / "devices.csv")


def listed(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_district_has_the_size_of_the_demo(places):
    counted = Counter(place["level"] for place in places.values())
    assert counted["building"] >= 300
    del counted["building"]
    assert counted == {
        "city": 1,
        "district": 2,
        "street": 4,
        "community": 14,
        "grid": 33,
        "estate": 42,
    }


def test_every_outline_is_a_proper_polygon(places):
    assert [code for code, place in places.items() if not place["land"].is_valid] == []


@pytest.mark.parametrize("level", ["district", "street", "community", "grid"])
def test_the_places_of_a_level_tile_the_place_they_lie_in(places, level):
    parents = {place["parent_code"] for place in places.values() if place["level"] == level}
    for code in parents:
        children = [place["land"] for place in places.values() if place["parent_code"] == code]
        whole = unary_union(children)
        overlap = sum(child.area for child in children) - whole.area
        assert whole.symmetric_difference(places[code]["land"]).area < SQUARE_METRE
        assert overlap < SQUARE_METRE


def test_estates_and_buildings_lie_within_their_parents(places):
    outside = [
        code
        for code, place in places.items()
        if place["level"] in {"estate", "building"}
        and not place["land"].within(places[place["parent_code"]]["land"])
    ]
    assert outside == []


def test_no_two_places_are_called_the_same(places):
    called = Counter(
        name for place in places.values() for name in [place["name"], *place.get("aliases", [])]
    )
    assert [name for name, count in called.items() if count > 1] == []
    assert places["tingyu"]["aliases"] == ["砚池路18号", "听雨村", "机械厂家属院"]


def test_six_hundred_devices_of_all_types_hang_near_their_places(places, devices):
    assert len(devices) == 600
    assert len({device["id"] for device in devices}) == 600
    assert len({device["type"] for device in devices}) == 14
    for device in devices:
        land = places[device["place"]]["land"]
        assert land.distance(Point(float(device["lon"]), float(device["lat"]))) < 1e-4


def test_devices_of_a_home_speak_through_its_gateway(devices):
    by_id = {device["id"]: device for device in devices}
    children = [device for device in devices if device["gateway"]]
    assert Counter(device["type"] for device in children) == {
        "sos_button": 10,
        "presence": 10,
        "vital_sensor": 10,
        "door_contact": 10,
    }
    for child in children:
        gateway = by_id[child["gateway"]]
        assert gateway["type"] == "gateway"
        assert gateway["place"] == child["place"]


def test_every_duty_names_a_party_and_a_place_that_exist(folder, places):
    parties = {party["code"] for party in listed(folder / "parties.csv")}
    duties = listed(folder / "duties.csv")
    assert {duty["party"] for duty in duties} <= parties
    assert {duty["place"] for duty in duties} <= set(places)
    pairs = Counter((duty["item"], duty["place"]) for duty in duties)
    assert max(pairs.values()) == 1


def test_the_same_seed_writes_the_same_bytes(folder, tmp_path):
    write_district(tmp_path)
    for path in folder.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
