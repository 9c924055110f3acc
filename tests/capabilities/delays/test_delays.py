"""A unit asks for more time or for its work to wait, and somebody else decides."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from linli.ground import clock as ground_clock
from linli.ground.rights.asker import Asker, Refused
from linli.organise.delays import queries
from linli.organise.delays.actions import approve, ask, lapse, refuse
from linli.organise.delays.logic import DelayKind, DelayState, Wanted
from linli.organise.delays.models import Delay
from linli.organise.tasks.actions import finish, resume, resume_suspended
from linli.organise.tasks.queries import TaskRow
from linli.respond.cases.actions import move
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.queries import clocks
from tests.capabilities.cases.happenings import PART, acts, again
from tests.capabilities.tasks.conftest import filed, signed, task
from tests.capabilities.tasks.works import everything, task_now
from tests.cast import District, make_person

__all__ = ["filed", "signed", "task"]

LONGER = Wanted(kind=DelayKind.EXTENSION, reason="The pump is broken.", amount=30)


@pytest.fixture
def leader(district: District) -> Asker:
    return make_person("leader", district)


def waits(days: int = 3) -> Wanted:
    until = ground_clock.now() + timedelta(days=days)
    return Wanted(kind=DelayKind.SUSPENSION, reason="No parts before Friday.", review_at=until)


def asked(row: TaskRow, wanted: Wanted, wu: Asker) -> Any:
    return ask(row.id, wanted, wu, task_now(row).version)


def ends(row: TaskRow) -> datetime:
    found = task_now(row).due_at
    assert found
    return found


def test_the_desk_gives_a_little_more_time(signed: TaskRow, wu: Asker, lin: Asker) -> None:
    before = ends(signed)
    delay_id = asked(signed, LONGER, wu)
    assert [one.id for one in queries.waiting(lin).items] == [delay_id]

    approve(delay_id, lin)

    due = before + timedelta(minutes=30)
    case = again(signed.case_id)
    assert (ends(signed), case.due_at, case.state) == (due, due, "handling")
    assert clocks.runs(case.id, PART)[signed.id, "handle"].due_at == due
    assert acts(case.id)[-2:] == ["extension_asked", "extended"]
    assert queries.waiting(lin).items == []
    with pytest.raises(IllegalMove):
        refuse(delay_id, "No.", lin)


def test_what_is_long_a_leader_decides(
    signed: TaskRow, wu: Asker, lin: Asker, leader: Asker
) -> None:
    delay_id = asked(signed, Wanted(kind=DelayKind.EXTENSION, reason="Dig.", amount=61), wu)
    before = everything()

    with pytest.raises(Refused):
        approve(delay_id, lin)
    assert everything() == before
    approve(delay_id, leader)

    assert again(signed.case_id).state == "handling"


def test_it_is_given_more_time_twice_and_no_more(signed: TaskRow, wu: Asker, lin: Asker) -> None:
    for _ in range(2):
        approve(asked(signed, LONGER, wu), lin)

    with pytest.raises(IllegalMove, match="twice"):
        asked(signed, LONGER, wu)
    found = queries.askable(task_now(signed), wu)
    assert found
    assert found.kinds == (DelayKind.SUSPENSION,)


def test_suspended_work_has_the_time_it_had_when_it_goes_on(
    clock: Any, signed: TaskRow, wu: Asker, leader: Asker
) -> None:
    clock.forward(minutes=20)
    left = ends(signed) - clock.now()
    wanted = waits()
    approve(asked(signed, wanted, wu), leader)

    case, row = again(signed.case_id), task_now(signed)
    assert (case.state, case.due_at, case.resumes_at) == (
        *("suspended", wanted.review_at),
        wanted.review_at,
    )
    assert (row.due_at, row.is_open) == (None, True)
    clock.forward(days=2)
    assert resume_suspended(PART) == 0
    clock.forward(days=2)
    assert resume_suspended(PART) == 1
    assert resume_suspended(PART) == 0

    case = again(case.id)
    assert (case.state, case.resumes_at, case.due_at) == ("handling", None, clock.now() + left)
    assert ends(signed) == clock.now() + left
    assert acts(case.id)[-3:] == ["suspension_asked", "suspended", "resumed"]


def test_a_leader_has_it_go_on_earlier_and_wu_may_finish_meanwhile(
    signed: TaskRow, wu: Asker, lin: Asker, leader: Asker
) -> None:
    approve(asked(signed, waits(), wu), leader)
    with pytest.raises(Refused):
        resume(signed.case_id, lin)
    resume(signed.case_id, leader)
    assert again(signed.case_id).state == "handling"

    approve(asked(signed, waits(), wu), leader)
    finish(signed.id, "Done all the same.", [], wu, task_now(signed).version)
    assert again(signed.case_id).state == "resolved"


def test_a_refusal_says_why_and_changes_nothing_else(
    signed: TaskRow, wu: Asker, lin: Asker
) -> None:
    before = ends(signed)
    delay_id = asked(signed, LONGER, wu)
    with pytest.raises(BadText):
        refuse(delay_id, " ", lin)

    refuse(delay_id, "Borrow one.", lin)

    (row,) = queries.of_task(signed.id, wu)
    assert (row.state, row.decided_why, row.decided_by_name) == (
        *(DelayState.REFUSED, "Borrow one."),
        lin.name,
    )
    assert ends(signed) == before
    assert acts(signed.case_id)[-1] == "delay_refused"


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(kind=DelayKind.EXTENSION, reason=" ", amount=30),
        Wanted(kind=DelayKind.EXTENSION, reason="Rain."),
        Wanted(kind=DelayKind.EXTENSION, reason="Rain.", amount=0),
        Wanted(kind=DelayKind.EXTENSION, reason="Rain.", amount=1441),
        Wanted(kind=DelayKind.SUSPENSION, reason="Rain."),
    ],
)
def test_what_cannot_be_asked_for_is_refused_without_a_trace(
    signed: TaskRow, wu: Asker, wanted: Wanted
) -> None:
    before = everything()
    with pytest.raises(BadText):
        asked(signed, wanted, wu)
    for days in (0, -1, 181):
        with pytest.raises(BadText):
            asked(signed, waits(days), wu)
    assert (everything(), Delay.objects.count()) == (before, 0)


def test_others_neither_ask_nor_decide(
    signed: TaskRow, wu: Asker, lin: Asker, leader: Asker, zhao: Asker
) -> None:
    with pytest.raises(Refused):
        asked(signed, LONGER, lin)
    with pytest.raises((NotFound, Refused)):
        asked(signed, LONGER, zhao)
    with pytest.raises(StaleVersion):
        ask(signed.id, LONGER, wu, 99)
    delay_id = asked(signed, LONGER, wu)
    with pytest.raises(IllegalMove, match="nobody has decided"):
        asked(signed, waits(), wu)
    before = everything()
    for nobody in (wu, zhao):
        with pytest.raises((NotFound, Refused)):
            approve(delay_id, nobody)
        with pytest.raises((NotFound, Refused)):
            refuse(delay_id, "No.", nobody)
    assert queries.delay(delay_id, zhao) is None
    assert queries.of_task(signed.id, zhao) == []
    assert everything() == before


def test_whoever_asked_does_not_decide_whatever_else_they_are(
    signed: TaskRow, wu: Asker, leader: Asker
) -> None:
    both = Asker(wu.name, wu.user_id, (*wu.grants, *leader.grants))
    delay_id = asked(signed, LONGER, both)

    assert (row := queries.delay(delay_id, both))
    assert not queries.may_decide(row, both)
    with pytest.raises(Refused, match="somebody else"):
        approve(delay_id, both)
    approve(delay_id, leader)


def test_what_was_not_decided_lapses_with_its_work(signed: TaskRow, wu: Asker, lin: Asker) -> None:
    delay_id = asked(signed, waits(), wu)
    finish(signed.id, "Done.", [], wu, task_now(signed).version)
    lapse(signed.id)
    lapse(signed.id)

    row = queries.delay(delay_id, lin)
    assert row
    assert (row.state, row.is_open) == (DelayState.LAPSED, False)


def test_a_suspended_case_can_be_set_aside(
    signed: TaskRow, wu: Asker, lin: Asker, leader: Asker
) -> None:
    approve(asked(signed, waits(), wu), leader)
    move(signed.case_id, "voided", lin, again(signed.case_id).version, "It was moved away.")

    case = again(signed.case_id)
    assert (case.state, case.resumes_at, case.due_at) == ("voided", None, None)
