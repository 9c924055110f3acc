"""What everybody may read by Open311: public reports, their state, and what can be reported."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.ground.rights.asker import VISITOR, Asker
from linli.registers.catalogue import actions as catalogue
from linli.registers.places import queries as places
from linli.respond.cases import actions as case_actions
from linli.respond.cases import queries as cases
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport, Taken
from tests.cast import District, make_person

PATH = "/open311/v2/requests.json"
PART = Asker.for_part("tests")
QUERIES = 6
"""Marks of the registers; reports; which cases they have; the cases, their parties and handlers."""

pytestmark = pytest.mark.usefixtures("district")


def told(item: str = "garbage", text: str = "The bins are full.") -> Taken:
    new = NewReport(item=item, text=text, channel="portal", lat=31.82, lon=117.22)
    return take_report(new, VISITOR)


def ids(client: Client, query: str = "") -> list[str]:
    answer = client.get(PATH + query)
    assert answer.status_code == 200, answer.content
    return [row["service_request_id"] for row in answer.json()]


def test_reports_are_listed_newest_first(client: Client, clock: Any) -> None:
    first = told()
    clock.forward(minutes=1)
    second = told("noise")

    assert ids(client) == [str(second.report_id), str(first.report_id)]


def test_pages_go_on_where_the_last_one_ended(client: Client, clock: Any) -> None:
    taken = []
    for _ in range(5):
        taken.append(str(told().report_id))
        clock.forward(minutes=1)

    pages = [ids(client, f"?page_size=2&page={page}") for page in (1, 2, 3, 4)]

    assert [one for page in pages for one in page] == taken[::-1]
    assert [len(page) for page in pages] == [2, 2, 1, 0]


def test_whoever_turns_pages_reaches_what_is_older_than_the_window(
    client: Client, clock: Any
) -> None:
    taken = []
    for _ in range(5):
        taken.append(str(told().report_id))
        clock.forward(days=60)
    turned = [ids(client, f"?page_size=2&page={page}") for page in (1, 2, 3)]
    between = f"start_date={old_day(clock)}&end_date={clock.now():%Y-%m-%dT%H:%M:%SZ}"

    assert ids(client) == taken[:3:-1]
    assert [one for page in turned for one in page] == taken[::-1]
    assert ids(client, f"?{between}&page=1") == taken[::-1]
    assert ids(client, f"?{between}") == taken[:3:-1]


def test_no_report_falls_between_two_pages_while_others_come_in(client: Client, clock: Any) -> None:
    known = []
    for _ in range(4):
        known.append(str(told().report_id))
        clock.forward(minutes=1)
    until = f"end_date={clock.now():%Y-%m-%dT%H:%M:%SZ}&page_size=2"
    first = ids(client, f"?{until}&page=1")
    clock.forward(minutes=1)
    told()

    assert first + ids(client, f"?{until}&page=2") == known[::-1]


def test_an_id_is_its_own_token(client: Client) -> None:
    taken = told()

    known = client.get(f"/open311/v2/tokens/{taken.report_id}.json")
    unknown = client.get("/open311/v2/tokens/12345.json", headers={"Accept-Language": "en"})

    one = str(taken.report_id)
    assert known.json() == [{"service_request_id": one, "token": one}]
    assert unknown.status_code == 404
    assert "12345" in unknown.json()[0]["description"]


def test_discovery_says_where_and_what_has_changed(
    client: Client, clock: Any, district: District, gu: Asker
) -> None:
    before = client.get("/open311/v2/discovery.json").json()
    clock.forward(days=900)
    draft = catalogue.draft_retirement("noise", 1, "Nobody needs it.", gu)
    catalogue.approve(draft, make_person("leader", district))
    after = client.get("/open311/v2/discovery.json").json()

    [endpoint] = before["endpoints"]
    assert endpoint == {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": "http://testserver/open311/v2",
        "changeset": before["changeset"],
        "type": "production",
        "formats": ["application/json", "text/xml"],
    }
    assert before["contact"]
    assert before["key_service"]
    assert after["changeset"] > before["changeset"]


def test_reports_are_found_by_service_and_time(client: Client, clock: Any) -> None:
    old = told()
    clock.forward(days=100)
    told("noise")
    new = told()

    assert ids(client, "?service_code=garbage") == [str(new.report_id)]
    day = old_day(clock)
    assert ids(client, f"?start_date={day}&service_code=garbage") == [str(old.report_id)]


def old_day(clock: Any) -> str:
    moment: datetime = clock.now()
    return moment.replace(year=2026, month=9, day=1).date().isoformat()


def test_reports_are_found_by_several_ids(client: Client) -> None:
    one, other = told(), told()
    told()

    found = ids(client, f"?service_request_id={one.report_id},{other.report_id},638344")

    assert sorted(found) == sorted([str(one.report_id), str(other.report_id)])


def test_unknown_request_is_told_in_words(client: Client) -> None:
    for wrong in ("0199b4c5-0000-7000-8000-000000000000", "638344", "a%00b"):
        answer = client.get(f"/open311/v2/requests/{wrong}.json")

        assert answer.status_code == 404
        assert answer.json()[0]["code"] == 404


def test_what_is_not_public_is_not_told(client: Client) -> None:
    new = NewReport(item="device_silent", text="Dead.", channel="call", lat=31.82, lon=117.22)
    hidden = take_report(new, PART)

    assert ids(client) == []
    assert client.get(f"/open311/v2/requests/{hidden.report_id}.json").status_code == 404


def test_numbers_of_persons_are_not_told(client: Client) -> None:
    taken = told(text="Call me: 13800001234")

    [row] = client.get(f"/open311/v2/requests/{taken.report_id}.json").json()

    assert "13800001234" not in row["description"]


def test_case_of_a_report_is_told_with_extensions(
    client: Client, deliver: Callable[[], None]
) -> None:
    taken = told("waterlogging")
    deliver()
    case = cases.case_of_signal(taken.signal_id, PART)

    [row] = client.get(PATH + "?extensions=true").json()

    assert case is not None
    assert row["extended_attributes"] == {
        "place": {"code": "e1", "name": "翠竹苑", "level": "estate"},
        "case": {"id": str(case.id), "state": case.state, "signals": 1},
        "photos": [],
    }
    assert "extended_attributes" not in client.get(PATH).json()[0]


def test_status_is_that_of_the_case(client: Client, deliver: Callable[[], None]) -> None:
    voided, waiting = told(), told("noise")
    void(voided, deliver)

    assert ids(client, "?status=closed") == [str(voided.report_id)]
    assert ids(client, "?status=open") == [str(waiting.report_id)]
    assert len(ids(client, "?status=open,closed")) == 2
    assert ids(client, "?status=closed&page=2&page_size=1") == []
    assert ids(client, "?status=closed&service_code=noise") == []


def test_a_report_that_has_no_case_yet_is_open(client: Client) -> None:
    waiting = told()

    assert ids(client, "?status=open") == [str(waiting.report_id)]
    assert ids(client, "?status=closed") == []


def test_a_list_costs_the_same_queries_however_long(
    client: Client, deliver: Callable[[], None]
) -> None:
    told("waterlogging")
    void(told("noise"), deliver)
    deliver()
    few = [queries_of(client, status) for status in ("open", "closed", "open,closed")]
    for _ in range(10):
        told("waterlogging")
        void(told("noise"), deliver)
        told()
    deliver()

    many = [queries_of(client, status) for status in ("open", "closed", "open,closed")]
    assert len(ids(client, "?status=closed")) == 11
    assert many == few == [QUERIES] * 3


def queries_of(client: Client, status: str) -> int:
    client.get(PATH)  # the registers are in memory from here on
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{PATH}?extensions=true&status={status}")
    return len(captured)


def void(taken: Taken, deliver: Callable[[], None]) -> None:
    deliver()
    case = cases.case_of_signal(taken.signal_id, PART)
    assert case is not None
    case_actions.move(case.id, "voided", PART, case.version, "Nothing there.")


@pytest.mark.parametrize("query", ["page=-1", "status=x", "start_date=x", "service_code=%00"])
def test_bad_questions_are_answered_in_words(client: Client, query: str) -> None:
    answer = client.get(f"{PATH}?{query}")

    assert answer.status_code == 400
    assert answer.json()[0]["code"] == 400


def test_services_are_the_public_items(client: Client) -> None:
    english = client.get("/open311/v2/services.json", headers={"Accept-Language": "en"}).json()
    chinese = client.get("/open311/v2/services.json").json()

    codes = {service["service_code"] for service in english}
    assert {"waterlogging", "garbage"} <= codes
    assert "device_silent" not in codes
    assert [one["service_name"] for one in english] != [one["service_name"] for one in chinese]


def test_service_is_defined_by_its_code(client: Client) -> None:
    known = client.get("/open311/v2/services/garbage.json")
    unknown = client.get("/open311/v2/services/nothing.json")

    assert known.json() == {"service_code": "garbage", "attributes": []}
    assert (unknown.status_code, unknown.json()[0]["code"]) == (404, 404)


@pytest.mark.parametrize("path", ["requests.rss", "services.yaml", "tokens/1.txt", "x"])
def test_what_is_not_spoken_is_said_so(client: Client, path: str) -> None:
    answer = client.get(f"/open311/v2/{path}", headers={"Accept-Language": "en"})

    assert answer.status_code == 404
    assert path in answer.json()[0]["description"]


def test_wrong_method_is_told_in_words(client: Client) -> None:
    answer = client.put(PATH)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, POST"
    assert answer.json()[0]["code"] == 405


def test_everybody_learns_the_estate_and_not_where_in_it(client: Client) -> None:
    estate = places.by_code("e1")
    assert estate is not None
    told("waterlogging")
    take_report(NewReport(item="noise", text="Loud.", channel="portal", place_code="b3"), VISITOR)

    rows = client.get(PATH + "?extensions=true").json()

    assert {(row["lat"], row["long"]) for row in rows} == {(estate.lat, estate.lon)}
    assert {row["extended_attributes"]["place"]["code"] for row in rows} == {"e1"}
    assert {row["address"] for row in rows} == {None}


def test_a_point_outside_all_estates_is_told_to_nobody(client: Client) -> None:
    new = NewReport(item="noise", text="Loud.", channel="portal", lat=0.0, lon=0.0)
    taken = take_report(new, VISITOR)

    [row] = client.get(f"/open311/v2/requests/{taken.report_id}.json?extensions=true").json()

    assert (row["lat"], row["long"]) == (None, None)
    assert row["extended_attributes"]["place"] is None
