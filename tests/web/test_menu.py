"""The menu by job: a few words for each, and each leads where its reader may go."""

import re
from collections.abc import Callable
from typing import Final

import pytest
from django.test import Client

from linli.ground.rights.asker import Asker
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from linli.web.console.menu import MENU
from tests.capabilities.cases.happenings import case_from
from tests.web.conftest import Story

Browse = Callable[[str], Client]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

MOST: Final = 7
WORDS: Final = {
    "lin": ["On duty", "Shift", "Work orders", "Devices", "Catalogue", "Registers"],
    "leader": ["On duty", "Shift", "Work orders", "Devices", "Catalogue", "Registers"],
    "zhao": ["On duty", "Shift", "Work orders", "Devices", "Catalogue", "Registers"],
    "chen": ["My tasks", "Cases", "Work orders", "Devices"],
    "wu": ["My tasks", "Cases", "Work orders"],
    "he": ["My tasks", "Cases", "Work orders"],
    "gu": ["Platform", "Catalogue", "Registers"],
    "shen": ["People and rights"],
    "jian": ["Audit"],
}


def menu_of(page: str, name: str = "menu") -> list[tuple[str, str]]:
    """Address and words of what stands in one of the two rows."""
    row = re.search(rf'<nav class="{name}".*?</nav>', page, re.DOTALL)
    links = re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', row.group() if row else "", re.DOTALL)
    return [(address, re.sub(r"<.*?>", "", words).strip()) for address, words in links]


def page_of(client: Client, address: str) -> str:
    client.cookies["linli_language"] = "en"
    return client.get(address, follow=True).content.decode()


@pytest.mark.parametrize("who", WORDS)
def test_each_finds_the_words_of_the_own_job_and_no_more_than_seven(
    who: str, story: Story, browse: Browse
) -> None:
    lands_on = "/console/tasks/" if who in {"chen", "wu", "he"} else "/console/"
    shown = menu_of(page_of(browse(who), lands_on))
    assert [words for _, words in shown] == WORDS[who]
    assert len(shown) <= MOST


@pytest.mark.parametrize("who", WORDS)
def test_every_word_and_every_page_below_it_opens(who: str, story: Story, browse: Browse) -> None:
    client = browse(who)
    lands_on = "/console/tasks/" if who in {"chen", "wu", "he"} else "/console/"
    for address, _ in menu_of(page_of(client, lands_on)):
        assert client.get(address).status_code == 200
        for below, _ in menu_of(page_of(client, address), "below"):
            assert client.get(below).status_code == 200


@pytest.mark.parametrize("who", ["chen", "wu", "he"])
def test_those_on_foot_land_on_their_own_tasks_and_come_from_there_to_the_others(
    who: str, story: Story, browse: Browse
) -> None:
    landed = browse(who).get("/console/")
    assert landed["Location"] == "/console/foot/"
    assert 'href="/console/tasks/"' in page_of(browse(who), "/console/foot/")


def test_maintenance_stands_below_devices_and_the_codes_below_the_registers(
    story: Story, browse: Browse
) -> None:
    lin = browse("lin")
    devices = menu_of(page_of(lin, "/console/devices/"), "below")
    stand = [address for address, _ in devices]
    assert stand == ["/console/devices/", "/console/devices/maintenance/"]
    registers = menu_of(page_of(lin, "/console/data/"), "below")
    assert [address for address, _ in registers] == [
        *("/console/data/", "/console/ledgers/", "/console/codes/"),
    ]


def test_the_tab_of_what_has_no_place_leads_to_where_places_are_found(
    people: dict[str, Asker], browse: Browse
) -> None:
    nowhere = NewReport(item="noise", text="半夜装修。", channel="call", address="翠竹院三栋楼上")
    case_from(take_report(nowhere, people["lin"]).signal_id)

    def rows(who: str, tab: str) -> str:
        return browse(who).get("/console/cases/", {"tab": tab}).content.decode()

    assert 'href="/console/placing/" data-placing' in rows("lin", "unplaced")
    assert "data-placing" not in rows("lin", "")
    assert "data-placing" not in rows("zhao", "unplaced")


def test_every_page_of_the_menu_asks_for_a_right() -> None:
    assert all(page.act and page.kind for entry in MENU for page in entry.pages)
