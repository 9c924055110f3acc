"""The clocks of a case are events, and whatever stands on its row can be had from them again."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions import dispatch_by_duty, finish, sign, verify
from linli.registers.calendars import actions as calendars
from linli.registers.calendars.actions import DayRule
from linli.respond.cases.actions import move, resume_unsupplemented
from linli.respond.cases.logic.clocks import CLOCKS
from linli.respond.cases.logic.runs import Clock, Run
from linli.respond.cases.models import ClockEvent, RunningClock
from linli.respond.cases.queries import CaseRow, clocks
from tests.capabilities.cases.happenings import PART, acts, again, case_from, noticed, told
from tests.capabilities.tasks.works import task_of

pytestmark = pytest.mark.usefixtures("district")


def runs(case_id: UUID) -> dict[tuple[UUID | None, str], Run]:
    return clocks.runs(case_id, PART)


def happened(case_id: UUID) -> list[tuple[str, str]]:
    found = ClockEvent.objects.filter(case=case_id).order_by("id")
    return list(found.values_list("clock", "kind"))


def step(case: CaseRow, to: str, lin: Asker, reason: str = "") -> CaseRow:
    move(case.id, to, lin, again(case.id).version, reason)
    return again(case.id)


def require_projections(case_id: UUID) -> None:
    """What the rows say is what the events come to."""
    found = runs(case_id)
    rows = {(one.task_id, one.clock): one for one in RunningClock.objects.filter(case=case_id)}
    assert set(rows) == {key for key, one in found.items() if not one.is_stopped}
    for key, row in rows.items():
        assert (row.due_at, row.is_paused) == (found[key].due_at, found[key].is_paused)
    case = again(case_id)
    of_state = CLOCKS.get(case.state)
    if of_state and of_state != Clock.FEEDBACK:
        run = found[None, of_state]
        assert (case.due_at, case.warn_at) == (run.due_at, run.warn_at)
    if case.state == "feedback":
        run = found[None, Clock.FEEDBACK]
        assert (case.feedback_until, case.warn_at) == (run.due_at, run.warn_at)
    if case.state == "handling":
        task = task_of(case_id)
        run = found[task.id, Clock.HANDLE]
        assert (case.due_at, task.due_at) == (run.due_at, run.due_at)


def test_a_life_from_report_to_call_back(lin: Asker, wu: Asker, he: Asker, clock: Any) -> None:
    case = case_from(told("waterlogging"))
    require_projections(case.id)
    for to in ("verifying", "filed"):
        clock.forward(minutes=4)
        step(case, to, lin)
        require_projections(case.id)
    dispatch_by_duty(case.id, PART)
    task = task_of(case.id)
    require_projections(case.id)
    clock.forward(minutes=10)
    sign(task.id, wu, task.version)
    clock.forward(minutes=50)
    finish(task.id, "Pumped: 9 cm.", [], wu, task_of(case.id).version)
    require_projections(case.id)
    clock.forward(minutes=15)
    verify(case.id, False, "Still wet.", he, again(case.id).version)
    require_projections(case.id)
    assert task_of(case.id).due_at == clock.now() + timedelta(minutes=60)
    finish(task.id, "Dry: 0 cm.", [], wu, task_of(case.id).version)
    verify(case.id, True, "", he, again(case.id).version)
    require_projections(case.id)

    assert happened(case.id) == [
        *(("respond", "start"), ("accept", "start"), ("respond", "stop")),
        *(("accept", "stop"), ("dispatch", "start"), ("sign_in", "start"), ("handle", "start")),
        *(("dispatch", "stop"), ("sign_in", "stop"), ("handle", "pause"), ("verify", "start")),
        *(("handle", "resume"), ("verify", "stop"), ("handle", "pause"), ("verify", "start")),
        *(("handle", "stop"), ("verify", "stop"), ("feedback", "start")),
    ]
    found = runs(case.id)
    ran = {key[1]: found[key].elapsed(clock.now()) for key in found}
    minutes = {name: time // timedelta(minutes=1) for name, time in ran.items()}
    assert minutes["respond"] <= 4  # of them as many as the office was open
    assert (minutes["accept"], minutes["sign_in"], minutes["handle"]) == (8, 10, 60)


def test_a_case_that_waits_for_details_has_no_less_time_for_it(lin: Asker, clock: Any) -> None:
    case = case_from(told("waterlogging"))
    clock.forward(minutes=5)
    case = step(case, "info_requested", lin, "Which gate?")
    require_projections(case.id)
    assert case.due_at is None

    clock.forward(hours=3)
    case = step(case, "verifying", lin)

    require_projections(case.id)
    assert case.due_at == clock.now() + timedelta(minutes=10)


def test_a_case_that_hears_nothing_more_goes_on_by_itself(lin: Asker, clock: Any) -> None:
    case = step(case_from(told("waterlogging")), "info_requested", lin, "Which gate?")
    assert case.resumes_at
    assert clock.now() + timedelta(days=5) < case.resumes_at
    clock.forward(days=4)
    assert resume_unsupplemented(PART) == 0

    clock.forward(days=10)
    assert resume_unsupplemented(PART) == 1
    assert resume_unsupplemented(PART) == 0

    case = again(case.id)
    assert (case.state, case.resumes_at, acts(case.id)[-1]) == ("received", None, "unsupplemented")
    assert case.due_at == clock.now() + timedelta(minutes=15)
    require_projections(case.id)


def test_what_is_over_has_no_clock(lin: Asker) -> None:
    case = case_from(noticed())
    dispatch_by_duty(case.id, PART)
    step(case, "voided", lin, "It was a puddle.")

    assert not RunningClock.objects.filter(case=case.id).exists()
    assert all(one.is_stopped for one in runs(case.id).values())


def test_a_changed_calendar_moves_no_deadline_that_was_given(lin: Asker, clock: Any) -> None:
    """Nor does it change what has elapsed; what starts now goes by what the calendar says now."""
    calendars.load_defaults(PART)
    old = step(case_from(told("garbage")), "filed", lin)
    was = {key: (one.due_at, one.warn_at) for key, one in runs(old.id).items()}
    free = [DayRule(day=date(2026, 1, 1) + timedelta(days=n), is_working=False) for n in range(365)]
    calendars.set_days("office", free, PART)

    assert {key: (one.due_at, one.warn_at) for key, one in runs(old.id).items()} == was
    new = step(case_from(told("garbage", lat=31.83)), "filed", lin)
    assert (old.due_at, new.due_at) == (runs(old.id)[None, "dispatch"].due_at, new.due_at)
    assert new.due_at
    assert old.due_at
    assert new.due_at > old.due_at
