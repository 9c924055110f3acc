"""The pages of 12345: pasting orders in, the reply sheet, what is refused in words."""

import csv
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.ground.sheets.models import Loading
from linli.lists import read_list, store_list
from linli.organise.hotline.models import HotlineOrder
from linli.respond.cases.models import CaseSignal
from linli.sense.reports.models import Report

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]
COPIED = """
工单编号：A1
诉求内容：垃圾桶满了
事项：garbage
来电人：王女士
工单编号：A2
诉求内容：又满了
类别：跳舞
"""


def taken(lin: Client) -> HotlineOrder:
    """What comes of pasting, once it was read and loaded."""
    page = lin.post("/console/hotline/paste/", {"text": COPIED}).headers["Location"]
    loading = Loading.objects.get()
    read_list.call(str(loading.pk))
    lin.post(f"{page}load/")
    store_list.call(str(loading.pk))
    return HotlineOrder.objects.get()


def test_pasted_orders_are_seen_before_they_are_taken(browse: Browse, people: object) -> None:
    lin = browse("lin")
    page = lin.post("/console/hotline/paste/", {"text": COPIED}).headers["Location"]
    loading = Loading.objects.get()
    read_list.call(str(loading.pk))
    shown = lin.get(page).content.decode()
    assert "跳舞" in shown
    assert not HotlineOrder.objects.exists()
    lin.post(f"{page}load/")
    store_list.call(str(loading.pk))
    order = HotlineOrder.objects.get()
    assert order.number == "A1"
    listed = lin.get("/console/hotline/").content.decode()
    assert "A1" in listed
    assert "垃圾桶满了" in listed
    assert "王女士" not in listed


def test_the_page_of_a_case_names_the_order_by_which_it_came(
    browse: Browse, people: object, deliver: Callable[[], None]
) -> None:
    order = taken(browse("lin"))
    deliver()
    [case_id] = CaseSignal.objects.values_list("case", flat=True)
    leads_there = f"/console/hotline/{order.pk}/"

    assert leads_there in browse("lin").get(f"/console/cases/{case_id}/").content.decode()
    assert leads_there not in browse("he").get(f"/console/cases/{case_id}/").content.decode()


@pytest.mark.parametrize("text", ["", "路灯不亮", "a\tb\n1\t2"])
def test_text_without_a_number_comes_back_with_a_sentence(
    browse: Browse, people: object, text: str
) -> None:
    answer = browse("lin").post("/console/hotline/paste/", {"text": text})
    assert answer.status_code == 400
    assert "没有工单编号" in answer.content.decode()
    assert not Loading.objects.exists()


def test_an_empty_file_is_refused_on_the_page_it_was_sent_from(
    browse: Browse, people: object
) -> None:
    sent = {"file": SimpleUploadedFile("orders.csv", b"")}
    answer = browse("lin").post("/console/data/hotline_order/", sent)
    assert answer.status_code == 400
    assert "收进工单" in answer.content.decode()


def test_the_reply_sheet_holds_what_waits_and_nothing_runs(browse: Browse, people: object) -> None:
    lin = browse("lin")
    order = taken(lin)
    HotlineOrder.objects.filter(pk=order.pk).update(state="replied", reply="=1+1，已清运")
    answer = lin.post("/console/hotline/replies/", {"as": "csv"})
    header, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert header[:2] == ["工单编号", "答复"]
    assert row[:2] == ["A1", "'=1+1，已清运"]
    zhao = browse("zhao").post("/console/hotline/replies/", {"as": "csv"})
    assert len(zhao.content.decode("utf-8-sig").splitlines()) == 1


def test_a_step_that_cannot_be_is_answered_in_words(browse: Browse, people: object) -> None:
    lin = browse("lin")
    order = taken(lin)
    page = f"/console/hotline/{order.pk}/"
    early = lin.post(f"{page}act/", {"act": "reply", "reply": "已修", "version": 1})
    assert (early.status_code, "核查后再答复" in early.content.decode()) == (409, True)
    stale = lin.post(f"{page}act/", {"act": "ask", "reason": "不在辖区", "version": 9})
    assert stale.status_code == 409
    assert lin.post(f"{page}act/", {"act": "burn", "version": 1}).status_code == 400
    assert browse("zhao").get(page).status_code == 404
    done = lin.post(f"{page}act/", {"act": "ask", "reason": "不在辖区", "version": 1})
    assert done.headers["Location"] == page
    assert "不在辖区" in lin.get(page).content.decode()
    assert Report.objects.count() == 1
