"""The page that places what could not be placed: by words, by one key, by two at once."""

import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.http import HttpResponse
from django.test import Client

from linli.ground.rights.asker import Asker
from linli.respond.cases.actions import place_case
from linli.respond.cases.queries import CaseRow
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from tests.capabilities.cases.happenings import again, case_from, told
from tests.cast import District

pytestmark = pytest.mark.django_db

Browse = Callable[[str], Client]
NOWHERE: Final[dict[str, Any]] = {"lat": None, "lon": None}


@pytest.fixture
def lin(people: dict[str, Asker], district: District, browse: Browse) -> Client:
    return browse("lin")


@pytest.fixture
def lost(people: dict[str, Asker], district: District) -> CaseRow:
    """A call that Lin took down in the words of the caller."""
    call = NewReport(item="noise", text="半夜装修。", channel="call", address="翠竹院三栋楼上")
    return case_from(take_report(call, people["lin"]).signal_id)


def page_of(client: Client, query: str = "") -> str:
    return client.get(f"/console/placing/{query}").content.decode()


def put(client: Client, case: CaseRow, version: int | None = None, **form: str) -> HttpResponse:
    sent = {"version": version or case.version, **form}
    return client.post(f"/console/placing/{case.id}/", sent, follow=True)


def test_what_the_words_may_mean_is_offered_and_set_by_one_press(
    lin: Client, lost: CaseRow, district: District
) -> None:
    page = page_of(lin)
    assert "翠竹院三栋楼上" in page
    assert "半夜装修。" in page
    offered = re.findall(r'value="(\w+)" data-choice="(\d)"', page)
    assert ("b3", "1") in offered
    shown = put(lin, lost, place_chosen="b3").content.decode()
    assert again(lost.id).place_id == district.building
    assert f"{lost.number} 已定位" in shown
    assert "都已定位" in shown


def test_a_place_is_typed_in_full_where_no_script_runs(
    lin: Client, lost: CaseRow, district: District
) -> None:
    assert put(lin, lost, place_code="翠竹苑3栋").status_code == 200
    assert again(lost.id).place_id == district.building


@pytest.mark.parametrize(
    ("form", "status", "sentence"),
    [
        ({"place_code": "老粮站"}, 400, "请从输入时给出的地点中选择。"),
        ({}, 400, "请从输入时给出的地点中选择。"),
        ({"place_chosen": "gone\0"}, 400, "请从输入时给出的地点中选择。"),
        ({"place_chosen": "g3"}, 403, "这一步应由别人决定"),
    ],
)
def test_a_place_that_cannot_be_set_leaves_the_case_in_the_list(
    lin: Client, lost: CaseRow, form: dict[str, str], status: int, sentence: str
) -> None:
    answer = put(lin, lost, **form)
    page = answer.content.decode()
    assert answer.status_code == status
    assert lost.number in page
    assert again(lost.id).place_id is None


def test_who_comes_second_is_told_and_changes_nothing(
    lin: Client, lost: CaseRow, district: District, people: dict[str, Asker]
) -> None:
    place_case(lost.id, district.estate, people["lin"], lost.version)
    answer = put(lin, lost, place_chosen="b3")
    assert answer.status_code == 409
    assert "已有别人先处理了。" in answer.content.decode()
    assert again(lost.id).place_id == district.estate


def test_what_is_open_there_takes_it_in_and_the_page_says_so(
    lin: Client, district: District
) -> None:
    there = case_from(told("waterlogging", **NOWHERE, place_code="e1"))
    lost = case_from(told("waterlogging", **NOWHERE, address="翠竹苑"))
    shown = put(lin, lost, place_chosen="e1").content.decode()
    assert f"已并入该处未办结的事件 {there.number}" in shown
    assert again(lost.id).state == "merged"


def test_zhao_sees_no_call_of_ours_and_places_none(lost: CaseRow, browse: Browse) -> None:
    zhao = browse("zhao")
    assert lost.number not in page_of(zhao)
    assert put(zhao, lost, place_chosen="g3").status_code == 404
    assert again(lost.id).place_id is None


def test_what_a_resident_left_without_a_place_is_offered_in_ones_own_reach_only(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    """Somebody must find out where it is; whoever knows the words does."""
    told_us = case_from(told("noise", **NOWHERE, address="松岗一网格"))
    assert told_us.number in page_of(browse("lin"))
    assert 'value="g3" data-choice' not in page_of(browse("lin"))
    assert 'value="g3" data-choice="1"' in page_of(browse("zhao"))


def test_odd_addresses_of_the_page_lead_to_the_page(lin: Client, lost: CaseRow) -> None:
    assert lin.get("/console/placing/?cursor=odd").status_code == 302
    assert lost.number in page_of(lin, "?placed=odd&into=odd")
