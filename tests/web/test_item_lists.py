"""The page of departments' lists: rows with what they are like, decisions, and faulty files."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.ground.rights.asker import Asker
from linli.registers.catalogue import actions as catalogue_actions
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.models import ListedRow
from tests.cast import District
from tests.web.catalogue_forms import keep_a_list
from tests.web.conftest import PARTS

Browse = Callable[[str], Client]
pytestmark = pytest.mark.django_db
LISTS = "/console/catalogue/lists/"


def test_a_row_is_decided_and_handed_in(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    keep_a_list(people["gu"])
    gu, row = browse("gu"), catalogue.listed_rows(PARTS)[0]
    page = gu.get(LISTS).content.decode()
    assert "近似" in page
    assert "路灯不亮报修" in page
    wrong = gu.post(f"{LISTS}{row.id}/decide/", {"to": "alias", "item": "dragon"})
    assert wrong.status_code == 400
    sent = gu.post(f"{LISTS}{row.id}/decide/", {"to": "alias", "item": "lamp_fault"})
    assert sent.status_code == 302
    assert gu.post(f"{LISTS}hand-in/", {"why": "A list."}).status_code == 302
    assert gu.post(f"{LISTS}{row.id}/decide/", {"to": "open"}).status_code == 409
    (draft,) = catalogue.drafts(PARTS, is_waiting=True)
    assert draft.item.synonyms.zh[-2:] == ("路灯不亮报修", "路灯瞎")


def test_each_outcome_of_handing_in_is_told_in_words(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    keep_a_list(people["gu"])
    gu, row = browse("gu"), catalogue.listed_rows(PARTS)[0]
    decide, hand_in = f"{LISTS}{row.id}/decide/", f"{LISTS}hand-in/"
    leader, draft = people["leader"], catalogue_actions.draft_retirement
    for_waiting = draft("lamp_fault", 1, "Old.", people["gu"])
    gu.post(decide, {"to": "alias", "item": "lamp_fault"})

    told = gu.post(hand_in, {"why": "A list."})
    assert told.status_code == 409
    assert "以下事项已有草稿待审批" in told.content.decode()

    catalogue_actions.approve(for_waiting, leader)
    told = gu.post(hand_in, {"why": "A list."})
    assert "“lamp_fault”不是现行事项" in told.content.decode()

    ListedRow.objects.filter(pk=row.id).update(item="noise", name="噪音扰民")
    told = gu.post(hand_in, {"why": "A list."})
    assert "这些名称原来就有：" in told.content.decode()
    assert "已有此名" in told.content.decode()


def test_a_file_that_cannot_be_read_is_told_on_the_page(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    empty = browse("gu").post("/console/data/item_list/", {})
    assert (empty.status_code, "部门清单" in empty.content.decode()) == (400, True)
    file = SimpleUploadedFile("x.csv", b"name,unit\n")
    assert browse("leader").post("/console/data/item_list/", {"file": file}).status_code == 403
