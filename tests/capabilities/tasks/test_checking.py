"""Somebody who did not do the work checks it."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps

from linli.ground import clock as ground_clock
from linli.ground.rights.asker import Asker, Refused
from linli.organise.tasks import queries
from linli.organise.tasks.actions import dispatch, dispatch_by_duty, finish, sign, verify
from linli.organise.tasks.queries import TaskRow
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move, open_or_join
from linli.respond.cases.handlers import close_unanswered
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.models import Case
from linli.respond.cases.queries import CaseRow
from tests.capabilities.cases.happenings import (
    PART,
    acts,
    again,
    audited,
    case_from,
    everything,
    noticed,
    told,
)

pytestmark = pytest.mark.usefixtures("district")


@pytest.fixture
def done(district: Any, wu: Asker) -> CaseRow:
    """A gauge told of a flood, and Wu says that it is gone."""
    return work_is_done(case_from(noticed()).id, wu)


def work_is_done(case_id: UUID, wu: Asker) -> CaseRow:
    dispatch_by_duty(case_id, PART)
    task = task_of(case_id)
    sign(task.id, wu, task.version)
    finish(task.id, "The drain is free.", [], wu, task.version + 1)
    return again(case_id)


def task_of(case_id: UUID) -> TaskRow:
    return queries.of_case(case_id, PART)[-1]


def test_he_closes_what_no_resident_told(done: CaseRow, he: Asker) -> None:
    verify(done.id, True, "", he, done.version)

    case = again(done.id)
    assert (case.state, case.is_open) == ("closed", False)
    step = cases.timeline(case.id, PART)[-1]
    assert (step.act, step.from_state, step.to_state) == ("verified", "resolved", "closed")
    assert audited()[-1] == ("He", "verify", "case")


def test_reporters_are_asked_before_their_case_closes(
    district: Any, wu: Asker, he: Asker, lin: Asker
) -> None:
    case = case_from(noticed())
    open_or_join(told("waterlogging"), PART)
    done = work_is_done(case.id, wu)

    verify(done.id, True, "Dry.", he, done.version)

    asked = again(done.id)
    assert (asked.state, asked.is_open) == ("feedback", True)
    move(asked.id, "closed", lin, asked.version)
    assert again(done.id).state == "closed"


@pytest.fixture
def asked(clock: Any, district: Any, wu: Asker, he: Asker) -> CaseRow:
    """Monday 10:00: He has checked what Wang told of, and she is asked whether it helped."""
    case = case_from(noticed())
    open_or_join(told("waterlogging"), PART)
    done = work_is_done(case.id, wu)
    verify(done.id, True, "", he, done.version)
    return again(done.id)


THREE_WORKING_DAYS = timedelta(days=3, hours=7, minutes=30)
"""The third working day after Monday 10:00 ends on Thursday at 17:30."""


def test_a_case_that_nobody_answers_for_closes_when_the_window_is_over(
    clock: Any, asked: CaseRow, deliver: Any
) -> None:
    assert asked.feedback_until == ground_clock.now() + THREE_WORKING_DAYS
    clock.at = asked.feedback_until - timedelta(seconds=1)
    assert close_unanswered.call() == 0

    clock.at = asked.feedback_until
    assert (close_unanswered.call(), close_unanswered.call()) == (1, 0)
    deliver()

    closed = again(asked.id)
    assert (closed.state, closed.is_open, closed.closed_at) == ("closed", False, clock.at)
    step = cases.timeline(asked.id, PART)[-1]
    assert (step.act, step.actor_id, step.from_state, step.to_state) == (
        *("unanswered", None),
        *("feedback", "closed"),
    )
    assert step.detail == {"limit": {"amount": 3, "unit": "working_days"}}
    assert step.is_public


def test_what_the_desk_closed_itself_is_left_alone(clock: Any, asked: CaseRow, lin: Asker) -> None:
    move(asked.id, "closed", lin, asked.version)
    clock.at = asked.feedback_until
    before = everything()

    assert close_unanswered.call() == 0

    assert everything() == before


def test_a_case_that_waited_before_there_was_a_window_ends_within_a_week(
    clock: Any, asked: CaseRow
) -> None:
    Case.objects.update(feedback_until=None)

    import_module("linli.respond.cases.migrations.0002_feedback_until").let_feedback_end(apps, None)

    assert again(asked.id).feedback_until == ground_clock.now() + timedelta(days=7)


def test_he_sends_work_back_and_it_is_counted(done: CaseRow, he: Asker, wu: Asker) -> None:
    due = task_of(done.id).due_at
    assert due

    verify(done.id, False, "Still wet.", he, done.version)

    case, task = again(done.id), task_of(done.id)
    assert (case.state, case.rework_count, case.due_at) == ("handling", 1, task.due_at)
    assert task.due_at
    assert task.due_at > due, "the time of the check is not that of the work"
    assert (task.state, task.is_open, task.reason) == ("in_progress", True, "Still wet.")
    assert (task.done_at, task.done_by) == (None, None)
    assert acts(case.id)[-1] == "sent_back"
    finish(task.id, "Dry now.", [], wu, task.version)
    assert again(done.id).state == "resolved"


def test_sending_back_needs_a_reason(done: CaseRow, he: Asker) -> None:
    before = everything()

    for reason in ("", "a\x00b"):
        with pytest.raises(BadText):
            verify(done.id, False, reason, he, done.version)

    assert everything() == before


def test_only_the_last_work_of_each_party_goes_back(
    done: CaseRow, he: Asker, wu: Asker, lin: Asker
) -> None:
    verify(done.id, True, "", he, done.version)
    move(done.id, "filed", lin, again(done.id).version, "It is wet again.")
    second = work_is_done(done.id, wu)

    verify(second.id, False, "Still wet.", he, second.version)

    states = [task.state for task in queries.of_case(done.id, PART)]
    assert states == ["done", "in_progress"]


@pytest.mark.parametrize("passed", [True, False])
def test_whoever_worked_on_it_never_checks_it(
    done: CaseRow, wu: Asker, he: Asker, passed: bool
) -> None:
    both = replace(wu, grants=(*wu.grants, *he.grants))
    before = everything()

    assert queries.may_verify(done, he)
    assert not queries.may_verify(done, both)
    with pytest.raises(Refused, match="somebody else must check"):
        verify(done.id, passed, "Fine.", both, done.version)

    assert everything() == before


def test_who_only_signed_once_does_not_check_either(
    district: Any, wu: Asker, he: Asker, lin: Asker
) -> None:
    """Wu begins, Wu's colleague finishes: neither of them checks."""
    case = case_from(noticed())
    dispatch(case.id, district.property, lin, case.version)
    task = task_of(case.id)
    sign(task.id, wu, task.version)
    colleague = replace(wu, user_id=lin.user_id, name="Colleague")
    finish(task.id, "Done.", [], colleague, task.version + 1)
    done = again(case.id)

    assert done.handlers == {wu.user_id, lin.user_id}
    for person in (wu, colleague):
        with pytest.raises(Refused):
            verify(
                done.id, True, "", replace(person, grants=(*wu.grants, *he.grants)), done.version
            )
    assert again(done.id) == done


def test_others_do_not_check(
    done: CaseRow, lin: Asker, chen: Asker, wu: Asker, zhao: Asker
) -> None:
    before = everything()

    for asker in (lin, chen, wu):
        assert not queries.may_verify(done, asker)
        with pytest.raises(Refused):
            verify(done.id, True, "", asker, done.version)
    with pytest.raises(NotFound):
        verify(done.id, True, "", zhao, done.version)

    assert everything() == before


def test_a_stale_check_changes_nothing(done: CaseRow, he: Asker) -> None:
    verify(done.id, True, "", he, done.version)
    before = everything()

    with pytest.raises(StaleVersion):
        verify(done.id, True, "", he, done.version)

    assert everything() == before


@pytest.mark.parametrize("state", ["filed", "handling", "feedback", "closed"])
@pytest.mark.parametrize("passed", [True, False])
def test_only_what_is_said_to_be_done_is_checked(
    done: CaseRow, he: Asker, state: str, passed: bool
) -> None:
    Case.objects.filter(pk=done.id).update(state=state)

    with pytest.raises(IllegalMove):
        verify(done.id, passed, "Hm.", he, done.version)

    assert again(done.id).state == state
    assert task_of(done.id).state == "done"
