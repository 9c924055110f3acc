"""The pages of the catalogue: what is found, what a form makes, and who decides on it."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from linli.ground.rights.asker import Asker
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.models import Draft
from linli.web.console.item_form import ItemForm, typed_of, written
from tests.cast import District
from tests.web.catalogue_forms import item_form

Browse = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def text_of(page: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def codes(page: HttpResponse) -> list[str]:
    return re.findall(r'id="item-([a-z_]+)"', page.content.decode())


def draft(client: Client, **changed: str) -> str:
    """Sends the form and returns the address of the draft."""
    sent = client.post(
        "/console/catalogue/items/garbage/edit/", {**item_form(), "version": "1", **changed}
    )
    assert sent.status_code == 302, text_of(sent)
    return sent["Location"]


def test_a_matter_is_found_by_what_people_call_it(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    lin = browse("lin")
    assert codes(lin.get("/console/catalogue/?q=耗子"))[0] == "pests"
    hazards = codes(lin.get("/console/catalogue/?shelf=hazards&severity=emergency"))
    assert hazards == ["gas_leak", "smoke_fire", "wire_down"]
    assert len(codes(lin.get("/console/catalogue/"))) == len(catalogue.items())
    assert codes(lin.get("/console/catalogue/?shelf=retired")) == []
    assert codes(lin.get("/console/catalogue/?q=" + "x" * 3000)) == []


def test_one_drafts_and_another_approves(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    gu, leader = browse("gu"), browse("leader")
    address = draft(gu)
    before = text_of(leader.get("/console/catalogue/items/garbage/"))
    assert "30 米" in before
    assert "45 米" not in before
    told = text_of(leader.get(address))
    assert "30 米" in told
    assert "45 米" in told
    assert "/approve/" not in gu.get(address).content.decode()

    assert leader.post(f"{address}approve/").status_code == 302

    now = catalogue.item("garbage")
    assert now is not None
    assert (now.version, now.joining.radius_m) == (2, 45)
    page = text_of(leader.get("/console/catalogue/items/garbage/"))
    assert "版本 2" in page
    assert "Gu" in page
    assert leader.post(f"{address}approve/").status_code == 409


def test_the_form_says_beside_each_field_what_is_wrong(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    sent = browse("gu").post(
        "/console/catalogue/items/garbage/edit/",
        {
            **item_form(),
            "version": "1",
            "joining.radius_m": "9999",
            "clocks.handle": "soon",
            "severity": "mild",
            "why": "",
        },
    )
    assert sent.status_code == 400
    page = sent.content.decode()
    assert page.count('class="fault"') == 4
    assert 'value="9999"' in page
    assert 'value="soon"' in page
    assert Draft.objects.count() == 0


def test_a_new_matter_needs_a_code_that_was_never_used(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    gu = browse("gu")
    assert gu.post("/console/catalogue/new/", {**item_form(), "code": "noise"}).status_code == 400
    assert gu.post("/console/catalogue/new/", {**item_form(), "code": "9"}).status_code == 400
    assert gu.post("/console/catalogue/new/", {"why": "x"}).status_code == 400
    made = gu.post("/console/catalogue/new/", {**item_form(), "code": "waste_oil"})
    assert made.status_code == 302
    assert catalogue.item("waste_oil") is None


def test_a_second_draft_waits_for_the_first(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    draft(browse("gu"))
    late = browse("leader").post(
        "/console/catalogue/items/garbage/edit/", {**item_form(), "version": "1"}
    )
    assert late.status_code == 409
    retired = browse("leader").post(
        "/console/catalogue/items/garbage/retire/", {"version": "1", "why": "Old."}
    )
    assert retired.status_code == 409
    assert Draft.objects.count() == 1


def test_what_was_written_from_an_older_version_is_told(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    gu = browse("gu")
    address = "/console/catalogue/items/garbage/edit/"
    assert gu.post(address, {**item_form(), "version": "7"}).status_code == 409
    assert gu.post(address, {**item_form(), "version": "x"}).status_code == 400
    assert Draft.objects.count() == 0


def test_an_item_that_is_not_there_is_not_found(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    for address in ("items/dragon/", "items/dragon/edit/", f"drafts/{uuid4()}/"):
        assert browse("gu").get(f"/console/catalogue/{address}").status_code == 404


def test_the_form_of_every_item_makes_the_same_item_again(district: District) -> None:
    for item in catalogue.items():
        again = written(ItemForm(typed_of(item), {}, is_new=False))
        assert again == {key: value for key, value in without_what_is_empty(item.body).items()}, (
            item.code
        )


def without_what_is_empty(body: dict[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in body.items():
        inner = without_what_is_empty(value) if isinstance(value, dict) else value
        if inner not in (None, "", [], {}):
            found[key] = inner
    return found
