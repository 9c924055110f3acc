"""Coordinates of other sources, against published points and back again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.registers.places.logic import gauss_kruger
from linli.registers.places.logic.coordinates import (
    BadCoordinates,
    Source,
    System,
    from_wgs84,
    is_in_china,
    read_source,
    to_wgs84,
)
from linli.registers.places.logic.outlines import metres_between

GCJ02, BD09 = Source(System.GCJ02), Source(System.BD09)
PROJECTED = Source(System.GAUSS_KRUGER)
ALL = (Source(), Source(System.CGCS2000), GCJ02, BD09, PROJECTED)

# WGS-84 and GCJ-02: googollee/eviltransform, go/transform_test.go.
PUBLISHED_GCJ02 = (
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215), 475),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363), 604),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657), 553),
)
# WGS-84 and BD-09: wandergis/coordTransform_py, README.
PUBLISHED_BD09 = ((39.915, 116.404), (39.922699552216216, 116.41662724378733))
# Latitude, longitude, northing, easting: PROJ 9.5.1, EPSG:4549, 4547 and 4553 from 4490; the
# second lies more than a zone beside its meridian, as files of neighbours do.
PUBLISHED_PROJECTED = (
    (31.2304, 121.4737, 3457455.4886, 640412.3150, 40),
    (31.82, 117.23, 3526441.9639, 805880.0729, 38),
    (52.97, 132.5, 5871398.8085, 533591.7599, 44),
)

china = st.tuples(st.floats(18, 53.5), st.floats(73.6, 134.9))


@pytest.mark.parametrize(("wgs84", "gcj02", "metres"), PUBLISHED_GCJ02)
def test_gcj02_is_what_others_publish(
    wgs84: tuple[float, float], gcj02: tuple[float, float], metres: int
) -> None:
    assert from_wgs84(*wgs84, GCJ02) == pytest.approx(gcj02, abs=1e-9)
    assert metres_between(*to_wgs84(*gcj02, GCJ02), *wgs84) < 0.001
    assert round(metres_between(*wgs84, *gcj02)) == metres


def test_bd09_is_what_others_publish() -> None:
    wgs84, bd09 = PUBLISHED_BD09
    assert from_wgs84(*wgs84, BD09) == pytest.approx(bd09, abs=1e-9)
    assert metres_between(*to_wgs84(*bd09, BD09), *wgs84) < 0.001


@pytest.mark.parametrize(("lat", "lon", "north", "east", "zone"), PUBLISHED_PROJECTED)
def test_projected_coordinates_are_what_proj_says(
    lat: float, lon: float, north: float, east: float, zone: int
) -> None:
    assert gauss_kruger.project(lat, lon, zone) == pytest.approx((north, east), abs=0.001)
    for source, written in (
        (PROJECTED, zone * 1_000_000 + east),
        (Source(System.GAUSS_KRUGER, zone), east),
    ):
        assert metres_between(*to_wgs84(north, written, source), lat, lon) < 0.001


@pytest.mark.parametrize("source", ALL, ids=str)
@given(point=china)
def test_there_and_back_is_less_than_a_tenth_of_a_metre(
    source: Source, point: tuple[float, float]
) -> None:
    assert metres_between(*to_wgs84(*from_wgs84(*point, source), source), *point) < 0.1


@given(point=china, source=st.sampled_from((GCJ02, BD09)))
def test_in_china_the_offset_is_of_the_known_size(
    point: tuple[float, float], source: Source
) -> None:
    off = metres_between(*from_wgs84(*point, source), *point)
    assert off < 2_500
    assert source is GCJ02 or off > 100


@pytest.mark.parametrize("source", [GCJ02, BD09], ids=str)
@given(point=st.tuples(st.floats(-90, 90), st.floats(-180, 180)))
def test_outside_china_nothing_is_offset(source: Source, point: tuple[float, float]) -> None:
    if not is_in_china(*point):
        assert from_wgs84(*point, source) == to_wgs84(*point, source) == point


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("", Source()),
        ("GCJ02", GCJ02),
        (" bd09 ", BD09),
        ("cgcs2000", Source(System.CGCS2000)),
        ("cgcs2000-gk", PROJECTED),
        ("cgcs2000-gk39", Source(System.GAUSS_KRUGER, 39)),
    ],
)
def test_a_source_is_read_and_written_alike(text: str, source: Source) -> None:
    assert read_source(text) == source
    assert read_source(str(source)) == source


@pytest.mark.parametrize("text", ["wgs72", "cgcs2000-gk99", "cgcs2000-gk7", "gcj02\x00", "x" * 999])
def test_an_unknown_source_is_refused_with_the_value(text: str) -> None:
    with pytest.raises(BadCoordinates, match=r"99|wgs72|gk7|gcj02\?|xxx"):
        read_source(text)


@pytest.mark.parametrize(
    ("north", "east", "zone", "said"),
    [
        (3457455.0, 640412.0, 0, "say which it is"),
        (3457455.0, 39640412.0, 40, "begins with zone 39, not 40"),
        (3457455.0, 20640412.0, 0, "24 to 46"),  # a 6-degree zone
        (31.2, 121.5, 0, "say which it is"),
        (39640412.0, 39640412.0, 0, "the northing first"),
    ],
)
def test_projected_coordinates_of_no_zone_are_refused(
    north: float, east: float, zone: int, said: str
) -> None:
    with pytest.raises(BadCoordinates, match=said):
        to_wgs84(north, east, Source(System.GAUSS_KRUGER, zone))
