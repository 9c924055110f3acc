"""Work is signed for, and comes back done, returned or cancelled."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from linli.ground import clock as ground_clock
from linli.ground.rights.asker import Asker, Refused
from linli.organise.tasks import queries
from linli.organise.tasks.actions import (
    cancel,
    cancel_all,
    dispatch,
    finish,
    return_,
    sign,
)
from linli.organise.tasks.queries import Move, TaskRow
from linli.registers.parties.models import Party
from linli.respond.alerts import queries as alerts
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.models import Case
from tests.capabilities.cases.happenings import (
    PART,
    acts,
    again,
    audited,
    facts,
)
from tests.capabilities.tasks.works import everything, task_now

pytestmark = pytest.mark.usefixtures("district")


def test_wu_signs_for_the_work(task: TaskRow, wu: Asker, clock: Any) -> None:
    clock.forward(minutes=3)

    sign(task.id, wu, task.version)

    row = task_now(task)
    assert (row.state, row.signed_by, row.signed_at) == (
        *("in_progress", wu.user_id),
        ground_clock.now(),
    )
    assert again(task.case_id).handlers == {wu.user_id}
    assert acts(task.case_id)[-1] == "signed"
    assert facts()[-1] == "task_moved"
    assert audited() == [("Wu", "sign", "task")]


def test_signing_twice_signs_once(signed: TaskRow, wu: Asker) -> None:
    before = everything()

    with pytest.raises(StaleVersion):
        sign(signed.id, wu, signed.version - 1)
    with pytest.raises(IllegalMove):
        sign(signed.id, wu, signed.version)

    assert everything() == before


def test_work_that_nobody_signed_for_cannot_be_done(task: TaskRow, wu: Asker) -> None:
    before = everything()

    with pytest.raises(IllegalMove) as illegal:
        finish(task.id, "Done.", [], wu, task.version)

    assert illegal.value.allowed == ("in_progress", "returned", "cancelled")
    assert everything() == before


def test_the_case_waits_for_the_last_of_its_parties(
    signed: TaskRow, wu: Asker, lin: Asker, district: Any
) -> None:
    other_id = dispatch(signed.case_id, district.water, lin, again(signed.case_id).version)
    at_water = replace(wu, user_id=None, grants=(replace(wu.grants[0], party_id=district.water),))

    finish(signed.id, "Our part is done.", [], wu, signed.version)
    assert again(signed.case_id).state == "handling"

    sign(other_id, at_water, 1)
    finish(other_id, "Ours too.", [], at_water, 2)
    assert again(signed.case_id).state == "resolved"


def test_wu_returns_what_is_not_his(task: TaskRow, wu: Asker, deliver: Any) -> None:
    deliver()

    return_(task.id, "The road is the city's.", wu, task.version)
    deliver()

    row, case = task_now(task), again(task.case_id)
    assert (row.state, row.is_open, row.reason) == ("returned", False, "The road is the city's.")
    assert (case.state, case.returned_count) == ("filed", 1)
    assert case.parties == ()
    assert cases.timeline(case.id, PART)[-1].is_public is False
    assert len(queries.of_case(case.id, PART)) == 1, "it must not come back by itself"


def test_a_late_fact_does_not_give_back_what_was_returned(
    task: TaskRow, wu: Asker, deliver: Any
) -> None:
    """The case came back before its workers heard that it was opened."""
    return_(task.id, "Not ours.", wu, task.version)

    deliver()

    assert again(task.case_id).state == "filed"
    assert len(queries.of_case(task.case_id, PART)) == 1


def test_what_one_party_returns_stays_with_the_other(
    task: TaskRow, wu: Asker, lin: Asker, district: Any
) -> None:
    dispatch(task.case_id, district.water, lin, again(task.case_id).version)

    return_(task.id, "Not ours.", wu, task.version)

    case = again(task.case_id)
    assert (case.state, case.parties, case.returned_count) == ("handling", (district.water,), 1)


@pytest.mark.parametrize("act", [return_, cancel])
def test_work_that_went_back_is_not_overdue_for_ever(
    clock: Any, task: TaskRow, wu: Asker, lin: Asker, act: Any
) -> None:
    act(task.id, "Not ours.", wu if act is return_ else lin, task.version)

    late = clock.forward(days=9)
    assert (task.is_overdue(late), task_now(task).is_overdue(late)) == (True, False)


def test_work_that_was_done_late_is_done(clock: Any, signed: TaskRow, wu: Asker) -> None:
    late = clock.forward(days=9)
    assert signed.is_overdue(late) is True

    finish(signed.id, "Dry at last.", [], wu, signed.version)

    assert task_now(signed).is_overdue(late) is False


@pytest.mark.parametrize("act", [return_, cancel])
@pytest.mark.parametrize("reason", ["", "\x00", "x" * 1001])
def test_work_goes_back_only_with_a_reason(
    task: TaskRow, wu: Asker, lin: Asker, act: Any, reason: str
) -> None:
    before = everything()

    with pytest.raises(BadText) as bad:
        act(task.id, reason, wu if act is return_ else lin, task.version)

    assert bad.value.field == "reason"
    assert everything() == before


def test_work_that_was_begun_cannot_be_returned(signed: TaskRow, wu: Asker) -> None:
    with pytest.raises(IllegalMove) as illegal:
        return_(signed.id, "Too hard.", wu, signed.version)

    assert set(illegal.value.allowed) == {"done", "cancelled", "scheduled", "referred"}


def test_lin_takes_work_back_and_may_then_void_the_case(
    signed: TaskRow, lin: Asker, deliver: Any
) -> None:
    cancel(signed.id, "It was a test.", lin, signed.version)
    deliver()

    case = again(signed.case_id)
    assert (task_now(signed).state, case.state, case.returned_count) == ("cancelled", "filed", 0)
    move(case.id, "voided", lin, case.version, "It was a test.")
    assert again(case.id).is_open is False


def test_a_case_that_is_voided_takes_its_work_along_and_says_why(
    signed: TaskRow, lin: Asker, wu: Asker, district: Any, deliver: Any
) -> None:
    other_id = dispatch(signed.case_id, district.water, lin, again(signed.case_id).version)
    deliver()

    move(signed.case_id, "voided", lin, again(signed.case_id).version, "It was a drill.")
    deliver()

    case = again(signed.case_id)
    assert (case.state, case.is_open, case.due_at, case.parties) == ("voided", False, None, ())
    for task in (task_now(signed), queries.task(other_id, PART)):
        assert task is not None
        assert (task.state, task.is_open, task.reason) == ("cancelled", False, "It was a drill.")
    assert acts(case.id).count("cancelled") == 2
    assert [alert.state for alert in alerts.alerts(PART, case.id).items] == ["over"]


def test_work_is_not_reported_as_done_on_a_case_that_was_just_voided(
    signed: TaskRow, lin: Asker, wu: Asker
) -> None:
    """The desk was faster, and the workers have not taken the work back yet."""
    move(signed.case_id, "voided", lin, again(signed.case_id).version, "It was a drill.")
    before = everything()

    with pytest.raises(IllegalMove, match="cannot go from voided"):
        finish(signed.id, "Done.", [], wu, signed.version)

    assert everything() == before


@pytest.mark.parametrize("state", ["resolved", "feedback"])
def test_the_desk_voids_what_was_said_to_be_done(
    signed: TaskRow, wu: Asker, lin: Asker, zhao: Asker, state: str
) -> None:
    finish(signed.id, "Done.", [], wu, signed.version)
    Case.objects.filter(pk=signed.case_id).update(state=state)
    version = again(signed.case_id).version
    with pytest.raises(NotFound):
        move(signed.case_id, "voided", zhao, version, "Mine.")
    with pytest.raises(Refused):
        move(signed.case_id, "voided", wu, version, "Mine.")

    move(signed.case_id, "voided", lin, version, "The same twice.")

    assert (again(signed.case_id).state, task_now(signed).state) == ("voided", "done")


def test_what_is_still_open_of_a_case_that_is_over_is_taken_back(task: TaskRow) -> None:
    cancel_all(task.case_id, PART)
    assert task_now(task).state == "dispatched"

    Case.objects.filter(pk=task.case_id).update(state="voided", is_open=False)
    cancel_all(task.case_id, PART)
    cancel_all(task.case_id, PART)

    assert task_now(task).state == "cancelled"
    assert again(task.case_id).state == "voided"


def test_zhao_finds_no_work_here_and_nothing_changes(
    task: TaskRow, zhao: Asker, district: Any
) -> None:
    before = everything()

    with pytest.raises(NotFound):
        dispatch(task.case_id, district.water, zhao, again(task.case_id).version)
    with pytest.raises(NotFound):
        cancel(task.id, "Mine.", zhao, task.version)

    assert queries.task(task.id, zhao) is None
    assert queries.of_case(task.case_id, zhao) == []
    assert everything() == before


def test_who_sees_the_work_but_has_another_job_is_refused(
    task: TaskRow, lin: Asker, chen: Asker, he: Asker, wu: Asker
) -> None:
    before = everything()

    for asker in (lin, chen, he):
        assert queries.task(task.id, asker) is not None
        with pytest.raises(Refused):
            sign(task.id, asker, task.version)
        with pytest.raises(Refused):
            return_(task.id, "Not ours.", asker, task.version)
        with pytest.raises(Refused):
            finish(task.id, "Done.", [], asker, task.version)
    for asker in (chen, he, wu):
        with pytest.raises(Refused):
            cancel(task.id, "No.", asker, task.version)
        with pytest.raises(Refused):
            dispatch(task.case_id, task.party_id, asker, 1)

    assert everything() == before


def test_another_firm_finds_no_work_here(task: TaskRow, wu: Asker) -> None:
    firm = Party.objects.create(code="rival", name="另一家", kind="property_firm")
    rival = replace(wu, grants=(replace(wu.grants[0], party_id=firm.pk),))

    assert queries.task(task.id, rival) is None
    with pytest.raises(NotFound):
        sign(task.id, rival, task.version)


def test_work_that_is_not_there_is_not_found(wu: Asker) -> None:
    with pytest.raises(NotFound, match="no task"):
        sign(uuid4(), wu, 1)


def test_what_may_be_done_is_told_from_the_same_table(
    task: TaskRow, lin: Asker, wu: Asker, zhao: Asker
) -> None:
    assert queries.moves(task, wu) == [
        Move("in_progress", "sign", needs_reason=False, needs_result=False),
        Move("returned", "return", needs_reason=True, needs_result=False),
    ]
    assert [one.act for one in queries.moves(task, lin)] == ["cancel"]
    assert queries.moves(task, zhao) == []
