"""Places are found by id, code, name, level and point."""

import json
import math

import pytest
from pytest_django import DjangoAssertNumQueries

from linli.registers.places import actions, queries
from linli.registers.places.logic.details import NewPlace
from linli.registers.places.logic.outlines import BadPoint
from tests.cast import SETUP, District

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(places: District) -> int:
    """A home without an outline: not kept in memory."""
    new = NewPlace(
        code="h301", name="3栋301室", level="home", parent_code="b3", lat=31.82, lon=117.22
    )
    return actions.save_place(new, SETUP)


def codes(rows: list[queries.PlaceRow]) -> list[str]:
    return [row.code for row in rows]


def test_a_place_knows_its_levels_and_its_names(places: District) -> None:
    row = queries.place(places.estate)
    assert row is not None
    assert row == queries.by_code("e1")
    assert row.where == places.where("estate")
    assert row.where.grid_id == places.grid
    assert (row.label("zh-hans"), row.label("en")) == ("翠竹苑", "Cuizhu Court")


def test_a_home_is_found_though_it_is_not_kept_in_memory(places: District, home: int) -> None:
    row = queries.place(home)
    assert row is not None
    assert row == queries.by_code("h301")
    assert row.where == places.where("building")
    assert row.label("en") == "3栋301室"


@pytest.mark.parametrize("code", ["", "none", "a\x00b", "x" * 5000])
def test_an_unknown_code_is_none(places: District, code: str) -> None:
    assert queries.by_code(code) is None


@pytest.mark.parametrize("place_id", [0, -1, 2**70])
def test_an_unknown_id_is_none(places: District, place_id: int) -> None:
    assert queries.place(place_id) is None
    assert queries.path(place_id) == ()


def test_a_path_leads_from_the_top_to_the_place(places: District, home: int) -> None:
    assert codes(list(queries.path(home))) == ["c1", "d1", "s1", "m1", "g1", "e1", "b3", "h301"]


def test_paths_of_many_homes_take_as_many_queries_as_those_of_one(
    places: District, home: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    new = NewPlace(code="h302", name="3栋302室", level="home", parent_code="b3")
    second = actions.save_place(new, SETUP)
    queries.paths([home])  # the register is in memory now

    with django_assert_num_queries(1):
        found = queries.paths([home, second, places.city, 99999])

    assert {key: codes(list(path))[-2:] for key, path in found.items()} == {
        home: ["b3", "h301"],
        second: ["b3", "h302"],
        places.city: ["c1"],
    }


def test_a_point_lies_in_the_smallest_place_around_it(places: District) -> None:
    found = queries.locate(places.lat, places.lon)
    assert found is not None
    assert (found.place.code, found.how, found.metres) == ("b3", "inside", 0.0)
    other = queries.locate(places.other_lat, places.other_lon)
    assert other is not None
    assert other.place.code == "g3"


def test_a_point_just_outside_lies_near_the_smallest_place_there(places: District) -> None:
    found = queries.locate(31.7, 117.0997)  # about 28 m west of the city
    assert found is not None
    assert (found.place.code, found.how, round(found.metres)) == ("c1", "near", 28)
    assert queries.locate(31.7, 117.099) is None


def test_a_point_that_is_not_on_earth_is_refused(places: District) -> None:
    with pytest.raises(BadPoint):
        queries.locate(math.nan, 117.22)


def test_children_are_those_directly_inside(places: District) -> None:
    assert codes(queries.children(places.street)) == ["m1", "m2"]
    assert codes(queries.children(None)) == ["c1"]
    assert queries.children(places.building) == []


def test_names_are_found_for_many_ids_at_once(places: District, home: int) -> None:
    found = queries.names([places.city, home, home, 99999])
    assert {key: row.code for key, row in found.items()} == {places.city: "c1", home: "h301"}


def test_pages_lead_through_all_places_of_a_level_or_parent(places: District) -> None:
    first = queries.page(level="grid", limit=2)
    assert codes(first.items) == ["g1", "g2"]
    assert first.next == places.grid_2
    last = queries.page(level="grid", limit=2, after=first.next)
    assert (codes(last.items), last.next) == (["g3"], None)
    assert codes(queries.page(parent_code="d1").items) == ["s1"]
    assert queries.page(parent_code="none").items == []


def test_outlines_of_a_level_are_geojson_for_a_map(places: District) -> None:
    drawn = queries.outlines("grid")
    assert sorted(one["properties"]["code"] for one in drawn["features"]) == ["g1", "g2", "g3"]
    assert {one["geometry"]["type"] for one in drawn["features"]} == {"Polygon"}
    assert len(json.loads(json.dumps(queries.outlines()))["features"]) == 13
    assert queries.outlines("home")["features"] == []


def test_outlines_are_drawn_once_and_again_after_a_change(places: District) -> None:
    drawn = queries.outlines("grid")
    assert queries.outlines("grid") is drawn
    actions.save_place(NewPlace(code="g1", name="翠竹新网格", level="grid"), SETUP)
    names = {one["properties"]["name"] for one in queries.outlines("grid")["features"]}
    assert "翠竹新网格" in names
