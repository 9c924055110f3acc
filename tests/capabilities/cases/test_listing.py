"""Lists of cases: filtered, in order, page by page, within reach, with few queries."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from linli.ground import clock as ground_clock
from linli.ground.paging import BadPage
from linli.ground.rights.asker import Asker, Refused
from linli.respond.cases import queries
from linli.respond.cases.actions import open_or_join
from linli.respond.cases.logic.faults import BadFilter
from linli.respond.cases.models import Case, CaseParty
from linli.respond.cases.queries import CaseFilter
from tests.capabilities.cases.happenings import (
    LAT,
    LON,
    PART,
    again,
    noticed,
    told,
)

pytestmark = pytest.mark.usefixtures("district")


def made(count: int, **more: Any) -> list[UUID]:
    return [open_or_join(told(**more), PART) for _ in range(count)]


def listed(asker: Asker = PART, **wanted: Any) -> list[UUID]:
    return [row.id for row in queries.cases(CaseFilter(**wanted), asker).items]


def changed(case_id: UUID, **columns: Any) -> UUID:
    Case.objects.filter(pk=case_id).update(**columns)
    return case_id


def test_the_newest_come_first_and_each_once_over_all_pages(clock: Any) -> None:
    ids = made(7)
    pages, cursor = [], ""
    while True:
        page = queries.cases(CaseFilter(limit=3, cursor=cursor), PART)
        pages.append([row.id for row in page.items])
        if page.next is None:
            break
        cursor = page.next

    assert [len(page) for page in pages] == [3, 3, 1]
    assert sum(pages, []) == ids[::-1]  # noqa: RUF017 - three short lists


def test_the_queue_begins_with_emergencies_then_what_is_due_first(clock: Any) -> None:
    now = ground_clock.now()
    old, due_late, due_soon, grave, urgent = made(5)
    changed(due_late, due_at=now + timedelta(hours=2))
    changed(due_soon, due_at=now + timedelta(hours=1))
    changed(grave, severity="emergency")
    changed(urgent, severity="urgent")

    order = [grave, due_soon, due_late, old, urgent]
    assert listed(order="queue") == order

    first = queries.cases(CaseFilter(order="queue", limit=2), PART)
    second = queries.cases(CaseFilter(order="queue", limit=9, cursor=first.next or ""), PART)
    assert [row.id for row in (*first.items, *second.items)] == order
    assert second.next is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"states": ("received",)}, "garbage"),
        ({"states": ("filed", "handling"), "place": "b3"}, "flood"),
        ({"item": "waterlogging"}, "flood"),
        ({"severity": "urgent"}, "flood"),
        ({"list": "maintenance"}, "silent"),
        ({"device": "d7"}, "flood"),
        ({"place": "m2"}, "silent"),
        ({"q": "翠竹路"}, "garbage"),
        ({"q": "积水"}, "flood"),
        ({"q": "Garbage"}, "garbage"),
        ({"place": "b3", "item": "garbage"}, "garbage"),
        ({"place": "e1", "item": "garbage"}, "garbage"),
        ({"place": "d1", "item": "garbage"}, "garbage"),
        ({"open_only": True, "item": "garbage"}, "garbage"),
        ({"item": "no_such_item"}, None),
        ({"device": "no-such-device"}, None),
        ({"overdue": True}, None),
        ({"unplaced": True}, None),
    ],
)
def test_lists_are_filtered(wanted: dict[str, Any], found: str | None) -> None:
    cases = {
        "garbage": open_or_join(told(address="翠竹路 3 号"), PART),
        "flood": open_or_join(noticed(device_id="d7"), PART),
        "silent": open_or_join(noticed("device_silent", lat=31.815, lon=117.245), PART),
    }

    assert listed(**wanted) == ([cases[found]] if found else [])


def test_a_case_is_found_by_its_number_however_it_is_typed() -> None:
    one, _ = made(2)
    number = again(one).number

    assert listed(q=f" {number[:4].lower()}-{number[4:]} ") == [one]


def test_since_until_and_overdue_go_by_the_clock(clock: Any) -> None:
    now = ground_clock.now()
    (early,) = made(1)
    clock.forward(hours=2)
    (late,) = made(1)
    changed(early, due_at=now + timedelta(hours=1))
    changed(late, due_at=now + timedelta(hours=3))

    assert again(early).is_overdue(ground_clock.now()) is True
    assert listed(since=now + timedelta(hours=1)) == [late]
    assert listed(until=now + timedelta(hours=1)) == [early]
    assert listed(overdue=True) == [early]
    changed(early, state="closed", is_open=False)
    assert again(early).is_overdue(ground_clock.now()) is False
    assert listed(overdue=True) == []


def test_cases_without_a_place_are_found_by_the_desks_that_must_place_them(
    lin: Asker, zhao: Asker, he: Asker
) -> None:
    lost = open_or_join(told(lat=None, lon=None), PART)
    made(1)

    assert listed(lin, unplaced=True) == listed(zhao, unplaced=True) == [lost]
    assert listed(he, unplaced=True) == []


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"states": ("dragons",)}, "state"),
        ({"severity": "dire"}, "severity"),
        ({"list": "mine"}, "list"),
        ({"order": "random"}, "order"),
        ({"place": "atlantis"}, "place"),
        ({"q": "a\x00"}, "q"),
        ({"item": "\x00"}, "item"),
        ({"device": "\x00"}, "device"),
        ({"place": "\x00"}, "place"),
    ],
)
def test_what_is_not_known_is_refused_by_name(wanted: dict[str, Any], field: str) -> None:
    with pytest.raises(BadFilter) as bad:
        listed(**wanted)

    assert bad.value.field == field


@pytest.mark.parametrize(
    ("wanted", "field"),
    [({"limit": 0}, "limit"), ({"limit": 201}, "limit"), ({"cursor": "nonsense"}, "cursor")],
)
def test_a_page_that_cannot_begin_is_refused(wanted: dict[str, Any], field: str) -> None:
    with pytest.raises(BadPage) as bad:
        listed(**wanted)

    assert bad.value.field == field


def test_a_cursor_of_another_order_is_refused() -> None:
    made(2)
    cursor = queries.cases(CaseFilter(limit=1), PART).next

    with pytest.raises(BadPage, match="begin without it"):
        listed(order="queue", cursor=cursor)


def test_each_sees_what_lies_in_reach(lin: Asker, zhao: Asker, chen: Asker, he: Asker) -> None:
    ours, second_grid = made(1)[0], made(1, lon=117.205)[0]
    theirs = made(1, lon=117.36)[0]

    assert listed(lin) == listed(he) == [second_grid, ours]
    assert listed(chen) == [ours]
    assert listed(zhao) == [theirs]


def test_a_case_of_two_of_our_parties_is_listed_once(wu: Asker, district: Any) -> None:
    case_id, _ = made(2)
    both = replace(wu, grants=(*wu.grants, replace(wu.grants[0], party_id=district.water)))
    for party_id in (district.property, district.water):
        CaseParty.objects.create(case_id=case_id, party_id=party_id)

    assert listed(wu) == listed(both) == [case_id]


def test_who_may_see_no_cases_is_refused(gu: Asker, wang: Asker) -> None:
    for asker in (gu, wang):
        with pytest.raises(Refused):
            listed(asker)
        with pytest.raises(Refused):
            queries.counted({"all": CaseFilter()}, asker, 9)


@pytest.mark.parametrize("count", [1, 12])
def test_a_page_takes_four_queries_however_long_it_is(
    count: int, lin: Asker, district: Any, django_assert_num_queries: Any
) -> None:
    for case_id in made(count):
        CaseParty.objects.create(case_id=case_id, party_id=district.property)

    with django_assert_num_queries(4):  # of the place, of nowhere, and twice of people
        page = queries.cases(CaseFilter(order="queue"), lin)

    assert [row.parties for row in page.items] == [(district.property,)] * count


def test_lists_are_counted_in_one_statement_up_to_a_bound(
    lin: Asker, zhao: Asker, django_assert_num_queries: Any
) -> None:
    made(3)
    open_or_join(noticed(), PART)
    open_or_join(noticed("device_silent"), PART)
    open_or_join(told(lat=None, lon=None), PART)
    changed(made(1)[0], state="closed", is_open=False)
    lists = {
        "open": CaseFilter(open_only=True),
        "maintenance": CaseFilter(list="maintenance"),
        "received": CaseFilter(states=("received",)),
        "closed": CaseFilter(states=("closed",)),
        "unplaced": CaseFilter(unplaced=True),
        "overdue": CaseFilter(overdue=True),
        "garbage in the estate": CaseFilter(item="garbage", place="e1"),
    }

    with django_assert_num_queries(1):
        counted = queries.counted(lists, lin, 5)

    assert counted == {
        "open": 5,
        "maintenance": 1,
        "received": 4,
        "closed": 1,
        "unplaced": 1,
        "overdue": 0,
        "garbage in the estate": 4,
    }
    assert queries.counted(lists, zhao, 5) == {**dict.fromkeys(lists, 0)} | {
        "open": 1,
        "received": 1,
        "unplaced": 1,
    }


def test_a_row_of_two_parts_of_the_reach_counts_and_is_listed_once(
    lin: Asker, wu: Asker, district: Any
) -> None:
    both = replace(lin, grants=(*lin.grants, *wu.grants))
    ids = made(2)
    for case_id in ids:
        CaseParty.objects.create(case_id=case_id, party_id=district.property)

    assert listed(both) == ids[::-1]
    assert queries.counted({"all": CaseFilter()}, both, 9) == {"all": 2}


def test_open_cases_are_counted_by_severity(lin: Asker, zhao: Asker) -> None:
    made(2)
    open_or_join(noticed("smoke_fire"), PART)

    assert queries.open_by_severity(lin) == {"emergency": 1, "urgent": 0, "normal": 0, "low": 2}
    assert set(queries.open_by_severity(zhao).values()) == {0}


def test_the_cases_of_many_signals_are_read_together(
    django_assert_num_queries: Any, lin: Asker, zhao: Asker
) -> None:
    signals = [told() for _ in range(5)]
    ids = [open_or_join(signal_id, PART) for signal_id in signals]
    unknown = UUID(int=1)

    with django_assert_num_queries(4):
        found = queries.of_signals([*signals, unknown], lin)

    assert {signal_id: row.id for signal_id, row in found.items()} == dict(
        zip(signals, ids, strict=True)
    )
    assert queries.case_of_signal(unknown, PART) is None
    assert queries.of_signals(signals, zhao) == {}


def test_the_spot_of_a_case_is_that_of_its_first_signal() -> None:
    row = again(made(1)[0])

    assert (row.lat, row.lon) == (LAT, LON)
