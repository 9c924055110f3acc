"""Where a point lies."""

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.registers.places.logic.outlines import (
    BadPoint,
    Outline,
    PlaceIndex,
    check_point,
    for_map,
    metres_between,
)

LAT, LON = 31.82, 117.22
DEGREE_M = math.radians(6_371_008.8)
briefly = settings(max_examples=40)


def box(place_id: int, south: float, west: float, north: float, east: float) -> Outline:
    """Metres from LAT, LON."""
    narrow = math.cos(math.radians(LAT))
    corners = (west / narrow, south, east / narrow, north)
    x1, y1, x2, y2 = (value / DEGREE_M for value in corners)
    return Outline(place_id, shapely.box(LON + x1, LAT + y1, LON + x2, LAT + y2))


def at(north: float, east: float) -> tuple[float, float]:
    return LAT + north / DEGREE_M, LON + east / DEGREE_M / math.cos(math.radians(LAT))


def test_the_smallest_of_overlapping_places_is_found() -> None:
    index = PlaceIndex.build([box(1, -900, -900, 900, 900), box(2, -100, -100, 100, 100)])
    found = index.locate(*at(50, 50))
    assert found is not None
    assert (found.place_id, found.how, found.metres) == (2, "inside", 0.0)


def test_of_two_equal_places_the_first_is_found() -> None:
    index = PlaceIndex.build([box(8, -10, -10, 10, 10), box(3, -10, -10, 10, 10)])
    found = index.locate(LAT, LON)
    assert found is not None
    assert found.place_id == 3


def test_size_is_measured_on_the_globe_and_not_in_degrees() -> None:
    at_the_equator, far_north = shapely.box(0, 0, 8, 8), shapely.box(0, 60, 12, 68)
    assert at_the_equator.area < far_north.area
    index = PlaceIndex.build([Outline(1, at_the_equator), Outline(2, far_north)])
    assert list(index.ids) == [2, 1]


def test_area_of_a_square_kilometre() -> None:
    index = PlaceIndex.build([box(1, -500, -500, 500, 500)])
    assert index.square_metres[0] == pytest.approx(1_000_000, rel=1e-5)


@pytest.mark.parametrize(("metres", "found"), [(49, 1), (51, None)])
@pytest.mark.parametrize("side", [(1, 0), (-1, 0), (0, 1), (0, -1)])
def test_a_place_is_near_up_to_50_metres_on_every_side(
    metres: int, found: int | None, side: tuple[int, int]
) -> None:
    index = PlaceIndex.build([box(1, -100, -100, 100, 100)])
    near = index.locate(*at(*(direction * (100 + metres) for direction in side)))
    assert (near.place_id if near else None) == found
    if near:
        assert near.how == "near"
        assert near.metres == pytest.approx(metres, abs=0.1)


def test_the_nearer_place_is_found_even_when_the_other_is_smaller() -> None:
    index = PlaceIndex.build([box(1, -100, -100, 100, 0), box(2, -5, 40, 5, 50)])
    near = index.locate(*at(0, 10))
    assert near is not None
    assert (near.place_id, near.metres) == (1, pytest.approx(10, abs=0.1))


def test_of_places_that_share_the_near_border_the_smallest_is_found() -> None:
    index = PlaceIndex.build([box(1, -100, -100, 100, 0), box(2, -50, -50, 50, -0.2)])
    near = index.locate(*at(0, 20))
    assert near is not None
    assert near.place_id == 2


def test_nothing_is_found_far_from_all_places_or_without_any() -> None:
    assert PlaceIndex.build([box(1, -100, -100, 100, 100)]).locate(0, 0) is None
    assert PlaceIndex.build([]).locate(LAT, LON) is None


@pytest.mark.parametrize("lat", [-90, 90])
def test_the_poles_are_asked_without_harm(lat: int) -> None:
    assert PlaceIndex.build([box(1, -100, -100, 100, 100)]).locate(lat, 12) is None


@pytest.mark.parametrize(
    ("lat", "lon", "named"),
    [
        (math.nan, 0, "latitude is nan"),
        (0, math.inf, "longitude is inf"),
        (90.01, 0, "latitude is 90.01"),
        (0, -180.5, "longitude is -180.5"),
    ],
)
def test_a_point_that_is_not_on_earth_is_refused(lat: float, lon: float, named: str) -> None:
    with pytest.raises(BadPoint, match=named):
        PlaceIndex.build([]).locate(lat, lon)


@pytest.mark.parametrize(("lat", "lon"), [(31.2, None), (None, 121.4)])
def test_half_a_point_is_refused(lat: float | None, lon: float | None) -> None:
    with pytest.raises(BadPoint, match="Only one of latitude and longitude"):
        check_point(lat, lon)


@pytest.mark.parametrize(("lat", "lon"), [(None, None), (-90.0, 180.0), (90.0, -180.0)])
def test_a_point_on_the_edge_of_the_map_or_none_at_all_is_sound(
    lat: float | None, lon: float | None
) -> None:
    check_point(lat, lon)


@briefly
@given(st.floats(-80, 80), st.floats(-170, 170), st.floats(-0.04, 0.04), st.floats(-0.04, 0.04))
def test_the_distance_is_that_of_the_plane_up_to_a_few_kilometres(
    lat: float, lon: float, north: float, east: float
) -> None:
    middle = math.cos(math.radians(lat + north / 2))
    plane = math.hypot(north, east * middle) * DEGREE_M
    assert metres_between(lat, lon, lat + north, lon + east) == pytest.approx(
        plane, rel=1e-3, abs=0.01
    )


@briefly
@given(st.floats(-300, 300), st.floats(-300, 300))
def test_a_point_is_found_exactly_within_50_metres_of_the_outline(
    north: float, east: float
) -> None:
    outside = math.hypot(max(0.0, abs(north) - 100), max(0.0, abs(east) - 100))
    found = PlaceIndex.build([box(1, -100, -100, 100, 100)]).locate(*at(north, east))
    if abs(outside - 50) > 0.1:
        assert (found is not None) == (outside < 50)


def test_an_outline_for_a_map_has_fewer_points_and_stays_within_10_metres() -> None:
    circle = shapely.Point(LON, LAT).buffer(0.02, quad_segs=400)
    drawn = shapely.geometry.shape(for_map(circle))
    assert len(drawn.exterior.coords) < 100
    assert drawn.is_valid
    assert shapely.hausdorff_distance(circle, drawn) < 0.00011


def test_a_small_outline_keeps_its_shape_on_a_map() -> None:
    building = box(1, 0, 0, 12, 30).shape
    drawn = shapely.geometry.shape(for_map(building))
    assert drawn.area == pytest.approx(building.area, rel=0.02)
