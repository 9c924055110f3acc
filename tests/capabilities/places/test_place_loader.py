"""Places come in by a list: also without outlines, in any order, each fault by row and column."""

from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks import many_places, planted
from linli.cli import main
from linli.ground.rights.asker import Asker, Refused
from linli.ground.sheets.actions import load_now
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.writing import write_csv, write_xlsx
from linli.registers.places import queries
from linli.registers.places.loader import PlaceLoader
from linli.registers.places.models import Place
from tests.cast import SETUP, District

HEADER = ("编码", "名称", "级别", "上级编码", "别名", "纬度", "经度")
ESTATE = ("e7", "翠竹苑", "小区", "m1", "老纺织厂宿舍，河沿路12号", "31.82", "117.22")
BUILDING = ("b7", "3栋", "楼栋", "e7", "", "", "")


def load(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> tuple[Plan, list[str]]:
    plan, faults = load_now(write_xlsx("地点", header, rows), PlaceLoader(), SETUP)
    return plan, [str(fault) for fault in faults]


def counts(plan: Plan) -> tuple[int, int, int]:
    return plan.added, plan.changed, plan.same


def test_an_estate_and_its_buildings_lie_where_the_list_says(places: District) -> None:
    plan, faults = load(BUILDING, ESTATE)  # in whatever order they stand

    assert (counts(plan), faults) == ((2, 0, 0), [])
    building, community = queries.by_code("b7"), queries.by_code("m1")
    assert building is not None
    assert community is not None
    assert building.where.community_id == community.id
    assert [place.code for place in queries.path(building.id)][-2:] == ["e7", "b7"]
    estate = Place.objects.get(code="e7")
    assert estate.aliases == ["老纺织厂宿舍", "河沿路12号"]
    assert (estate.lat, estate.lon, estate.polygon) == (31.82, 117.22, None)


def test_a_second_load_updates_and_what_is_empty_stays(places: District) -> None:
    load(ESTATE, BUILDING)

    again, _ = load(ESTATE, BUILDING)
    renamed, _ = load(("e7", "翠竹新苑", "小区", "", "", "", ""))

    assert counts(again) == (0, 0, 2)
    assert counts(renamed) == (0, 1, 0)
    estate = Place.objects.get(code="e7")
    assert (estate.name, estate.lat, len(estate.aliases)) == ("翠竹新苑", 31.82, 2)
    assert Place.objects.filter(code="b7").exists()


def test_what_moves_takes_along_what_lies_in_it(places: District) -> None:
    load(ESTATE, BUILDING)

    load((*ESTATE[:3], "m2", *ESTATE[4:]))

    other, building = queries.by_code("m2"), queries.by_code("b7")
    assert other is not None
    assert building is not None
    assert building.where.community_id == other.id


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("b8", "8栋", "楼栋", "b8", "", "", ""), "上级编码: is the place itself"),
        (("b8", "8栋", "楼栋", "b7", "", "", ""), "cannot lie in a “楼栋”"),
        (("b8", "8栋", "楼栋", "zz", "", "", ""), "no place with the code “zz”"),
        (("b8", "8栋", "楼栋", "", "", "", ""), "上级编码: is empty"),
        (("m1", "西区", "小区", "", "", "", ""), "编码: belongs to a place of the level “社区”"),
        (("b8", "8栋", "楼栋", "e7", "", "31.8", ""), "经度: is empty; give both"),
        (
            ("b8", "8栋", "楼栋", "e7", ",".join("abcdefghijklmnopqrstuv"), "", ""),
            "20 are the most",
        ),
    ],
)
def test_what_cannot_be_is_told_by_column_and_the_rest_is_loaded(
    places: District, row: tuple[str, ...], said: str
) -> None:
    plan, faults = load(ESTATE, BUILDING, row)

    assert counts(plan) == (2, 0, 0)
    assert len(faults) == 1
    assert faults[0].startswith("4/")
    assert said in faults[0]


def test_full_width_signs_in_codes_lead_to_the_same_places(places: District) -> None:
    Place.objects.create(code="翠竹（一期）", name="翠竹", level="estate")
    wide = ("小区１", "一区", "小区", "m1", "", "", "")

    plan, faults = load(
        wide,
        ("b8", "8栋", "楼栋", "小区１", "", "", ""),
        ("b9", "9栋", "楼栋", "翠竹（一期）", "", "", ""),
        ("翠竹（一期）", "翠竹苑", "小区", "m1", "", "", ""),
    )

    assert (counts(plan), faults) == ((3, 1, 0), [])
    assert Place.objects.get(code="b9").parent == Place.objects.get(code="翠竹（一期）")
    assert Place.objects.get(code="b8").parent == Place.objects.get(code="小区1")


def test_who_lies_in_a_row_with_a_fault_is_told_too(places: District) -> None:
    _, faults = load((*ESTATE[:5], "95", "117"), BUILDING)

    assert len(faults) == 2
    assert "no place with the code “e7”" in faults[1]


def test_two_that_lie_in_each_other_are_both_told(places: District) -> None:
    one = ("x1", "一区", "小区", "x2", "", "", "")
    other = ("x2", "二区", "小区", "x1", "", "", "")

    plan, faults = load(one, other)

    assert counts(plan) == (0, 0, 0)
    assert len(faults) == 2


@pytest.mark.parametrize("name", ["places.csv", "places.XLSX"])
def test_the_command_loads_a_list_or_nothing(places: District, tmp_path: Path, name: str) -> None:
    file, write = tmp_path / name, write_csv if name.endswith("csv") else partial(write_xlsx, "a")
    file.write_bytes(write(HEADER, [ESTATE, ("b7", "3栋", "楼栋", "zz", "", "", "")]))

    assert main(["places", "load", str(file)]) == 1
    assert not Place.objects.filter(code="e7").exists()

    file.write_bytes(write(HEADER, [ESTATE, BUILDING]))
    assert main(["places", "load", str(file)]) == 0
    assert Place.objects.filter(code="b7", parent__code="e7").exists()


def test_geojson_needs_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["places", "load", "city.geojson", "--id", "code"]) == 1
    assert "GeoJSON needs --name, --level too." in capsys.readouterr().err


def test_zhao_and_lin_load_no_places(places: District, zhao: Asker, lin: Asker) -> None:
    for asker in (zhao, lin):
        with pytest.raises(Refused):
            load_now(write_csv(HEADER, [ESTATE]), PlaceLoader(), asker)
    assert not Place.objects.filter(code="e7").exists()


def test_every_planted_fault_is_named_and_everything_else_is_loaded(db: Any) -> None:
    made = many_places.invent(seed=7).places
    rows = planted.rows_of(made)[:1500]
    wrong = planted.plant(rows, each=4, random=Random(7))

    plan, faults = load_now(write_xlsx("地点", planted.HEADER, rows), PlaceLoader(), SETUP)

    assert {fault.row: fault.column for fault in faults} == wrong
    assert plan.added == Place.objects.count() == len(rows) - len(wrong)
