"""What needs somebody before it is late: three quarters of the running clock are gone."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions import dispatch, dispatch_by_duty, finish, return_, sign, verify
from linli.organise.tasks.queries import of_case
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move, open_or_join
from linli.respond.cases.models import Case
from linli.respond.cases.queries import CaseFilter
from tests.capabilities.cases.happenings import PART, again, case_from, noticed, told
from tests.capabilities.tasks.works import photo_by, task_of

FIVE_MINUTES = timedelta(minutes=5)

pytestmark = pytest.mark.usefixtures("district")


def due_soon(asker: Asker = PART) -> list[UUID]:
    return [row.id for row in cases.cases(CaseFilter(due_soon=True), asker).items]


def test_a_case_is_due_soon_when_three_quarters_of_its_time_are_gone(
    lin: Asker, zhao: Asker, clock: Any
) -> None:
    """Smoke has thirty minutes."""
    fire = case_from(noticed("smoke_fire")).id
    dispatch_by_duty(fire, PART)
    clock.forward(minutes=22)
    before = due_soon(lin)
    clock.forward(minutes=1)
    soon = due_soon(lin)
    clock.forward(hours=9)

    assert (before, soon, due_soon(lin)) == ([], [fire], [fire])
    assert due_soon(zhao) == []


def test_what_went_back_or_is_done_has_the_clock_of_its_next_step(wu: Asker, clock: Any) -> None:
    """Of smoke: five minutes to dispatch it anew, sixty to check it."""
    returned, done = (case_from(noticed("smoke_fire", lat=31.81 + n / 100)).id for n in (0, 1))
    for case_id in (returned, done):
        dispatch_by_duty(case_id, PART)
    clock.forward(hours=1)
    assert len(due_soon()) == 2

    return_(task_of(returned).id, "Not ours.", wu, 1)
    sign(task_of(done).id, wu, 1)
    finish(task_of(done).id, "It is out.", [photo_by(wu)], wu, 2)

    assert due_soon() == []
    assert again(returned).due_at == clock.now() + FIVE_MINUTES
    assert again(done).due_at == clock.now() + 12 * FIVE_MINUTES


def test_with_two_units_at_work_the_first_warning_counts(
    lin: Asker, wu: Asker, district: Any, clock: Any
) -> None:
    fire = case_from(noticed("smoke_fire")).id
    dispatch_by_duty(fire, PART)
    first = again(fire).warn_at
    clock.forward(minutes=5)
    dispatch(fire, district.water, lin)
    both = again(fire).warn_at
    task = next(one for one in of_case(fire, PART) if one.party_id == district.property)
    return_(task.id, "Not ours.", wu, 1)

    assert both == first
    assert again(fire).warn_at == first + FIVE_MINUTES


def test_a_call_back_is_due_soon_before_its_window_closes(
    wu: Asker, he: Asker, lin: Asker, clock: Any
) -> None:
    """Monday 10:00; the window is five working days of eight hours, less the hour of today."""
    case_id = case_from(noticed()).id
    open_or_join(told("waterlogging"), PART)
    dispatch_by_duty(case_id, PART)
    sign(task_of(case_id).id, wu, 1)
    finish(task_of(case_id).id, "Dry.", [], wu, 2)
    verify(case_id, True, "", he, again(case_id).version)
    asked = again(case_id)
    assert asked.warn_at is not None
    clock.at = asked.warn_at - FIVE_MINUTES
    before = due_soon()
    clock.at = asked.warn_at
    soon = due_soon()

    move(case_id, "closed", lin, asked.version)
    move(case_id, "filed", lin, asked.version + 1, "It came back.")

    assert (before, soon, due_soon()) == ([], [case_id], [])


def test_call_backs_are_listed_by_what_is_left_of_their_window(clock: Any) -> None:
    soon, late, due = (case_from(told(lon=117.2 + n / 100)).id for n in range(3))
    now = clock.now()
    for case_id, minutes in ((late, 30), (soon, 10)):
        until = now + minutes * FIVE_MINUTES
        Case.objects.filter(pk=case_id).update(state="feedback", due_at=None, feedback_until=until)
    Case.objects.filter(pk=due).update(due_at=now + 20 * FIVE_MINUTES)

    listed = cases.cases(CaseFilter(order="queue"), PART).items

    assert [row.id for row in listed] == [soon, due, late]
