"""The queue as a file: what is shown and no more, with an end, and nothing that a program runs."""

import csv
import io
from collections.abc import Callable

import pytest
import python_calamine
from django.test import Client

from linli.ground.audit.models import AuditEntry
from linli.respond.cases.actions import open_or_join
from linli.respond.cases.models import Case
from linli.web.console import exporting, sheet_file
from tests.capabilities.cases.happenings import PART, told

Browse = Callable[[str], Client]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def exported(who: Client, **asked: str) -> list[list[str]]:
    answer = who.post("/console/cases/export/", {"as": "csv", **asked})
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_holds_what_the_filter_shows_in_the_order_of_the_queue(
    browse: Browse, people: object
) -> None:
    first, second = (open_or_join(told(lon=117.2 + n / 100), PART) for n in range(2))
    Case.objects.filter(pk=second).update(severity="emergency")
    open_or_join(told("noise"), PART)
    lin = browse("lin")

    header, *rows = exported(lin, item="garbage")

    numbers = dict(Case.objects.values_list("pk", "number"))
    assert header[:4] == ["编号", "事项", "等级", "状态"]
    assert [row[0] for row in rows] == [numbers[second], numbers[first]]
    assert rows[0][2:4] == ["特急", "待受理"]
    assert len(exported(lin)) == 4
    assert exported(browse("zhao"))[1:] == []
    assert AuditEntry.objects.filter(act="export", kind="case").count() == 3


def test_nothing_in_the_file_is_run_and_nobody_who_reported_is_named(
    browse: Browse, people: object
) -> None:
    open_or_join(
        told(address="=HYPERLINK(1)", reporter_name="王女士", reporter_phone="13800138000"), PART
    )
    lin = browse("lin")

    rows = exported(lin)
    answer = lin.post("/console/cases/export/", {"as": "xlsx"})

    assert "'=HYPERLINK(1)" in rows[1]
    book = python_calamine.load_workbook(io.BytesIO(answer.content))
    cells = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert "=HYPERLINK(1)" in cells
    assert not {"王女士", "13800138000"} & {*cells, *rows[1]}


def test_a_long_list_ends_with_a_word_about_what_is_missing(
    browse: Browse, people: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_file, "MOST", 2)
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    for _ in range(3):
        open_or_join(told(), PART)
    rows = exported(browse("lin"))

    assert len(rows) == 4
    assert rows[-1] == ["本文件只含前 2 行；其余请缩小筛选范围后再导出。"]


def test_who_sees_no_cases_gets_no_file(browse: Browse, people: object) -> None:
    assert browse("gu").post("/console/cases/export/", {"as": "csv"}).status_code == 403
    assert browse("lin").post("/console/cases/export/", {"place": "nowhere"}).status_code == 302


def test_a_tab_that_there_is_not_leads_back_to_the_queue(browse: Browse, people: object) -> None:
    answer = browse("lin").post("/console/cases/export/", {"as": "csv", "tab": "9" * 40})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/console/cases/")
