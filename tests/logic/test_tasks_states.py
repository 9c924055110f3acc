"""The table of a task's states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.ground.rights.table import RIGHTS
from linli.organise.tasks.logic.states import (
    LABELS,
    OPEN,
    TRANSITIONS,
    State,
    by_hand,
    leaving,
    step,
)
from linli.respond.cases.logic.faults import IllegalMove


def test_the_states_are_those_of_the_house() -> None:
    assert [state.value for state in State] == [
        "dispatched",
        "returned",
        "in_progress",
        "scheduled",
        "referred",
        "done",
        "cancelled",
    ]
    assert LABELS.keys() == set(State)


def test_every_open_state_that_can_be_reached_has_a_way_out() -> None:
    reached = {State.DISPATCHED} | {one.to for one in TRANSITIONS}

    assert reached == set(State)
    assert all(leaving(state) for state in reached & OPEN)


def test_what_is_returned_or_cancelled_stays_so_unless_it_was_cancelled_by_a_mistake() -> None:
    assert leaving(State.RETURNED) == ()
    assert [(one.to, one.act, one.kind) for one in leaving(State.CANCELLED)] == [
        (State.DISPATCHED, "merge", "case")
    ]


def test_work_that_is_done_goes_on_only_after_a_check() -> None:
    assert [(one.to, one.act, one.kind) for one in leaving(State.DONE)] == [
        (State.IN_PROGRESS, "verify", "case")
    ]
    assert by_hand(State.DONE) == ()


def test_from_each_state_an_act_leads_to_one_place() -> None:
    asked = [(one.source, one.act) for one in TRANSITIONS if one.kind == "task"]

    assert len(set(asked)) == len(asked)


def test_what_is_planned_is_begun_and_not_signed_for_again() -> None:
    assert step(State.SCHEDULED, State.IN_PROGRESS, "begin").to is State.IN_PROGRESS
    with pytest.raises(IllegalMove):
        step(State.SCHEDULED, State.IN_PROGRESS, "sign")


def test_every_right_in_the_table_exists() -> None:
    known = {(right.act, right.kind) for right in RIGHTS}

    assert {(one.act, one.kind) for one in TRANSITIONS} <= known


@given(st.sampled_from(State), st.sampled_from(State))
def test_a_step_is_in_the_table_or_refused(source: State, to: State) -> None:
    listed = [one for one in TRANSITIONS if (one.source, one.to) == (source, to)]

    if listed:
        assert step(source, to) == listed[0]
        return

    with pytest.raises(IllegalMove) as refused:
        step(source, to)

    assert refused.value.allowed == tuple(one.to for one in by_hand(source))
