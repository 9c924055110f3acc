"""A list is read in parts, each by an index of its own; together they are what is in reach."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.ground import clock as ground_clock
from linli.ground.rights.asker import Asker
from linli.organise.tasks.queries import TaskFilter, tasks
from linli.respond.cases import queries
from linli.respond.cases.actions import concern, move, open_or_join
from linli.respond.cases.models import Case
from linli.respond.cases.queries import CaseFilter
from tests.capabilities.cases.happenings import PART, again, told

pytestmark = pytest.mark.usefixtures("district")

QUEUE = CaseFilter(list="duty", open_only=True, order="queue", limit=2)


def here(**more: Any) -> UUID:
    return open_or_join(told(**more), PART)


def nowhere() -> UUID:
    return here(lat=None, lon=None)


@pytest.mark.parametrize("order", ["queue", "newest"])
def test_pages_of_what_has_a_place_and_what_has_none_make_one_list(
    order: str, lin: Asker, zhao: Asker, clock: Any
) -> None:
    ids = []
    for number in range(7):
        clock.forward(minutes=1)
        ids.append(nowhere() if number % 3 == 1 else here())
    Case.objects.filter(pk=ids[4]).update(severity="emergency")
    Case.objects.filter(pk=ids[1]).update(due_at=ground_clock.now() + timedelta(hours=1))

    listed, cursor = [], ""
    while True:
        page = queries.cases(replace(QUEUE, order=order, cursor=cursor), lin)
        listed += [row.id for row in page.items]
        if page.next is None:
            break
        cursor = page.next

    first = [ids[4], ids[1], ids[0], ids[2], ids[3], ids[5], ids[6]]
    assert listed == (first if order == "queue" else ids[::-1])
    theirs = {row.id for row in queries.cases(replace(QUEUE, limit=9), zhao).items}
    assert theirs == {ids[1], ids[4]}


@pytest.mark.parametrize(
    ("place", "found"),
    [("d1", 2), ("s1", 2), ("m1", 1), ("g1", 1), ("e1", 1), ("b3", 1), ("s2", 0), ("d2", 0)],
)
def test_a_place_narrows_the_reach_from_above_and_from_below(
    place: str, found: int, lin: Asker
) -> None:
    """Lin's desk is that of the street s1."""
    here(lat=31.815, lon=117.245)
    here()
    here(lon=117.36)
    nowhere()

    page = queries.cases(replace(QUEUE, place=place, limit=9), lin)

    assert len(page.items) == found
    assert queries.counted({"": replace(QUEUE, place=place)}, lin, 9) == {"": found}


def test_what_concerns_a_unit_is_in_its_lists_while_it_is_open_and_again(
    lin: Asker, wu: Asker, district: Any
) -> None:
    case_id = here()
    concern(case_id, district.property)
    Case.objects.filter(pk=case_id).update(state="feedback")
    seen = [_open_and_all(wu)]
    for to in ("closed", "filed"):
        move(case_id, to, lin, again(case_id).version, "So it is.")
        concern(case_id, district.property)
        seen.append(_open_and_all(wu))

    assert seen == [(1, 1), (0, 1), (1, 1)]


def _open_and_all(asker: Asker) -> tuple[int, int]:
    return len(queries.cases(QUEUE, asker).items), len(queries.cases(CaseFilter(), asker).items)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what is there")
@pytest.mark.parametrize(
    "wanted",
    [
        QUEUE,
        replace(QUEUE, states=("filed",)),
        replace(QUEUE, states=("received", "verifying", "info_requested")),
        replace(QUEUE, due_soon=True),
        replace(QUEUE, unplaced=True),
        replace(QUEUE, item="garbage", severity="low"),
        replace(QUEUE, place="m1"),
        CaseFilter(),
        CaseFilter(states=("closed",)),
    ],
)
def test_no_page_sorts_what_is_in_reach(wanted: CaseFilter, lin: Asker) -> None:
    here()

    assert _sorted_by(lambda: queries.cases(wanted, lin)) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what is there")
def test_an_item_is_looked_for_among_what_is_open(lin: Asker) -> None:
    """Its own index leads to all its cases, and of a million half may be of one item."""
    wanted = replace(QUEUE, item="garbage", unplaced=True)
    plans = _plans(lambda: queries.counted({"": wanted}, lin, 9))

    assert plans
    assert [plan for plan, _ in plans if "cases_to_join" in plan] == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what is there")
@pytest.mark.parametrize(
    "wanted",
    [TaskFilter(open_only=True), TaskFilter(states=("dispatched",)), TaskFilter(order="newest")],
)
def test_no_page_of_work_orders_sorts_either(wanted: TaskFilter, lin: Asker, wu: Asker) -> None:
    assert _sorted_by(lambda: tasks(wanted, lin)) == _sorted_by(lambda: tasks(wanted, wu)) == []


def _sorted_by(read: Any) -> list[str]:
    """The statements of `read` for which SQLite would sort, or read a whole table."""
    return [
        f"{plan}: {statement}"
        for plan, statement in _plans(read)
        if "TEMP B-TREE" in plan or "SCAN" in plan
    ]


def _plans(read: Any) -> list[tuple[str, str]]:
    """How SQLite would answer each list that `read` asks for."""
    with CaptureQueriesContext(connection) as asked:
        read()
    plans = []
    for query in asked.captured_queries:
        if " LIMIT " not in query["sql"]:
            continue
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
            plan = " | ".join(str(row[3]) for row in cursor.fetchall())
        plans.append((plan, query["sql"]))
    return plans
