"""Places are loaded from a file or kept one by one; nothing is deleted by absence."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.apps import apps

from linli.ground.rights.asker import Asker, Refused
from linli.registers.places import actions, queries
from linli.registers.places.actions import LoadReport
from linli.registers.places.logic.details import BadPlace, NewPlace
from linli.registers.places.logic.outlines import BadPoint
from linli.registers.places.models import Place
from tests.cast import SETUP, District

pytestmark = pytest.mark.django_db


def feature(code: object, name: str, west: float = 117.6) -> dict[str, Any]:
    ring = [[west, 31], [west + 0.01, 31], [west + 0.01, 31.01], [west, 31.01], [west, 31]]
    return {
        "type": "Feature",
        "properties": {"id": code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "places.geojson"


def load(
    file: Path,
    *features: object,
    level: str = "community",
    parent: str | None = "s1",
    asker: Asker = SETUP,
    aliases: str = "",
) -> LoadReport:
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return actions.load_geojson(
        file,
        id_property="id",
        name_property="name",
        level=level,
        parent_code=parent,
        asker=asker,
        aliases_property=aliases,
    )


def row(code: str) -> queries.PlaceRow:
    found = queries.by_code(code)
    assert found is not None
    return found


def test_features_become_places_below_their_parent(places: District, file: Path) -> None:
    report = load(file, feature(81, "新社区"), feature("82", "旧社区", west=117.7))
    assert (report.added, report.updated, report.faults, report.repaired) == (2, 0, [], [])
    new = row("81")
    assert (new.name, new.level, new.parent_id) == ("新社区", "community", places.street)
    assert new.where.street_id == places.street
    assert new.where.community_id == new.id
    found = queries.locate(31.005, 117.605)
    assert found is not None
    assert found.place == new


def test_a_second_load_updates_and_deletes_nothing(places: District, file: Path) -> None:
    load(file, feature("81", "新社区"), feature("82", "旧社区", west=117.7))
    before = row("81")
    report = load(file, feature("81", "改名社区", west=117.8))
    assert (report.added, report.updated, report.faults) == (0, 1, [])
    after = row("81")
    assert (after.id, after.name, after.where) == (before.id, "改名社区", before.where)
    assert after.lon == pytest.approx(117.805)
    assert queries.locate(31.005, 117.605) is None
    assert row("82").name == "旧社区"
    assert Place.objects.count() == 15


def test_a_load_without_a_parent_makes_top_places_and_keeps_known_parents(
    places: District, file: Path
) -> None:
    load(file, feature("81", "新社区"))
    load(file, feature("81", "新社区"), feature("82", "旧社区"), parent=None)
    assert row("81").parent_id == places.street
    assert (row("82").parent_id, row("82").where.street_id) == (None, None)
    assert row("82").where.community_id == row("82").id


def test_a_place_that_moves_takes_all_below_it_along(places: District, file: Path) -> None:
    home = NewPlace(code="h301", name="3栋301室", level="home", parent_code="b3")
    actions.save_place(home, SETUP)
    report = load(file, feature("m1", "翠竹社区"), parent="s2")
    assert (report.updated, report.faults) == (1, [])
    for code in ("m1", "g1", "g2", "e1", "b3", "h301"):
        where = row(code).where
        assert (where.city_id, where.district_id, where.street_id, where.community_id) == (
            places.city,
            places.other_district,
            places.other_street,
            places.community,
        )
    assert row("h301").where.grid_id == places.grid
    assert row("m2").where == places.where("community_2")


def test_a_new_level_between_is_seen_by_what_moves_into_it(places: District) -> None:
    grid = NewPlace(code="g9", name="荷塘一网格", level="grid", parent_code="m2")
    grid_id = actions.save_place(grid, SETUP)
    actions.save_place(NewPlace(code="e1", name="翠竹苑", level="estate", parent_code="g9"), SETUP)
    for code in ("e1", "b3"):
        where = row(code).where
        assert (where.community_id, where.grid_id) == (places.community_2, grid_id)


def test_a_good_feature_is_loaded_beside_a_bad_one(places: District, file: Path) -> None:
    report = load(file, feature("81", "新社区"), feature(None, "无号"), feature("81", "重号"))
    assert report.added == 1
    assert report.faults == [
        "feature 2: id is null, neither text nor a number.",
        'feature 3 ("81"): code stands already at feature 1; give each its own.',
    ]


def test_a_code_of_another_level_is_a_fault(places: District, file: Path) -> None:
    report = load(file, feature("g1", "抢号"), feature("81", "新社区"))
    assert report.faults == [
        'feature 1 ("g1"): code is taken by a grid; a community needs another.'
    ]
    assert (report.added, row("g1").name) == (1, "翠竹一网格")


@pytest.mark.parametrize(
    ("level", "parent", "words"),
    [
        ("village", "s1", 'level "village" is not known; use one of city, district, street, '),
        ("community", "s9", "parent 's9' is no known place; load it first."),
        ("community", "\x00", "parent '\\x00' is no known place; load it first."),
        ("community", "g1", 'feature 1 ("81"): parent is a grid; a community cannot lie in it.'),
    ],
)
def test_a_wrong_level_or_parent_loads_nothing(
    places: District, file: Path, level: str, parent: str, words: str
) -> None:
    report = load(file, feature("81", "新社区"), level=level, parent=parent)
    assert (report.added, report.updated, len(report.faults)) == (0, 0, 1)
    assert report.faults[0].startswith(words)
    assert Place.objects.count() == 13


def test_many_places_are_loaded_at_once(places: District, file: Path) -> None:
    many = [feature(f"n{number}", f"小区{number}") for number in range(450)]
    assert load(file, *many, level="estate", parent="m1").added == 450
    assert load(file, *many, level="estate", parent="m2").updated == 450
    moved = Place.objects.filter(code__startswith="n", community_id=places.community_2)
    assert moved.count() == 450


def test_a_place_that_is_saved_again_keeps_what_is_left_empty(places: District) -> None:
    actions.save_place(NewPlace(code="g1", name="新名", level="grid"), SETUP)
    after = row("g1")
    assert (after.name, after.name_en, after.parent_id) == ("新名", "Cuizhu 1", places.community)
    assert after.lat == pytest.approx(31.82)
    assert queries.outlines("grid")["features"][-1]["geometry"]["type"] == "Polygon"


def test_other_names_are_loaded_and_stay_when_a_later_file_has_none(
    places: District, file: Path
) -> None:
    new = feature("81", "新社区")
    new["properties"]["also"] = "老街，南门口"
    assert load(file, new, aliases="also").faults == []
    assert Place.objects.get(code="81").aliases == ["老街", "南门口"]

    load(file, feature("81", "新社区"), aliases="also")

    assert Place.objects.get(code="81").aliases == ["老街", "南门口"]


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (NewPlace(code="g1", name="x", level="estate"), "code is taken by a grid"),
        (NewPlace(code="h1", name="x", level="home", parent_code="s9"), "parent 's9' is no known"),
        (NewPlace(code="s9", name="x", level="street", parent_code="m1"), "a street cannot lie in"),
    ],
)
def test_a_place_that_does_not_fit_is_refused(places: District, new: NewPlace, words: str) -> None:
    with pytest.raises(BadPlace, match=words):
        actions.save_place(new, SETUP)
    assert Place.objects.count() == 13


def test_a_place_with_a_point_off_the_earth_is_refused(places: District) -> None:
    with pytest.raises(BadPoint):
        actions.save_place(NewPlace(code="h1", name="x", level="home", lat=91, lon=0), SETUP)


def test_nobody_changes_places_without_the_right(
    places: District, lin: Asker, zhao: Asker, file: Path
) -> None:
    for asker in (lin, zhao):
        with pytest.raises(Refused):
            load(file, feature("81", "新社区"), asker=asker)
        with pytest.raises(Refused):
            actions.save_place(NewPlace(code="g1", name="抢名", level="grid"), asker)
    assert Place.objects.count() == 13
    assert row("g1").name == "翠竹一网格"


def stands_inside(place: queries.PlaceRow) -> bool:
    assert place.lat is not None
    assert place.lon is not None
    return bool(queries.outline_of(place.id).contains(shapely.Point(place.lon, place.lat)))


def test_a_place_saved_with_its_outline_has_a_point_in_it(places: District) -> None:
    drawn = feature("c7", "东苑")["geometry"]
    new = NewPlace(code="c7", name="东苑", level="community", parent_code="s1", polygon=drawn)
    actions.save_place(new, SETUP)
    assert stands_inside(row("c7"))
    actions.save_place(NewPlace(code="c7", name="东苑社区", level="community"), SETUP, exact=True)
    assert stands_inside(row("c7"))
    elsewhere = NewPlace(code="c7", name="东苑", level="community", lat=31.0, lon=117.5)
    actions.save_place(elsewhere, SETUP)
    assert (row("c7").lat, row("c7").lon) == (31.0, 117.5)


def test_outlines_of_before_get_their_points(places: District, file: Path) -> None:
    load(file, feature("c7", "东苑"), feature("c8", "西苑", 117.7))
    Place.objects.filter(code="c7").update(lat=None, lon=None)
    Place.objects.filter(code="c8").update(lat=31.0, lon=117.7)
    migration = import_module("linli.registers.places.migrations.0004_points_of_outlines")

    migration.stand_inside(apps, None)

    with actions.atomic():
        actions.bump("places")
    assert stands_inside(row("c7"))
    assert (row("c8").lat, row("c8").lon) == (31.0, 117.7)
