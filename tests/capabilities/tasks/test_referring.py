"""Work that an outside body does: asked after, answered by hand, and never stuck there."""

from datetime import timedelta
from typing import Any

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.organise.tasks.actions import (
    cancel,
    finish,
    follow_up,
    look_after_referrals,
    refer,
)
from linli.organise.tasks.logic.referrals import FollowUp, Handed
from linli.organise.tasks.queries import TaskRow, arranged
from linli.organise.tasks.queries.arranged import Arranged
from linli.respond.cases.actions import climb
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.queries import clocks
from tests.capabilities.cases.happenings import PART, acts, again, facts
from tests.capabilities.tasks.works import everything, task_now
from tests.conftest import StillClock


def handed(clock: StillClock, **more: Any) -> Handed:
    by = clock.now() + timedelta(days=3)
    usual = {"body": "Power company", "way": "phone", "follower": "Wu", "answer_by": by}
    return Handed(**{**usual, **more})


@pytest.fixture
def outside(clock: StillClock, signed: TaskRow, wu: Asker) -> TaskRow:
    refer(signed.id, handed(clock, reference="P-17"), wu, signed.version)
    return task_now(signed)


def hear(row: TaskRow, heard: str, asker: Asker, **more: Any) -> TaskRow:
    follow_up(row.id, FollowUp(heard=heard, text="They say so.", **more), asker, row.version)
    return task_now(row)


def test_each_time_that_somebody_asks_is_kept_and_its_clock_runs_on(
    outside: TaskRow, wu: Asker, lin: Asker, clock: StillClock
) -> None:
    due = outside.due_at
    clock.forward(hours=30)
    row = hear(outside, "asked_again", lin)
    row = hear(row, "working", wu, answer_by=clock.now() + timedelta(days=9), reference="P-18")

    (referral,) = arranged.referrals(row.id, wu)
    assert (referral.asked, referral.reference, referral.answer_by, referral.ended_at) == (
        *(1, "P-18", clock.now() + timedelta(days=9)),
        None,
    )
    assert (row.state, row.is_open, row.due_at, row.ask_again_at) == (
        *("referred", True, due),
        referral.ask_again_at,
    )
    assert row.ask_again_at
    assert row.ask_again_at > clock.now()
    assert acts(row.case_id)[-3:] == ["referred", "asked_outside", "outside_working"]
    assert clocks.runs(row.case_id, PART)[row.id, "handle"].is_running
    assert arranged.arranged([row.case_id]) == {row.case_id: Arranged(is_referred=True)}
    assert climb(PART) > 0


@pytest.mark.parametrize(
    ("heard", "act"),
    [("done", "outside_done"), ("refused", "outside_refused"), ("recalled", "recalled")],
)
def test_what_was_heard_brings_the_work_back(
    heard: str, act: str, outside: TaskRow, wu: Asker
) -> None:
    row = hear(outside, heard, wu)

    (referral,) = arranged.referrals(row.id, wu)
    assert (row.state, row.ask_again_at, referral.outcome) == ("in_progress", None, heard)
    assert acts(row.case_id)[-1] == act
    finish(row.id, "The lamp burns again.", [], wu, row.version)
    assert again(row.case_id).state == "resolved"


def test_without_an_answer_it_comes_back_by_itself_once(
    outside: TaskRow, wu: Asker, clock: StillClock
) -> None:
    clock.forward(days=2)
    assert look_after_referrals(PART) == 0
    assert look_after_referrals(PART) == 0
    assert facts().count("referral_due") == 1

    clock.forward(days=1)
    assert look_after_referrals(PART) == 1
    assert look_after_referrals(PART) == 0

    row = task_now(outside)
    (referral,) = arranged.referrals(row.id, wu)
    assert (row.state, row.due_at, referral.outcome) == ("in_progress", outside.due_at, "no_answer")
    assert acts(row.case_id)[-1] == "referral_over"
    refer(row.id, handed(clock), wu, row.version)


def test_a_work_order_that_ends_ends_what_was_referred(
    outside: TaskRow, wu: Asker, lin: Asker
) -> None:
    cancel(outside.id, "A mistake.", lin, outside.version)

    (referral,) = arranged.referrals(outside.id, lin)
    assert referral.outcome == "over"


def test_what_cannot_be_referred_or_heard_is_refused_without_a_trace(
    clock: StillClock, signed: TaskRow, wu: Asker, lin: Asker, zhao: Asker
) -> None:
    before = everything()
    for wrong in (
        {"body": " "},
        {"body": "x" * 81},
        {"way": "pigeon"},
        {"follower": ""},
        {"answer_by": None},
        {"answer_by": clock.now()},
        {"answer_by": clock.now() + timedelta(days=91)},
        {"reference": "x" * 65},
    ):
        with pytest.raises(BadText) as bad:
            refer(signed.id, handed(clock, **wrong), wu, signed.version)
        assert [bad.value.field] == list(wrong)
    with pytest.raises(Refused):
        refer(signed.id, handed(clock), lin, signed.version)
    with pytest.raises((NotFound, Refused)):
        refer(signed.id, handed(clock), zhao, signed.version)
    with pytest.raises(StaleVersion):
        refer(signed.id, handed(clock), wu, 9)
    with pytest.raises(IllegalMove):
        hear(signed, "asked_again", wu)
    assert everything() == before


def test_others_neither_hear_nor_see_it(
    outside: TaskRow, wu: Asker, he: Asker, zhao: Asker
) -> None:
    before = everything()
    for nobody in (he, zhao):
        with pytest.raises((NotFound, Refused)):
            hear(outside, "done", nobody)
    for text in (" ", "x" * 1001):
        with pytest.raises(BadText):
            follow_up(outside.id, FollowUp(heard="done", text=text), wu, outside.version)
    with pytest.raises(BadText):
        hear(outside, "perhaps", wu)
    assert arranged.referrals(outside.id, zhao) == []
    assert everything() == before
