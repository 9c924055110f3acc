"""The page of figures: every number opens the cases behind it, within each one's reach."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from linli.ground import clock
from linli.ground.sheets.actions import load_now
from linli.respond.cases.actions import keep_map
from linli.respond.cases.loader import HistoryLoader
from linli.respond.insight.handlers import count_and_roll_up
from tests.web.conftest import PARTS

Browse = Callable[[str], Client]
PERIOD = "since=2026-03-01&until=2026-03-31"
MAP = """
source = "old"
zone = "Asia/Shanghai"
times = ["%Y-%m-%d %H:%M"]
handling = true
columns = { number = "n", opened = "at", closed = "till", item = "what", place = "where" }
[items.Tree]
code = "old_tree"
zh = "树木"
en = "Tree"
handle = { amount = 60, unit = "minutes" }
"""
FILE = """n,at,till,what,where
1,2026-03-01 08:00,2026-03-01 08:30,Tree,e1
2,2026-03-01 08:00,2026-03-01 09:00,Tree,e1
3,2026-03-02 08:00,2026-03-02 09:01,Tree,e1
4,2026-03-02 08:00,2026-03-02 08:01,Tree,m3
"""


@pytest.fixture(autouse=True)
def counted(district: object, people: object) -> None:
    loader = HistoryLoader().of_source(keep_map(MAP, PARTS))
    assert load_now(FILE.encode(), loader, PARTS)[1] == []
    count_and_roll_up.call()


def page(browser: Client, more: str = "") -> str:
    answer = browser.get(f"/console/figures/?{PERIOD}{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_lin_sees_on_time_of_due_in_her_street(browse: Browse) -> None:
    text = page(browse("lin"))

    assert "66.67" in text
    assert "measure=on_time&amp;met=yes" in text
    assert "2/3" in text


def test_zhao_sees_his_own_street_and_not_hers(browse: Browse) -> None:
    assert "1/1" in page(browse("zhao"))
    assert browse("zhao").get(f"/console/figures/?{PERIOD}&place=s1").status_code == 403
    assert browse("zhao").get(f"/console/figures/?{PERIOD}&place=nowhere").status_code == 404


@pytest.mark.parametrize(("met", "count"), [("yes", 2), ("no", 1), ("", 3)])
def test_each_number_opens_its_cases(browse: Browse, met: str, count: int) -> None:
    address = f"/console/figures/cases/?{PERIOD}&measure=on_time&met={met}"

    assert browse("lin").get(address).content.decode().count("/console/cases/0") == count


@pytest.mark.parametrize("by", ["place", "item", "party", "month", "nonsense"])
def test_it_is_told_in_parts_and_as_a_file(browse: Browse, by: str) -> None:
    lin = browse("lin")
    text = page(lin, f"&by={by}")

    file = lin.post(f"/console/figures/export/?{PERIOD}&by={by}", {"as": "csv"})
    rows = file.content.decode("utf-8-sig").splitlines()
    if by != "party":
        assert "2/3" in text
        assert ",2,3,66.67," in rows[1]
    assert (
        lin.post(f"/console/figures/export/?{PERIOD}&by={by}", {"as": "xlsx"}).content[:2] == b"PK"
    )


def test_every_number_of_a_part_leads_to_its_cases(browse: Browse) -> None:
    lin = browse("lin")

    for by in ("place", "item", "month"):
        shown = page(lin, f"&by={by}")
        cell = re.search(r'<a class="small" href="([^"]*measure=on_time[^"]*)">2/3</a>', shown)
        assert cell, by
        told = lin.get(cell[1].replace("&amp;", "&")).content.decode()
        assert told.count("/console/cases/0") == 3


def test_estates_are_told_by_whether_something_happened_there(browse: Browse) -> None:
    address = f"/console/figures/estates/?{PERIOD}"

    assert "翠竹苑" in browse("lin").get(f"{address}&spared=yes").content.decode()
    assert "翠竹苑" not in browse("lin").get(address).content.decode()
    assert "翠竹苑" not in browse("zhao").get(f"{address}&spared=yes").content.decode()
    behind = f"/console/figures/cases/?{PERIOD}&measure=on_time&estate="
    assert browse("lin").get(f"{behind}e1").content.decode().count("/console/cases/0") == 3
    assert browse("zhao").get(f"{behind}e1").content.decode().count("/console/cases/0") == 0
    assert browse("lin").get(f"{behind}nowhere").status_code == 404


def test_they_are_printed(browse: Browse) -> None:
    content = browse("lin").get(f"/console/figures/print/?{PERIOD}&by=item").content

    text = "".join(one.extract_text() for one in PdfReader(BytesIO(content)).pages)
    assert "66.67" in text
    assert "树木" in text


def test_days_that_are_not_over_are_left_out(browse: Browse) -> None:
    yesterday = timezone.localdate(clock.now()) - timedelta(days=1)

    shown = browse("lin").get("/console/figures/?until=2900-01-01").content.decode()

    assert f"– {yesterday}" in shown


@pytest.mark.parametrize(
    "query", ["since=x", "until=9999-12-31", "since=2026-03-09&until=2026-03-01", "party=9" * 20]
)
def test_odd_periods_are_read_as_far_as_they_make_sense(browse: Browse, query: str) -> None:
    assert browse("lin").get(f"/console/figures/?{query}").status_code == 200
