"""The page of departments' lists: rows with what they are like, decisions, and faulty files."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.ground.rights.asker import Asker
from linli.registers.catalogue import queries as catalogue
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


def test_a_file_that_cannot_be_read_is_told_on_the_page(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    empty = browse("gu").post("/console/data/item_list/", {})
    assert (empty.status_code, "部门清单" in empty.content.decode()) == (400, True)
    file = SimpleUploadedFile("x.csv", b"name,unit\n")
    assert browse("leader").post("/console/data/item_list/", {"file": file}).status_code == 403
