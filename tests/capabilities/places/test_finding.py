"""Lin finds a place by what a caller says, among those where she may take reports."""

import math

import pytest

from linli.ground.rights.asker import VISITOR, Asker, Refused
from linli.registers.places import actions, queries
from linli.registers.places.logic.details import NewPlace
from linli.registers.places.logic.finding import Reason, Why
from linli.registers.places.logic.outlines import BadPoint
from tests.cast import SETUP, District

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(places: District) -> None:
    """翠竹苑3号楼 has a home, and 翠竹苑 another name; the other district has a 翠竹苑 as well."""
    for new in (
        NewPlace(code="h1", name="2单元501", level="home", parent_code="b3"),
        NewPlace(code="e1", name="翠竹苑", level="estate", aliases=("老机械厂", "翠竹路18号")),
        NewPlace(code="e9", name="翠竹苑", level="estate", parent_code="g3"),
        NewPlace(code="b9", name="3栋", level="building", parent_code="e9", lat=31.8, lon=117.4),
    ):
        actions.save_place(new, SETUP)


def codes(found: list[queries.FoundPlace]) -> list[str]:
    return [one.place.code for one in found]


def test_a_home_is_found_with_all_that_it_lies_in(homes: None, lin: Asker) -> None:
    best = queries.find_places("翠竹苑3栋2单元501", lin)[0]
    assert best.place.code == "h1"
    assert [one.code for one in best.above] == ["c1", "d1", "s1", "m1", "g1", "e1", "b3"]
    assert (best.score, best.why) == (1.0, (Reason(Why.NAME),))


def test_another_name_is_found_and_said(homes: None, lin: Asker) -> None:
    best = queries.find_places("老机械厂", lin)[0]
    assert best.place.code == "e1"
    assert best.why == (Reason(Why.ALIAS, "老机械厂"), Reason(Why.NAME))


def test_each_is_offered_the_places_where_they_may_take_reports(
    homes: None, lin: Asker, chen: Asker, zhao: Asker
) -> None:
    assert codes(queries.find_places("翠竹苑3栋", lin)) == ["b3", "e1", "m1"]
    assert codes(queries.find_places("翠竹苑3栋", chen)) == ["b3", "e1"]
    assert codes(queries.find_places("翠竹苑3栋", zhao)) == ["b9", "e9"]
    assert codes(queries.find_places("翠湖街道", chen)) == []
    assert codes(queries.find_places("b3", zhao)) == []


def test_who_takes_no_reports_is_refused(homes: None, wu: Asker, gu: Asker) -> None:
    for asker in (wu, gu, VISITOR):
        with pytest.raises(Refused):
            queries.find_places("翠竹苑", asker)
    with pytest.raises(Refused):
        queries.find_places("翠竹苑", gu, right=("place", "case"))


def test_names_are_public_where_nothing_is_chosen(homes: None, wang: Asker, wu: Asker) -> None:
    for asker in (wu, VISITOR):
        assert set(codes(queries.find_places("翠竹苑3栋", asker, right=None))[:2]) == {"b3", "b9"}
    assert set(codes(queries.find_places("翠竹苑3栋", wang))[:2]) == {"b3", "b9"}


def test_a_code_is_taken_as_it_stands(homes: None, lin: Asker) -> None:
    best = queries.find_places(" b3 ", lin)[0]
    assert (best.place.code, best.score, best.why) == ("b3", 1.0, (Reason(Why.CODE),))


def test_a_new_place_is_found_at_once(homes: None, lin: Asker) -> None:
    assert codes(queries.find_places("听雨新村", lin)) == []
    new = NewPlace(code="e7", name="听雨新村", level="estate", parent_code="g1")
    actions.save_place(new, SETUP)
    assert codes(queries.find_places("听雨新村", lin)) == ["e7"]


def test_of_equals_the_nearest_comes_first(homes: None, wu: Asker) -> None:
    for point, code in (((31.82, 117.22), "b3"), ((31.8, 117.4), "b9")):
        assert queries.find_places("翠竹苑3栋", wu, near=point, right=None)[0].place.code == code


@pytest.mark.parametrize("near", [(91.0, 117.0), (math.nan, 117.0)])
def test_a_point_off_the_earth_is_refused(
    homes: None, lin: Asker, near: tuple[float, float]
) -> None:
    with pytest.raises(BadPoint):
        queries.find_places("翠竹苑", lin, near=near)


@pytest.mark.parametrize("text", ["", "a\x00b", "x" * 5000, "\ud800", "鑫" * 300])
def test_what_names_no_place_finds_none(homes: None, lin: Asker, text: str) -> None:
    assert queries.find_places(text, lin) == []


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (0, 1), (-5, 1), (10**9, 3)])
def test_the_limit_is_bounded(homes: None, lin: Asker, limit: int, count: int) -> None:
    assert len(queries.find_places("翠竹苑3栋", lin, limit=limit)) == count
