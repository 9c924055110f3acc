"""The form of a call: places in words, orders told twice, open cases nearby, answers, bad input."""

import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.ground.rights.asker import Asker
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move
from linli.respond.cases.models import CaseSignal
from linli.sense.reports import queries as reports
from linli.sense.reports.models import Report
from linli.sense.signals.models import Signal
from tests.capabilities.cases.happenings import case_from, told
from tests.cast import District
from tests.web.conftest import PARTS

pytestmark = pytest.mark.django_db

Browse = Callable[[str], Client]
CALL: Final = {
    "key": "k",
    "channel": "call",
    "text": "楼上半夜装修。",
    "item": "noise",
    "place_code": "翠竹苑3栋",
    "place_chosen": "b3",
    "reporter_name": "王秀兰",
    "reporter_phone": "１３９　００００　１２３４",
}


@pytest.fixture
def lin(people: dict[str, Asker], district: District, browse: Browse) -> Client:
    return browse("lin")


def send(client: Client, **changed: Any) -> HttpResponse:
    return client.post("/console/take/", {**CALL, **changed})


def taken() -> Report:
    return Report.objects.latest("received_at")


def test_a_call_is_taken_and_its_receipt_is_read_out(lin: Client, people: dict[str, Asker]) -> None:
    answer = send(lin, naming="confidential", urgency="urgent")
    assert (answer.status_code, answer["Location"]) == (302, f"/console/taken/{taken().receipt}/")
    page = lin.get(answer["Location"]).content.decode()
    assert "请向来电人念出" in page
    assert "由翠竹物业负责办理。" in page
    assert "受理后 4 个工作小时内办结。" in page
    assert "王秀兰" not in page
    known = reports.reporter_of(taken().id, people["lin"])
    assert (known.name, known.phone, taken().naming) == ("王秀兰", "13900001234", "confidential")
    assert Signal.objects.get(pk=taken().signal_id).severity == "urgent"


def test_the_same_form_sent_twice_is_one_call(lin: Client) -> None:
    first, second = send(lin), send(lin)
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


def test_the_same_form_with_other_words_is_asked_about(lin: Client) -> None:
    send(lin)
    answer = send(lin, text="另一件事。", offered="yes")
    assert answer.status_code == 400
    assert "如果是另一个来电，请再次提交。" in answer.content.decode()
    assert Report.objects.count() == 1


def test_an_order_that_was_taken_before_is_told_with_a_way_to_it(lin: Client) -> None:
    order = {"channel": "hotline", "channel_ref": "AH2026"}
    send(lin, **order)
    answer = send(lin, key="k2", offered="yes", **{**order, "channel_ref": "ａｈ 2026"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f"编号 AH2026 已登记过，受理编号为 {taken().receipt}。" in page
    assert f'href="/console/taken/{taken().receipt}/"' in page
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("channel", "shown", "number"),
    [
        ("call", "电话", ""),
        ("hotline", "12345 热线", "AH20260001"),
        ("window", "服务窗口", ""),
        ("wechat", "微信", "WX-77"),
        ("patrol", "巡查", ""),
        ("instruction", "领导交办", "2026-13"),
        ("device", "设备", "WG-0001"),
    ],
)
def test_each_channel_files_a_case_that_names_it(
    lin: Client, deliver: Callable[[], None], channel: str, shown: str, number: str
) -> None:
    send(lin, channel=channel, channel_ref=number)
    deliver()
    case_id = CaseSignal.objects.get(signal_id=taken().signal_id).case_id
    page = lin.get(f"/console/cases/{case_id}/").content.decode()
    noticed = page[page.index('id="noticed"') :].split("</article>")[0]
    assert f" · {shown}" in noticed
    assert f'<span class="figures">{number}</span>' in noticed


def test_a_number_left_over_from_another_channel_is_not_kept(lin: Client) -> None:
    send(lin, channel="call", channel_ref="AH2026")
    assert taken().channel_ref == ""


@pytest.mark.parametrize(
    "typed", ["翠竹苑3栋", "翠湖街道 · 翠竹社区 · 翠竹一网格 · 翠竹苑 · 3栋", "b3"]
)
def test_the_full_name_of_a_place_needs_no_choice(
    lin: Client, district: District, typed: str
) -> None:
    assert send(lin, place_code=typed, place_chosen="").status_code == 302
    assert taken().place_id == district.building


def test_without_scripts_what_may_be_meant_is_chosen_after_the_first_send(
    lin: Client, district: District
) -> None:
    answer = send(lin, place_code="翠竹院", place_chosen="")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "指的是下面哪个地点？" in page
    assert '<input type="radio" name="place_chosen" value="e1">' in page
    assert send(lin, place_code="翠竹院", place_chosen="e1").status_code == 302
    assert taken().place_id == district.estate


def test_a_place_that_nobody_finds_is_kept_as_the_address(lin: Client, district: District) -> None:
    answer = send(lin, place_code="老粮站后面", place_chosen="later", address="红门")
    assert answer.status_code == 302
    assert (taken().place_id, taken().address) == (None, "老粮站后面 红门")
    assert taken().street_id == district.street
    assert "我们先核实具体地点。" in lin.get(answer["Location"]).content.decode()


def test_a_choice_that_is_no_longer_in_the_register_is_read_by_its_words(
    lin: Client, district: District
) -> None:
    assert send(lin, place_chosen="gone").status_code == 302
    assert taken().place_id == district.building


def test_a_matter_is_taken_by_its_full_name(lin: Client) -> None:
    name = re.search(r'data-name="([^"]+)"', lin.get("/console/take/").content.decode())
    assert name is not None
    assert send(lin, item="", item_typed=name[1], key="k2", offered="yes").status_code == 302


@pytest.mark.parametrize(
    ("changed", "sentence", "status"),
    [
        ({"item": "", "item_typed": "龙"}, "请选择", 400),
        ({"item": "dragons"}, "“dragons”", 400),
        ({"reporter_phone": "1390000"}, "“1390000”不是有效的电话号码。", 400),
        ({"point": "31.8"}, "“31.8”不是有效坐标", 400),
        ({"point": "131.8, 117"}, "“131.8, 117”不是有效坐标", 400),
        ({"naming": "secret"}, "“secret”", 400),
        ({"urgency": "low"}, "“low”", 400),
        ({"join": "no-uuid"}, "请选择其中一个事件", 400),
        ({"join": "01a223ce-6af5-77e3-af25-bb7a52366e50"}, "该事件不在您的范围内。", 409),
        ({"answer": "好。", "urgency": "emergency"}, "紧急事件不能直接答复", 409),
        ({"answer": "x" * 1001}, "1001", 400),
        ({"place_code": "m3", "place_chosen": "m3"}, "这个地点不在您的范围内。", 403),
        ({"text": "x" * 4001}, "4001", 400),
        ({"channel": "hotline", "channel_ref": "7" * 65}, "65", 400),
    ],
)
def test_bad_input_is_named_and_the_rest_is_kept(
    lin: Client, changed: dict[str, str], sentence: str, status: int
) -> None:
    answer = send(lin, address="东门", **changed)
    page = answer.content.decode()
    assert answer.status_code == status
    assert sentence in page
    assert 'value="东门"' in page
    assert Report.objects.count() == 0


def near(client: Client, **asked: str) -> list[str]:
    page = client.get("/console/take/near/", asked).content.decode()
    return re.findall(r'name="join" value="([^"]+)"', page)


def test_open_cases_at_the_place_are_offered_and_joined(lin: Client) -> None:
    noise = case_from(told("noise"))
    assert near(lin, item="noise", place_chosen="b3") == [str(noise.id)]
    assert near(lin, item="noise", point="31.82, 117.22") == [str(noise.id)]
    answer = send(lin, join=str(noise.id))
    assert answer.status_code == 302
    assert CaseSignal.objects.filter(case_id=noise.id).count() == 2
    assert "已并入同一事件" in lin.get(answer["Location"]).content.decode()


def test_what_is_likely_the_same_comes_first_with_its_words(lin: Client) -> None:
    bins = case_from(told("garbage", text="翠竹苑北门的绿色垃圾桶满了，臭得很。"))
    case_from(told("garbage", text="地下车库里堆着旧家具。"))
    asked = {"item": "garbage", "place_chosen": "b3", "text": "北门绿色垃圾桶满了好臭"}

    page = lin.post("/console/take/near/", asked).content.decode()

    assert re.findall(r'name="join" value="([^"]+)"', page)[0] == str(bins.id)
    assert page.count("很可能是同一件") >= 1
    assert "绿色垃圾桶满了，臭得很" in page


def test_words_alone_find_what_they_speak_of(lin: Client) -> None:
    noise = case_from(told("noise", text="楼上装修一直在敲墙。"))

    page = lin.post("/console/take/near/", {"text": "噪音扰民"}).content.decode()

    assert str(noise.id) in page


def test_suggestions_ask_as_often_for_many_as_for_few(lin: Client) -> None:
    asked = {"item": "noise", "place_chosen": "b3", "text": "楼上装修"}

    def statements() -> list[str]:
        lin.post("/console/take/near/", asked)
        with CaptureQueriesContext(connection) as found:
            lin.post("/console/take/near/", asked)
        return [one["sql"].partition("WHERE")[0] for one in found.captured_queries]

    case_from(told("noise", text="楼上装修一直在敲墙。"))
    few = statements()
    for item in ("garbage", "road_damage", "lamp_fault"):
        case_from(told(item, text="楼上装修一直在敲墙。"))
    assert statements() == few


def test_who_has_not_seen_what_is_open_is_asked_once(lin: Client) -> None:
    """As without scripts: the list comes with the answer to the first send."""
    noise = case_from(told("noise"))
    answer = send(lin)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "这里已有同类未办结事件" in page
    assert str(noise.id) in page
    assert Report.objects.count() == 1
    assert send(lin, offered="yes").status_code == 302
    assert Report.objects.count() == 2


def test_a_case_that_closes_meanwhile_leaves_the_form_as_it_was(lin: Client) -> None:
    noise = case_from(told("noise"))
    move(noise.id, "voided", PARTS, noise.version, "测试。")
    answer = send(lin, join=str(noise.id), offered="yes")
    assert answer.status_code == 409
    assert "请作为新事件登记" in answer.content.decode()
    assert Report.objects.count() == 1
    assert send(lin, offered="yes").status_code == 302


def test_zhao_is_offered_nothing_of_ours_and_sees_no_receipt_page(
    lin: Client, browse: Browse
) -> None:
    noise = case_from(told("noise"))
    zhao = browse("zhao")
    assert near(zhao, item="noise", place_chosen="b3") == []
    page = send(zhao, join=str(noise.id), place_code="g3", place_chosen="g3").content.decode()
    assert "该事件不在您的范围内。" in page
    assert CaseSignal.objects.filter(case_id=noise.id).count() == 1
    send(lin, offered="yes")
    assert zhao.get(f"/console/taken/{taken().receipt}/").status_code == 404


def test_an_answer_on_the_spot_is_read_under_the_receipt(
    lin: Client, deliver: Callable[[], int]
) -> None:
    answer = send(lin, answer="装修时间到晚上八点。", settled="yes")
    deliver()
    assert "您的问题已直接答复并办结。" in lin.get(answer["Location"]).content.decode()
    caller = Client()
    caller.post("/follow/", {"receipt": taken().receipt, "digits": "1234"})
    page = caller.get(f"/r/{taken().receipt}").content.decode()
    assert "值班台已答复您：装修时间到晚上八点。" in page
    case = cases.case_of_signal(taken().signal_id, PARTS)
    assert case is not None
    assert (case.state, case.parties) == ("closed", ())


def test_a_case_that_came_in_otherwise_is_answered_from_its_page(
    lin: Client, deliver: Callable[[], int]
) -> None:
    send(lin)
    deliver()
    case = cases.case_of_signal(taken().signal_id, PARTS)
    assert case is not None
    page = f"/console/cases/{case.id}/"
    assert f'action="{page}answer/"' in lin.get(page).content.decode()
    form = {"version": case.version, "answer": "", "settled": ""}
    assert lin.post(f"{page}answer/", form).status_code == 400

    assert lin.post(f"{page}answer/", {**form, "answer": "到晚上八点。"}).status_code == 302

    now = cases.case(case.id, PARTS)
    assert now is not None
    assert (now.state, now.parties) == ("feedback", ())
    assert f'action="{page}answer/"' not in lin.get(page).content.decode()
    assert lin.post(f"{page}answer/", {**form, "answer": "Again."}).status_code == 409


def test_chen_takes_down_what_he_finds_on_his_way(
    people: dict[str, Asker], district: District, browse: Browse
) -> None:
    send(browse("chen"), channel="patrol", place_code="", place_chosen="", naming="anonymous")
    report = taken()
    assert (report.place_id, report.grid_id, report.channel) == (None, district.grid, "patrol")
    assert (report.reporter_name, report.reporter_phone) == ("", "")
