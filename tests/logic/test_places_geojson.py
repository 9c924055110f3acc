"""Features of a GeoJSON file, and what is wrong with them in words."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.registers.places.geojson import Columns, Features, read_features
from linli.registers.places.logic.details import BadPlace, NewPlace, check_new, may_lie_in
from linli.registers.places.logic.outlines import BadPoint

SQUARE = [[[117.2, 31.8], [117.3, 31.8], [117.3, 31.9], [117.2, 31.9], [117.2, 31.8]]]
BOW_TIE = [[[117.2, 31.8], [117.3, 31.9], [117.3, 31.8], [117.2, 31.9], [117.2, 31.8]]]
COLUMNS = Columns("no", "called", "community", "d1")


def feature(no: object = "47", called: object = "翠竹社区", **geometry: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"no": no, "called": called},
        "geometry": {"type": "Polygon", "coordinates": SQUARE, **geometry},
    }


def read(folder: Path, *features: object, columns: Columns = COLUMNS) -> Features:
    path = folder / "places.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return read_features(path, columns)


def test_a_feature_becomes_a_place_with_a_point_inside(tmp_path: Path) -> None:
    place = read(tmp_path, feature()).places[1]
    assert (place.code, place.name, place.level, place.parent_code) == (
        "47",
        "翠竹社区",
        "community",
        "d1",
    )
    assert shapely.geometry.shape(place.polygon).contains(shapely.Point(place.lon, place.lat))


@pytest.mark.parametrize(("written", "code"), [(47, "47"), (47.0, "47"), (" 47 ", "47")])
def test_an_id_may_be_a_number(tmp_path: Path, written: object, code: str) -> None:
    assert read(tmp_path, feature(no=written)).places[1].code == code


def test_height_is_left_out(tmp_path: Path) -> None:
    high = [[[*corner, 12.5] for corner in SQUARE[0]]]
    polygon = read(tmp_path, feature(coordinates=high)).places[1].polygon
    assert polygon is not None
    assert not shapely.geometry.shape(polygon).has_z


def test_a_broken_outline_is_repaired_and_named(tmp_path: Path) -> None:
    found = read(tmp_path, feature(coordinates=BOW_TIE))
    assert found.faults == []
    assert found.repaired == [
        'feature 1 ("47"): the outline was repaired (Self-intersection[117.25 31.85]).'
    ]
    shape = shapely.geometry.shape(found.places[1].polygon)
    assert shape.is_valid
    assert shape.area == pytest.approx(0.005)


FLAT = [[[117.2, 31.8], [117.3, 31.8], [117.2, 31.8], [117.2, 31.8]]]
METRES = [[[500000, 3500000], [500100, 3500000], [500100, 3500100], [500000, 3500000]]]


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (feature(no=None), "no is null, neither text nor a number."),
        (feature(no=True), "no is true, neither text nor a number."),
        (feature(no=" "), "code is empty; write it."),
        (feature(no="4" * 65), "code has 65 characters; 64 is the most."),
        (feature(called="x" * 121), "name has 121 characters; 120 is the most."),
        (feature(called="a\x00b"), "name holds a control character; leave it out."),
        (feature(called="a\ud800"), "name holds a control character; leave it out."),
        (feature(type="Point"), 'geometry is "Point"; give a Polygon or a MultiPolygon.'),
        (feature(coordinates=[]), "geometry is empty."),
        (feature(coordinates=METRES), "give degrees (WGS 84), not metres."),
        (feature(coordinates=FLAT), "is no area and cannot be repaired"),
        (feature(coordinates=[[["x", 1]]]), "geometry cannot be read"),
        (feature(coordinates=SQUARE[0][:2]), "geometry cannot be read"),
        ({**feature(), "geometry": None}, "geometry is null; give a Polygon"),
        ({**feature(), "properties": {"name": "x"}}, "no is no property of it;"),
        ({**feature(), "properties": None}, "properties are missing."),
        ({"type": "Polygon"}, "type is no GeoJSON Feature."),
        ("feature", "type is no GeoJSON Feature."),
    ],
)
def test_what_is_wrong_with_a_feature_is_said_in_words(
    tmp_path: Path, broken: object, words: str
) -> None:
    found = read(tmp_path, feature(no="1"), broken)
    assert list(found.places) == [1]
    assert len(found.faults) == 1
    assert found.faults[0].startswith("feature 2")
    assert words in found.faults[0]


def test_a_missing_property_is_told_with_those_that_are_there(tmp_path: Path) -> None:
    other = {**feature(), "properties": {"nc_id": 1, "name": "x"}}
    assert read(tmp_path, other).faults == [
        "feature 1: no is no property of it; its properties are: name, nc_id."
    ]


def test_of_two_features_with_one_code_the_first_stays(tmp_path: Path) -> None:
    found = read(tmp_path, feature(called="A"), feature(no=47, called="B"))
    assert [place.name for place in found.places.values()] == ["A"]
    assert found.faults == [
        'feature 2 ("47"): code stands already at feature 1; give each its own.'
    ]


def with_aliases(aliases: object) -> dict[str, Any]:
    made = feature()
    made["properties"]["also"] = aliases
    return made


@pytest.mark.parametrize(
    ("written", "aliases"),
    [
        (["老机械厂", " 竹子小区 ", "", "老机械厂"], ("老机械厂", "竹子小区")),
        ("老机械厂，竹子小区、竹苑;竹苑|", ("老机械厂", "竹子小区", "竹苑")),
        (None, ()),
        ("", ()),
    ],
)
def test_other_names_are_a_list_or_one_text(
    tmp_path: Path, written: object, aliases: tuple[str, ...]
) -> None:
    columns = replace(COLUMNS, aliases_property="also")
    assert read(tmp_path, with_aliases(written), columns=columns).places[1].aliases == aliases


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (7, "also is 7; give a list of names, or one text with commas between them."),
        (["竹苑", 7], 'also is ["竹苑", 7]; give a list of names'),
        (["长" * 121], "”; shorten it to 120 characters that can be shown."),
        (["a\x00b"], "aliases hold “a?b”; shorten it to 120 characters that can be shown."),
        ([str(number) for number in range(21)], "aliases are 21; 20 is the most."),
    ],
)
def test_other_names_that_are_none_are_named_by_feature(
    tmp_path: Path, written: object, words: str
) -> None:
    found = read(tmp_path, with_aliases(written), columns=replace(COLUMNS, aliases_property="also"))
    assert found.places == {}
    assert words in found.faults[0]
    assert found.faults[0].startswith('feature 1 ("47"): ')


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "places.geojson is no JSON that can be read"),
        (b"\xff\xfe\x00", "is no JSON that can be read"),
        (b"[" * 100_000, "is no JSON that can be read"),
        (b"[]", 'has no list "features"'),
        (b'{"features": 5}', 'has no list "features"'),
    ],
)
def test_a_file_that_is_no_geojson_is_one_fault(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "places.geojson"
    path.write_bytes(content)
    found = read_features(path, COLUMNS)
    assert found.places == {}
    assert len(found.faults) == 1
    assert words in found.faults[0]


def test_a_file_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    assert "No such file" in read_features(tmp_path / "none.geojson", COLUMNS).faults[0]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.one_of(json_values, st.builds(feature, no=json_values, coordinates=json_values)))
def test_whatever_stands_in_a_file_is_a_place_or_a_fault(tmp_path: Path, value: object) -> None:
    found = read(tmp_path, value)
    assert len(found.places) + len(found.faults) == 1


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewPlace(code="h1", name="x", level="village"), "level"),
        (NewPlace(code="", name="x", level="home"), "code"),
        (NewPlace(code="h1", name=" ", level="home"), "name"),
    ],
)
def test_a_place_that_cannot_be_kept_names_its_field(new: NewPlace, field: str) -> None:
    with pytest.raises(BadPlace) as refused:
        check_new(new)
    assert refused.value.field == field


def test_a_place_with_half_a_point_is_refused() -> None:
    with pytest.raises(BadPoint, match="Only one of latitude and longitude"):
        check_new(NewPlace(code="h1", name="x", level="home", lat=31.8))


def test_a_place_lies_only_in_a_place_of_a_higher_level() -> None:
    assert may_lie_in("estate", "community")
    assert may_lie_in("grid", "city")
    assert not may_lie_in("community", "community")
    assert not may_lie_in("street", "grid")
