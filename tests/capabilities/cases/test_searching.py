"""Searches find cases within reach, filter, order and page."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from linli.ground import clock as ground_clock
from linli.ground.paging import BadPage
from linli.ground.rights.asker import VISITOR, Asker, Refused
from linli.respond.cases import queries
from linli.respond.cases.actions import move, note, open_or_join
from linli.respond.cases.actions.documents import write_missing_documents
from linli.respond.cases.models import CaseParty
from linli.respond.cases.queries import CaseFilter, searching
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from tests.capabilities.cases.happenings import LAT, LON, PART, again, case_from, noticed
from tests.capabilities.cases.searches import ELSEWHERE, LOST, changed, found, made, page, pages
from tests.cast import SETUP

pytestmark = pytest.mark.usefixtures("district")


@pytest.mark.parametrize("how", ["{}", " {} ", "{:.6}", "-{:.4}-"])
def test_a_case_is_found_by_its_number_however_it_is_typed(how: str) -> None:
    one, other = made(), made()
    changed(one, number="0Q1MDEF8", has_document=False)
    changed(other, number="7Z9XW2KM", has_document=False)
    write_missing_documents()

    assert found(how.format("oqlm-def8")) == [one]
    assert found(how.format("7Z9xw2km")) == [other]


def test_each_finds_what_lies_in_reach_and_zhao_nothing_of_ours(
    lin: Asker, zhao: Asker, chen: Asker, he: Asker, gu: Asker
) -> None:
    ours, second_grid, theirs = made(), made(lon=117.205), made(**ELSEWHERE)
    lost = made(**LOST)

    assert found("路灯", lin) == [lost, second_grid, ours]
    assert found("路灯", he) == [second_grid, ours]
    assert found("路灯", chen) == [ours]
    assert found("路灯", zhao) == [lost, theirs]
    assert found("翠竹苑", zhao) == []
    assert found(again(ours).number, zhao) == []
    for asker in (gu, VISITOR):
        with pytest.raises(Refused):
            found("路灯", asker)


def test_who_handles_finds_what_concerns_the_firm(wu: Asker, district: Any) -> None:
    _, concerned = made(), made(**ELSEWHERE)
    CaseParty.objects.create(case_id=concerned, party_id=district.property)

    assert found("路灯", wu) == found("路灯", wu, order="queue") == [concerned]


def test_who_works_for_a_firm_and_sits_at_a_desk_finds_both_once_in_order(
    wu: Asker, lin: Asker, district: Any
) -> None:
    both = replace(wu, grants=(*wu.grants, *lin.grants))
    ids = [made(), made(**ELSEWHERE), made(), made(**ELSEWHERE), made(**ELSEWHERE), made()]
    for number in (0, 1, 3):
        CaseParty.objects.create(case_id=ids[number], party_id=district.property)
    del ids[4]

    assert found("路灯", both) == ids[::-1]
    assert pages("路灯", both, limit=2) == [ids[:2:-1], ids[2:0:-1], ids[:1]]


def test_words_about_a_home_are_found_only_by_those_who_may_read_them(
    lin: Asker, chen: Asker, he: Asker, wu: Asker, district: Any
) -> None:
    case_id = case_from(told_at_home("老人摔倒了")).id
    CaseParty.objects.create(case_id=case_id, party_id=district.property)

    assert found("摔倒", lin) == found("摔倒", chen) == [case_id]
    assert found("摔倒 3栋", lin) == found("3栋", he) == found("3栋", wu) == [case_id]
    for asker in (he, wu):
        for order in ("newest", "queue"):
            assert found("摔倒", asker, order=order) == []
            assert found("摔倒 3栋", asker, order=order) == []


def told_at_home(text: str) -> UUID:
    new = NewReport(item="sos", text=text, channel="call", lat=LAT, lon=LON)
    return take_report(new, SETUP).signal_id


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"item": "garbage"}, "first second"),
        ({"item": 'garbage" OR "x'}, ""),
        ({"list": "duty"}, "first second flood"),
        ({"list": "maintenance"}, ""),
        ({"place": "b3"}, "first flood"),
        ({"place": "e1"}, "first flood"),
        ({"place": "g1"}, "first flood"),
        ({"place": "s1"}, "first second flood"),
        ({"place": "d2"}, ""),
        ({"severity": "low"}, "first second"),
        ({"device": "d7"}, "flood"),
        ({"device": "d8"}, ""),
        ({"states": ("received",)}, "second flood"),
        ({"states": ("rejected",)}, "first"),
        ({"states": ("rejected", "received")}, "first second flood"),
        ({"open_only": True}, "second flood"),
        ({"overdue": True}, "second"),
        ({"unplaced": True}, ""),
        ({"open_only": True, "place": "b3"}, "flood"),
    ],
)
@pytest.mark.parametrize("order", ["newest", "queue"])
def test_words_and_filters_hold_together(
    wanted: dict[str, Any], names: str, order: str, lin: Asker
) -> None:
    first = made("翠竹苑路口很脏")
    cases = {"first": first, "second": made("翠竹苑外面很脏", lon=117.205)}
    cases["flood"] = open_or_join(noticed("waterlogging", device_id="d7"), PART)
    note(cases["flood"], "很脏的水", lin)
    changed(cases["flood"], state="received")
    changed(cases["second"], due_at=ground_clock.now() - timedelta(hours=1))
    move(first, "rejected", lin, 1, "很脏，已清理")
    made("翠竹苑路口很干净")

    assert set(found("很脏", lin, order=order, **wanted)) == {cases[name] for name in names.split()}


def test_since_and_until_go_by_the_opening(clock: Any) -> None:
    start = ground_clock.now()
    ids = []
    for _ in range(3):
        ids.append(made())
        clock.forward(hours=1)

    assert found("路灯", since=start + timedelta(hours=1)) == ids[:0:-1]
    assert found("路灯", until=start + timedelta(hours=1)) == ids[1::-1]
    assert found("路灯", since=start, until=start) == ids[:1]


def test_the_newest_come_first_and_each_once_over_all_pages() -> None:
    ids = [made() for _ in range(7)]
    made("井盖")

    assert pages("路灯", limit=3) == [ids[:3:-1], ids[3:0:-1], ids[:1]]
    assert pages("路灯", limit=7) == [ids[::-1]]


def test_a_page_goes_on_where_looking_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many cases with the words few are low: a page may be empty, but none is left out."""
    monkeypatch.setattr(searching, "_MOST_READ", 4)
    rare, *others = [made() for _ in range(12)]
    for case_id in others:
        changed(case_id, severity="urgent")

    assert pages("路灯", severity="low", limit=1)[:3] == [[], [], [rare]]
    assert sum(pages("路灯", limit=5), []) == [*others[::-1], rare]  # noqa: RUF017 - short lists


def test_the_queue_is_sorted_whatever_is_found_first(clock: Any) -> None:
    grave, soon, late, plain = (made() for _ in range(4))
    changed(soon, due_at=ground_clock.now())
    changed(late, due_at=ground_clock.now() + timedelta(hours=1))
    changed(grave, severity="emergency")
    made("井盖")

    assert pages("路灯", order="queue", limit=3) == [[grave, soon, late], [plain]]
    assert not page("路灯", order="queue").is_cut


def test_a_queue_that_is_cut_says_so_and_keeps_what_hurts_people(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(searching, "_MOST_SORTED", 3)
    fire = open_or_join(noticed("smoke_fire"), PART)
    closed = open_or_join(noticed("smoke_fire", lon=117.205), PART)
    changed(closed, state="voided", is_open=False)
    newest = [made("翠竹苑 3栋") for _ in range(5)][2:]

    one = page("翠竹苑", order="queue", open_only=True)

    assert [row.id for row in one.items] == [fire, *newest]
    assert one.is_cut
    assert not page("翠竹苑", order="queue", item="smoke_fire").is_cut


def test_a_case_that_becomes_an_emergency_is_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_MOST_SORTED", 1)
    flood = open_or_join(noticed("waterlogging"), PART)
    open_or_join(noticed("waterlogging", severity="emergency"), PART)
    made("积水")

    assert found("积水", order="queue")[0] == flood


def test_who_has_more_cases_than_can_be_looked_through_is_told(
    wu: Asker, district: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_MOST_OWN", 2)
    ids = [made() for _ in range(3)]
    for case_id in ids[1:]:
        CaseParty.objects.create(case_id=case_id, party_id=district.property)
    assert page("路灯", wu).is_cut

    CaseParty.objects.filter(case_id=ids[2]).delete()
    one = page("路灯", wu)
    assert ([row.id for row in one.items], one.is_cut) == ([ids[1]], False)


@pytest.mark.parametrize("q", ["", " ", "\u3000"])
def test_blank_words_are_no_words(q: str) -> None:
    case_id = made()

    assert found(q) == [case_id]


@pytest.mark.parametrize("q", ["*", '"', "'; --", "🚒", "()"])
def test_signs_that_are_no_words_find_nothing(q: str) -> None:
    made()
    assert found(q) == []


def test_a_cursor_of_another_order_or_list_is_refused() -> None:
    made(), made()
    listed = queries.cases(CaseFilter(limit=1), PART).next
    searched = page("路灯", limit=1).next
    assert listed
    assert searched

    for wanted in (
        CaseFilter(q="路灯", cursor=listed),
        CaseFilter(q="路灯", cursor=searched, order="queue"),
        CaseFilter(cursor=searched),
        CaseFilter(q="路灯", cursor="nonsense"),
        CaseFilter(q="路灯", limit=201),
    ):
        with pytest.raises(BadPage):
            queries.cases(wanted, PART)


@pytest.mark.parametrize("order", ["newest", "queue"])
def test_a_search_takes_few_queries_however_many_it_finds(
    order: str, lin: Asker, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        made()

    with django_assert_max_num_queries(8):
        assert len(found("路灯", lin, order=order)) == 30
