"""Lists of work orders: filtered, in order, page by page, within reach."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from linli.ground import clock as ground_clock
from linli.ground.paging import BadPage
from linli.ground.rights.asker import Asker, Refused
from linli.organise.tasks import queries
from linli.organise.tasks.actions import dispatch_by_duty, return_, sign
from linli.organise.tasks.models import Task
from linli.organise.tasks.queries import TaskFilter
from linli.respond.cases.logic.faults import BadFilter
from tests.capabilities.cases.happenings import PART, case_from, noticed

pytestmark = pytest.mark.usefixtures("district")


def made(item: str = "smoke_fire", **more: Any) -> UUID:
    case = case_from(noticed(item, **more))
    dispatch_by_duty(case.id, PART)
    return queries.of_case(case.id, PART)[-1].id


def listed(asker: Asker = PART, **wanted: Any) -> list[UUID]:
    return [row.id for row in queries.tasks(TaskFilter(**wanted), asker).items]


def test_the_gravest_come_first_then_what_is_due_first(clock: Any) -> None:
    flood = made("waterlogging")
    first, second = made(), made()
    Task.objects.filter(pk=first).update(due_at=ground_clock.now() + timedelta(hours=9))

    assert listed() == [second, first, flood]
    assert listed(order="newest") == [second, first, flood]


def test_each_is_shown_once_over_all_pages(clock: Any) -> None:
    ids = [made() for _ in range(5)]
    shown: list[UUID] = []
    cursor: str | None = ""
    while cursor is not None:
        page = queries.tasks(TaskFilter(cursor=cursor, limit=2), PART)
        shown += [row.id for row in page.items]
        cursor = page.next

    assert shown == ids


def test_lists_are_filtered(wu: Asker, district: Any, clock: Any) -> None:
    fire = made()
    flood = made("waterlogging", lon=117.245)
    sign(fire, wu, 1)

    assert listed(states=("in_progress",)) == [fire]
    assert listed(item="waterlogging") == [flood]
    assert listed(party_id=district.water) == [flood]
    assert listed(place="m1") == listed(place="e1") == [fire]
    assert listed(open_only=True) == [fire, flood]
    assert listed(overdue=True) == []
    clock.forward(minutes=30)
    assert listed(overdue=True) == []
    clock.forward(minutes=1)
    assert listed(overdue=True) == [fire]


def test_the_list_of_what_is_overdue_agrees_with_each_row(wu: Asker, clock: Any) -> None:
    """At the moment it is due, past it, and once it went back."""
    task = queries.task(made(), PART)
    assert task is not None
    told = []
    for minutes in (30, 1):
        now = clock.forward(minutes=minutes)
        told.append((task.is_overdue(now), listed(overdue=True)))
    return_(task.id, "Not ours.", wu, task.version)
    returned = queries.task(task.id, PART)
    assert returned is not None
    told.append((returned.is_overdue(ground_clock.now()), listed(overdue=True)))

    assert told == [(False, []), (True, [task.id]), (False, [])]


def test_each_sees_what_is_in_reach(
    lin: Asker, wu: Asker, chen: Asker, zhao: Asker, district: Any
) -> None:
    ours, water = made(), made("waterlogging", lon=117.245)

    assert listed(lin) == [ours, water]
    assert listed(wu) == listed(chen) == [ours]
    assert listed(zhao) == []


def test_who_may_see_no_work_is_refused(gu: Asker, wang: Asker) -> None:
    for asker in (gu, wang):
        with pytest.raises(Refused):
            listed(asker)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"states": ("dragons",)}, "state"),
        ({"order": "random"}, "order"),
        ({"place": "atlantis"}, "place"),
        ({"item": "\x00"}, "item"),
    ],
)
def test_what_is_not_known_is_refused_by_name(wanted: dict[str, Any], field: str) -> None:
    with pytest.raises(BadFilter) as bad:
        listed(**wanted)

    assert bad.value.field == field


def test_a_page_that_cannot_begin_is_refused() -> None:
    for wanted in ({"limit": 0}, {"limit": 201}, {"cursor": "nonsense"}):
        with pytest.raises(BadPage):
            listed(**wanted)


@pytest.mark.parametrize("count", [1, 6])
def test_a_page_takes_two_queries_however_long_it_is(
    count: int, lin: Asker, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        made()

    with django_assert_num_queries(2):  # of the place, and of nowhere
        assert len(queries.tasks(TaskFilter(), lin).items) == count
