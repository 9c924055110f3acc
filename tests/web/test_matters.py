"""The public catalogue: only public matters, in plain words, found by residents' own words."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.registers.catalogue import queries as catalogue
from tests.cast import District

pytestmark = pytest.mark.django_db


def shown(address: str, language: str = "zh-hans") -> tuple[list[str], str]:
    page = Client(headers={"Accept-Language": language}).get(address).content.decode()
    return re.findall(r'id="matter-([a-z_]+)"', page), re.sub(r"<[^>]+>|\s+", " ", page)


def test_it_shows_every_public_matter_and_no_other(district: District) -> None:
    codes, _text = shown("/matters/")
    assert sorted(codes) == sorted(item.code for item in catalogue.items() if item.public)
    assert not {"smoke_fire", "sos", "old_age_allowance", "device_silent"} & set(codes)


def test_a_matter_is_found_in_residents_own_words(district: District) -> None:
    codes, text = shown("/matters/?q=没得水")
    assert codes[0] == "water_supply_fault"
    assert "供水单位" in text
    assert "8 小时" in text
    assert shown("/matters/?q=zzzz")[0] == []
    assert shown("/matters/?q=smoke")[0] != ["smoke_fire"]


def test_each_leads_to_the_form_with_the_matter_chosen(district: District) -> None:
    page = Client().get("/matters/").content.decode()
    assert f'href="{reverse("portal:report")}?item=garbage"' in page
    form = Client().get(f"{reverse('portal:report')}?item=garbage").content.decode()
    assert re.search(r'value="garbage"[^>]* checked', form)


def test_the_foot_of_every_page_leads_to_it(district: District) -> None:
    for address in ("/", "/report/", "/follow/"):
        assert f'href="{reverse("portal:matters")}"' in Client().get(address).content.decode()


def test_it_asks_the_store_for_nothing_but_the_revisions(district: District) -> None:
    Client().get("/matters/")
    with CaptureQueriesContext(connection) as asked:
        Client().get("/matters/")
    assert len(asked.captured_queries) <= 1


@pytest.mark.parametrize("asked", ["<script>alert(1)</script>", "\x00", "x" * 5000, "%27%22"])
def test_whatever_is_asked_is_no_fault(asked: str, district: District) -> None:
    answer = Client().get("/matters/", {"q": asked})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content
