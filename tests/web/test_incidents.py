"""The page of an incident: opened from a case, worked on under stress, printed and taken away."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.ground.rights.asker import Asker
from linli.organise.incidents import queries
from linli.organise.incidents.actions import join, open_incident
from linli.organise.tasks import queries as tasks
from linli.respond.cases.actions import open_or_join
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from tests.web.api_client import Program, problem
from tests.web.conftest import PARTS, Story

Browse = Callable[[str], Client]
PDF: Final = b"%PDF"

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(story: Story, people: dict[str, Asker]) -> UUID:
    return open_incident(story.reported, "Flood", people["lin"])


def act(lin: Client, incident_id: UUID, **form: object) -> int:
    return lin.post(reverse("console:incident-act", args=[incident_id]), form).status_code


def test_one_field_on_the_page_of_a_case_opens_it(story: Story, browse: Browse) -> None:
    lin = browse("lin")
    page = reverse("console:open-incident", args=[story.case])
    empty = lin.post(page, {"incident_name": " "})
    assert empty.status_code == 400
    answer = lin.post(page, {"incident_name": "Fire in block 3"})
    (row,) = queries.incidents(PARTS).items
    assert answer["Location"] == reverse("console:incident", args=[row.id])
    assert "Fire in block 3" in lin.get(reverse("console:case", args=[story.case])).content.decode()
    again = lin.post(page, {"incident_name": "Fire again"})
    assert again.status_code == 409
    assert len(queries.incidents(PARTS).items) == 1


def test_from_the_first_unit_to_the_stand_down(story: Story, opened: UUID, browse: Browse) -> None:
    lin, district = browse("lin"), story.district
    assert act(lin, opened, act="call", party_id=district.water, order="Pump.") == 302
    (unit,) = queries.units(opened)
    assert act(lin, opened, act="arrived", call_id=unit.id) == 302
    lent = {"what": "Pump", "count": 2, "source": "Fire station", "holder": ""}
    assert act(lin, opened, act="resource", **lent) == 302
    assert act(lin, opened, act="join", case_id=[story.case]) == 302
    order = {"case_id": story.case, "party_id": district.water}
    assert act(lin, opened, act="dispatch", **order) == 302
    assert {one.party_id for one in tasks.of_case(story.case, PARTS)} >= {district.water}
    assert act(lin, opened, act="line", text="The water rises.") == 302
    sum_up = {"summary": "Dry again.", "version": 1}
    assert act(lin, opened, act="stand-down", **sum_up) == 409
    assert act(lin, opened, act="release-all") == 302
    (pump,) = queries.resources(opened)
    assert act(lin, opened, act="returned", resource_id=pump.id) == 302
    assert act(lin, opened, act="stand-down", **sum_up) == 302
    assert act(lin, opened, act="line", text="Late.") == 409
    page = lin.get(reverse("console:incident", args=[opened])).content.decode()
    assert "Dry again." in page
    assert "The water rises." in page
    assert "data-key" not in page
    assert act(lin, opened, act="nothing") == 400
    assert act(lin, opened, act="call", party_id="x") == 400


def test_the_part_that_changes_comes_alone(opened: UUID, browse: Browse) -> None:
    page = browse("lin").get(
        reverse("console:incident", args=[opened]), headers={"HX-Request": "true"}
    )
    assert page.content.decode().lstrip().startswith('<div id="now"')


def test_it_goes_on_paper_and_into_a_table(opened: UUID, browse: Browse) -> None:
    lin = browse("lin")
    act(lin, opened, act="line", text="=1+1")
    printed = lin.get(reverse("console:incident-print", args=[opened]))
    assert printed.content.startswith(PDF)
    table = lin.post(reverse("console:incident-export", args=[opened]), {"as": "csv"})
    lines = table.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "Flood" in lines[1]


def test_the_page_asks_as_often_for_many_cases_as_for_few(
    opened: UUID, people: dict[str, Asker], browse: Browse
) -> None:
    lin = browse("lin")

    def asked() -> int:
        address = reverse("console:incident", args=[opened])
        lin.get(address)
        with CaptureQueriesContext(connection) as queries_asked:
            assert lin.get(address).status_code == 200
        return len(queries_asked)

    def add(number: int) -> None:
        text = f"Number {number}."
        told = NewReport(item="noise", text=text, channel="call", place_code="b3")
        case = open_or_join(take_report(told, people["lin"]).signal_id, PARTS)
        join(opened, case, people["lin"])

    add(0)
    few = asked()
    for number in range(1, 6):
        add(number)
    assert len(queries.cases_of(opened, people["lin"]).rows) == 7
    assert asked() == few


def test_a_program_opens_one_and_writes_into_its_log(
    story: Story, people: dict[str, Asker]
) -> None:
    lin = Program(people["lin"])
    made = lin.post("incidents", {"case": str(story.case), "name": "Fire"}).json()
    told = lin.post(f"incidents/{made['id']}/lines", {"text": "All out."}).json()
    assert [one["done"] for one in told["lines"]] == ["written", "joined", "opened"]
    assert (told["name"], told["cases"], told["level"]) == ("Fire", [str(story.case)], 4)
    problem(lin.post("incidents", {"case": str(story.case), "name": "Fire"}), 409, "illegal-move")
    problem(Program(people["zhao"]).get(f"incidents/{made['id']}"), 404, "not-found")
    assert lin.items("incidents?past=true") == []
