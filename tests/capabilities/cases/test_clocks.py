"""Whatever waits for the desk has the clock of its step, and is in order by it."""

from datetime import timedelta
from typing import Any

import pytest

from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions import dispatch_by_duty
from linli.respond.cases import queries
from linli.respond.cases.actions import move
from linli.respond.cases.queries import CaseFilter
from tests.capabilities.cases.happenings import PART, again, case_from, noticed, told

pytestmark = pytest.mark.usefixtures("district")

ACCEPT, DISPATCH = timedelta(minutes=15), timedelta(minutes=15)
"""Of water on the road; its work has two hours."""


def test_each_step_of_the_desk_has_its_clock(lin: Asker, clock: Any) -> None:
    came = clock.now()
    case = case_from(told("waterlogging"))
    assert (case.due_at, case.warn_at) == (came + ACCEPT, came + 0.75 * ACCEPT)
    assert case.work_due_at is None

    clock.forward(minutes=5)
    case = moved(case.id, "verifying", lin)
    assert case.due_at == came + ACCEPT

    case = moved(case.id, "info_requested", lin, "Which gate?")
    assert (case.due_at, case.warn_at) == (None, None)

    clock.forward(hours=1)
    case = moved(case.id, "filed", lin)
    assert case.due_at == clock.now() + DISPATCH

    case = moved(case.id, "voided", lin, "It was a puddle.")
    assert (case.due_at, case.warn_at) == (None, None)


def test_what_nobody_accepted_stands_before_work_that_has_more_time(lin: Asker, clock: Any) -> None:
    at_work = case_from(noticed()).id
    dispatch_by_duty(at_work, PART)
    assert again(at_work).work_due_at == again(at_work).due_at is not None
    new = case_from(told("waterlogging", lat=31.85)).id

    assert [row.id for row in listed()] == [new, at_work]
    assert listed(due_soon=True) == []
    clock.forward(minutes=12)
    assert [row.id for row in listed(due_soon=True)] == [new]


def listed(**more: Any) -> list[queries.CaseRow]:
    return queries.cases(CaseFilter(order="queue", open_only=True, **more), PART).items


def moved(case_id: Any, to: str, lin: Asker, reason: str = "") -> queries.CaseRow:
    move(case_id, to, lin, again(case_id).version, reason)
    return again(case_id)
