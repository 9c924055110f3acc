"""What can be reported is chosen by its picture; the most reported stand first."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.ground.environment import (
    DEMO_COMPLETE,
    DEMO_GAS_PHONE,
    Environment,
    WrongSetting,
)
from linli.ground.rights.asker import VISITOR
from linli.registers.catalogue import queries as catalogue
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from linli.web.portal.choice import FIRST, choice
from tests.cast import District
from tests.conftest import StillClock


def told(item: str, times: int) -> None:
    for _ in range(times):
        take_report(NewReport(item=item, text="一次", channel="portal", address="北门"), VISITOR)


@pytest.mark.django_db
def test_the_most_reported_stand_first_and_nothing_is_offered_twice(district: District) -> None:
    told("noise", 3)
    told("garbage", 2)
    offered = choice("", "")
    public = {item.code for item in catalogue.items() if item.public}
    codes = [tile.code for tile in offered.first]
    rest = [tile.code for group in offered.groups for tile in group.tiles]
    assert codes[:2] == ["noise", "garbage"]
    assert len(codes) == FIRST
    assert sorted([*codes, *rest]) == sorted(public)


@pytest.mark.django_db
def test_what_is_reported_most_is_counted_once_a_minute(
    district: District, clock: StillClock
) -> None:
    told("noise", 1)
    assert choice("", "").first[0].code == "noise"
    told("garbage", 2)
    with CaptureQueriesContext(connection) as captured:
        assert choice("", "").first[0].code == "noise"
    assert [one for one in captured if "reports_report" in one["sql"]] == []
    clock.forward(minutes=1)
    assert choice("", "").first[0].code == "garbage"


@pytest.mark.django_db
def test_what_was_chosen_stays_in_sight(district: District) -> None:
    told("noise", 1)
    [group] = [one for one in choice("", "").groups if one.code == "events"]
    hidden = group.tiles[0].code
    assert choice("", hidden).first[0].code == hidden


@pytest.mark.django_db
def test_a_matter_is_found_without_scripts_and_the_words_stay(
    district: District, client: Client
) -> None:
    sent = {"key": "k", "text": "很黑", "find_item": "路灯", "step": "find-item"}
    page = client.post("/report/", sent).content.decode()
    assert re.findall(r'name="item" value="(\w+)"', page)[0] == "lamp_fault"
    assert "很黑" in page
    assert reports.most_reported(1) == []


@pytest.mark.django_db
def test_a_word_that_nothing_is_called_is_said_so(district: District, client: Client) -> None:
    sent = {"key": "k", "find_item": "qqqq", "step": "find-item"}
    page = client.post("/report/", sent).content.decode()
    assert "没有叫这个的事项" in page
    assert 'value="lamp_fault"' in page


@pytest.mark.django_db
def test_the_emergency_numbers_stand_above_the_form(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get("/report/").content.decode()
    numbers = [page.index(f'href="tel:{number}"') for number in ("119", "120", "110")]
    assert max(numbers) < page.index('<form class="form"')
    assert re.findall(r'href="tel:(\d+)"', page) == ["119", "120", "110"]
    set_up = Environment.read({"LINLI_GAS_PHONE": "0000-9777", "LINLI_SECRET_KEY": "x"})
    monkeypatch.setattr(settings, "ENVIRONMENT", set_up)
    assert 'href="tel:0000-9777"' in client.get("/report/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["煤气", "燃气", "闻到煤气味", "meiqi"])
def test_whoever_searches_for_gas_is_told_to_call(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    sent = {"key": "k", "find_item": typed, "step": "find-item"}
    assert called(client.post("/report/", sent).content.decode())["燃气泄漏"] == "#in-danger"
    set_up = replace(settings.ENVIRONMENT, gas_phone="0000-9777")
    monkeypatch.setattr(settings, "ENVIRONMENT", set_up)
    page = client.post("/report/", sent).content.decode()
    assert called(page)["燃气泄漏"] == "tel:0000-9777"
    assert re.findall(r'role="status" data-none="[^"]+">(.*?)</p>', page) == [""]
    assert 'value="gas_leak"' not in page


@pytest.mark.django_db
def test_who_searches_for_a_lamp_is_told_to_call_nobody(district: District, client: Client) -> None:
    sent = {"key": "k", "find_item": "路灯", "step": "find-item"}
    assert called(client.post("/report/", sent).content.decode()) == {}
    assert called(client.get("/report/").content.decode()) == {}


def test_the_demo_has_an_invented_gas_line_and_others_have_none(tmp_path: Path) -> None:
    found = Environment.read({"LINLI_DATA": str(tmp_path)})
    assert found.gas_line == ""
    found.demo.mkdir()
    (found.demo / DEMO_COMPLETE).touch()
    assert found.gas_line == DEMO_GAS_PHONE
    assert replace(found, gas_phone="96777").gas_line == "96777"


def called(page: str) -> dict[str, str]:
    """Which matters the page says to telephone about, and where each leads."""
    shown = re.findall(r'data-call="[^"]*">.*?<b>(.*?)</b>.*?href="(.*?)"', page, re.DOTALL)
    return dict(shown)


@pytest.mark.parametrize("number", ["12", "call us", "1 2 3", "9" * 30])
def test_a_gas_line_that_cannot_be_dialled_stops_the_start(number: str) -> None:
    with pytest.raises(WrongSetting, match="LINLI_GAS_PHONE"):
        Environment.read({"LINLI_GAS_PHONE": number, "LINLI_SECRET_KEY": "x"})
