"""The table of a case's states holds what the house promises, whatever is asked for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.ground.rights.table import RIGHTS
from linli.respond.cases.logic import acts
from linli.respond.cases.logic.faults import IllegalMove
from linli.respond.cases.logic.states import (
    DISPATCH,
    FINAL,
    FINISH,
    GIVE_UP,
    GUARDS,
    JOINABLE,
    LABELS,
    MOVE,
    OPEN,
    TRANSITIONS,
    VERIFY,
    Rights,
    Situation,
    State,
    by_hand,
    step,
)

ALL_RIGHTS = [MOVE, DISPATCH, GIVE_UP, FINISH, VERIFY]
NO_WAY_YET = {State.SUSPENDED, State.REOPEN_REQUESTED, State.MERGED}

wishes = st.tuples(st.sampled_from(State), st.sampled_from(ALL_RIGHTS))
situations = st.builds(
    Situation,
    is_placed=st.booleans(),
    has_reports=st.booleans(),
    open_tasks=st.integers(0, 3),
    has_handled=st.booleans(),
)
BEST = Situation(is_placed=True)


def reached_from(start: State) -> set[State]:
    found, todo = {start}, [start]
    while todo:
        here = todo.pop()
        new = {one.to for one in TRANSITIONS if one.source is here} - found
        found |= new
        todo += new
    return found


def test_the_states_are_those_of_the_house() -> None:
    assert [state.value for state in State] == [
        "received",
        "verifying",
        "info_requested",
        "filed",
        "handling",
        "suspended",
        "resolved",
        "feedback",
        "closed",
        "reopen_requested",
        "rejected",
        "voided",
        "merged",
    ]


def test_each_step_stands_in_the_table_once() -> None:
    steps = [(one.source, one.to) for one in TRANSITIONS]

    assert len(steps) == len(set(steps))


def test_every_state_that_can_be_reached_leads_on_to_an_end() -> None:
    reached = reached_from(State.RECEIVED)

    assert reached == set(State) - NO_WAY_YET
    for state in reached:
        assert reached_from(state) & FINAL


def test_states_without_a_way_in_have_no_way_out() -> None:
    assert not {one.source for one in TRANSITIONS} & NO_WAY_YET
    assert not {one.to for one in TRANSITIONS} & NO_WAY_YET


def test_only_a_closed_case_can_be_taken_up_again() -> None:
    leaving = [(one.source, one.to, one.needs_reason) for one in TRANSITIONS if one.source in FINAL]

    assert leaving == [(State.CLOSED, State.FILED, True)]


def test_only_tasks_move_into_or_out_of_handling_or_to_resolved() -> None:
    by_tasks = [
        one
        for one in TRANSITIONS
        if State.HANDLING in (one.source, one.to) or State.RESOLVED in (one.source, one.to)
    ]

    assert len(by_tasks) == 6
    assert not any(one.is_by_hand for one in by_tasks)
    assert all(one.is_by_hand for one in TRANSITIONS if one not in by_tasks)


def test_every_check_is_by_somebody_who_did_not_do_the_work() -> None:
    checks = [one for one in TRANSITIONS if one.source is State.RESOLVED]

    assert {one.to for one in checks} == {State.HANDLING, State.FEEDBACK, State.CLOSED}
    assert all("impartial" in one.guards for one in checks)


def test_every_right_and_every_guard_in_the_table_exists() -> None:
    known = {(right.act, right.kind) for right in RIGHTS}

    assert {right for one in TRANSITIONS for right in one.who} <= known
    assert {guard for one in TRANSITIONS for guard in one.guards} == set(GUARDS)


def test_refusing_a_report_and_taking_work_back_need_a_reason() -> None:
    for one in TRANSITIONS:
        if one.to in (State.REJECTED, State.VOIDED, State.INFO_REQUESTED):
            assert one.needs_reason


def test_every_state_and_every_act_has_a_label() -> None:
    assert LABELS.keys() == set(State)
    assert acts.LABELS.keys() == set(acts.Act)


def test_signals_join_only_what_is_not_said_to_be_done() -> None:
    done = {State.RESOLVED, State.FEEDBACK, State.REOPEN_REQUESTED}

    assert OPEN - done == JOINABLE


@given(st.sampled_from(State), st.sampled_from(State), st.sampled_from(ALL_RIGHTS), situations)
def test_a_step_is_in_the_table_and_its_guards_hold_or_it_is_refused(
    source: State, to: State, by: Rights, now: Situation
) -> None:
    listed = [one for one in TRANSITIONS if (one.source, one.to) == (source, to)]
    holds = all(GUARDS[name].holds(now) for one in listed for name in one.guards)
    if listed and holds and listed[0].who == by:
        assert step(source, to, by, now) == listed[0]
        return

    with pytest.raises(IllegalMove) as refused:
        step(source, to, by, now)

    assert refused.value.allowed == by_hand(source)
    assert bool(refused.value.guard) == bool(listed)


@given(situations, st.lists(wishes, max_size=30))
def test_no_way_of_asking_leaves_an_end_but_to_be_filed_again(
    now: Situation, wishes: list[tuple[State, Rights]]
) -> None:
    at = State.RECEIVED
    for wish, by in wishes:
        try:
            new = step(at, wish, by, now).to
        except IllegalMove:
            continue
        assert at not in FINAL or (at, new) == (State.CLOSED, State.FILED)
        at = new


@given(st.text(max_size=50))
def test_an_unknown_state_is_refused_in_words(wish: str) -> None:
    if wish in set(State):
        return

    with pytest.raises(IllegalMove) as refused:
        step(State.RECEIVED, wish, MOVE, BEST)

    assert refused.value.allowed == ("verifying", "info_requested", "filed", "rejected", "voided")


@pytest.mark.parametrize(
    ("source", "to", "lacking", "words"),
    [
        (State.RECEIVED, State.FILED, {"is_placed": False}, "say first where it is"),
        (State.HANDLING, State.RESOLVED, {"open_tasks": 1}, "tasks are still open"),
        (State.RESOLVED, State.CLOSED, {"has_handled": True}, "may not check it"),
        (State.RESOLVED, State.CLOSED, {"has_reports": True}, "reporters must be asked"),
        (State.RESOLVED, State.FEEDBACK, {}, "nobody reported it"),
    ],
)
def test_a_guard_says_what_is_missing(
    source: State, to: State, lacking: dict[str, int], words: str
) -> None:
    (by,) = (one.who for one in TRANSITIONS if (one.source, one.to) == (source, to))

    with pytest.raises(IllegalMove, match=words):
        step(source, to, by, replace(BEST, **lacking))


def test_a_step_that_comes_about_otherwise_says_how() -> None:
    with pytest.raises(IllegalMove, match="follows from its work orders"):
        step(State.FILED, State.HANDLING, MOVE, BEST)
    with pytest.raises(IllegalMove, match="asked for on the case itself"):
        step(State.FEEDBACK, State.CLOSED, VERIFY, BEST)
