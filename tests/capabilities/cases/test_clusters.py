"""Open cases on a map: close ones as one, those with a place alone where it lies, within reach."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from linli.ground.rights.asker import Asker, Refused
from linli.registers.places.models import Place
from linli.respond.cases.actions import open_or_join
from linli.respond.cases.logic.faults import BadFilter
from linli.respond.cases.models import Case
from linli.respond.cases.queries import CaseFilter
from linli.respond.cases.queries import clusters as module
from linli.respond.cases.queries.clusters import Cluster, Window, clusters
from tests.capabilities.cases.happenings import LAT, LON, PART, told
from tests.cast import District

pytestmark = pytest.mark.usefixtures("district")

WINDOW = Window(LON - 0.1, LAT - 0.1, LON + 0.1, LAT + 0.1, 12)
"""In cells of a 90th of a degree."""


def case_at(lat: float | None, lon: float | None, **columns: Any) -> UUID:
    case_id = open_or_join(told(), PART)
    Case.objects.filter(pk=case_id).update(lat=lat, lon=lon, **columns)
    return case_id


def shown(asker: Asker = PART, window: Window = WINDOW, **wanted: Any) -> list[tuple[int, str]]:
    found = clusters(CaseFilter(**wanted), window, asker)
    return sorted((one.count, one.severity) for one in found)


def test_close_ones_are_one_with_their_middle_and_the_gravest_severity() -> None:
    case_at(31.8201, 117.2201)
    case_at(31.8203, 117.2203, severity="emergency")
    alone = case_at(31.85, 117.25, severity="normal")

    together, single = sorted(clusters(CaseFilter(), WINDOW, PART), key=lambda one: one.lat)
    assert together == Cluster(pytest.approx(31.8202), pytest.approx(117.2202), 2, "emergency", "")
    assert (single.count, single.severity) == (1, "normal")
    assert single.number == Case.objects.get(pk=alone).number


def test_nearer_they_come_apart() -> None:
    case_at(31.8201, 117.2201)
    case_at(31.8203, 117.2203)
    assert len(shown()) == 1
    assert len(shown(window=replace(WINDOW, zoom=19))) == 2


def test_what_has_no_point_lies_where_its_place_does(district: District) -> None:
    Place.objects.filter(pk=district.building).update(lat=31.8201, lon=117.2201)
    case_at(None, None, place_id=district.building)
    assert shown() == [(1, "low")]
    case_at(31.8203, 117.2203)
    [one] = clusters(CaseFilter(), WINDOW, PART)
    assert (one.count, one.lat, one.number) == (2, pytest.approx(31.8202), "")


def test_only_what_is_open_in_the_window_and_asked_for_is_shown() -> None:
    case_at(31.82, 117.22, severity="urgent")
    case_at(31.82, 117.22, is_open=False, state="closed")
    case_at(32.5, 117.22)
    assert shown() == [(1, "urgent")]
    assert shown(severity="normal") == []
    assert shown(states=("received",), item="garbage", place="b3") == [(1, "urgent")]


def test_each_sees_what_is_within_reach(lin: Asker, zhao: Asker, wang: Asker) -> None:
    case_at(31.82, 117.22)
    assert shown(lin) == [(1, "low")]
    assert shown(zhao) == []
    with pytest.raises(Refused):
        shown(wang)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"west": -181.0}, "west"),
        ({"north": float("nan")}, "north"),
        ({"zoom": -1.0}, "zoom"),
        ({"south": 40.0}, "south"),
        ({"east": 100.0}, "west"),
    ],
)
def test_a_window_that_is_none_is_refused(wrong: dict[str, float], field: str) -> None:
    with pytest.raises(BadFilter) as refused:
        shown(window=replace(WINDOW, **wrong))
    assert refused.value.field == field


def test_too_many_clusters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    case_at(31.82, 117.22)
    case_at(31.85, 117.25)
    with pytest.raises(BadFilter, match="zoom out"):
        shown()


def test_on_sqlite_all_that_is_counted_stands_in_the_index(lin: Asker) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by how many rows there are")
    listed = module._listed(CaseFilter(list="duty", severity="low"), lin)
    plan = listed.filter(lat__range=(31, 32), lon__range=(117, 118)).values("number").explain()
    assert "USING COVERING INDEX cases_on_map" in plan
