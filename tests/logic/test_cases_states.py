"""The table of a case's states holds what the house promises, whatever is asked for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.ground.rights.asker import Refused
from linli.ground.rights.table import RIGHTS
from linli.respond.cases.logic import acts
from linli.respond.cases.logic.faults import IllegalMove
from linli.respond.cases.logic.states import (
    CALL_BACK,
    DISPATCH,
    FINAL,
    FINISH,
    GIVE_UP,
    GUARDS,
    JOINABLE,
    LABELS,
    MERGE,
    MOVE,
    OPEN,
    SUSPEND,
    TELL,
    TRANSITIONS,
    VERIFY,
    Rights,
    Situation,
    State,
    by_hand,
    first_state,
    step,
    step_or_stay,
    steps_open,
)

ALL_RIGHTS = [MOVE, DISPATCH, GIVE_UP, FINISH, SUSPEND, VERIFY, CALL_BACK, TELL, MERGE]

wishes = st.tuples(st.sampled_from(State), st.sampled_from(ALL_RIGHTS))
situations = st.builds(
    Situation,
    is_placed=st.booleans(),
    has_reports=st.booleans(),
    open_tasks=st.integers(0, 3),
    has_handled=st.booleans(),
    is_disputable=st.booleans(),
    is_led=st.booleans(),
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
    steps = [(one.source, one.to, one.who) for one in TRANSITIONS]

    assert len(steps) == len(set(steps))


def test_every_state_that_can_be_reached_leads_on_to_an_end() -> None:
    reached = reached_from(State.RECEIVED)

    assert reached == set(State)
    for state in reached:
        assert reached_from(state) & FINAL


def test_only_a_closed_case_can_be_taken_up_again() -> None:
    leaving = [(one.source, one.to, one.needs_reason) for one in TRANSITIONS if one.source in FINAL]

    assert [one for one in leaving if one[0] is not State.MERGED] == [
        (State.CLOSED, State.REOPEN_REQUESTED, False),
        (State.CLOSED, State.FILED, True),
    ]


def test_what_a_reporter_asks_to_have_done_again_is_for_a_leader_and_only_in_time() -> None:
    deciding = [one for one in TRANSITIONS if one.source is State.REOPEN_REQUESTED]

    assert {one.to for one in deciding} == {State.FILED, State.CLOSED, State.VOIDED}
    assert all(one.guards == ("led",) for one in deciding)
    with pytest.raises(Refused, match="leader"):
        step(State.REOPEN_REQUESTED, State.FILED, MOVE, BEST)
    with pytest.raises(IllegalMove, match="is over"):
        step(State.CLOSED, State.REOPEN_REQUESTED, TELL, replace(BEST, has_reports=True))


def test_what_was_merged_goes_back_to_where_it_was_merged_from() -> None:
    merging = {one.source for one in TRANSITIONS if one.to is State.MERGED}
    separating = {one.to for one in TRANSITIONS if one.source is State.MERGED}

    assert merging == separating == JOINABLE - {State.SUSPENDED}
    assert {one.who for one in TRANSITIONS if State.MERGED in (one.source, one.to)} == {MERGE}


def test_only_tasks_move_into_or_out_of_handling_or_to_resolved_unless_it_is_voided() -> None:
    by_tasks = [
        one
        for one in TRANSITIONS
        if State.HANDLING in (one.source, one.to) or State.RESOLVED in (one.source, one.to)
    ]

    assert len(by_tasks) == 22
    assert {(one.source, one.to) for one in by_tasks if one.is_by_hand} == {
        (State.HANDLING, State.VOIDED),
        (State.RESOLVED, State.VOIDED),
    }
    others = [one for one in TRANSITIONS if one not in by_tasks]
    assert {(one.source, one.to) for one in others if not one.is_by_hand} == {
        (State.SUSPENDED, State.SUSPENDED),
        (State.SUSPENDED, State.FILED),
        (State.RECEIVED, State.FEEDBACK),
        (State.RECEIVED, State.MERGED),
        (State.VERIFYING, State.MERGED),
        (State.INFO_REQUESTED, State.MERGED),
        (State.FILED, State.MERGED),
        (State.MERGED, State.RECEIVED),
        (State.MERGED, State.VERIFYING),
        (State.MERGED, State.INFO_REQUESTED),
        (State.MERGED, State.FILED),
        (State.INFO_REQUESTED, State.RECEIVED),
        (State.INFO_REQUESTED, State.VERIFYING),
        (State.FEEDBACK, State.CLOSED),
        (State.FEEDBACK, State.FILED),
        (State.FEEDBACK, State.REOPEN_REQUESTED),
        (State.CLOSED, State.REOPEN_REQUESTED),
    }


def test_the_desk_can_void_whatever_is_open_and_must_say_why() -> None:
    voiding = [one for one in TRANSITIONS if one.to is State.VOIDED]

    assert {one.source for one in voiding} == OPEN
    assert all(one.is_by_hand and one.needs_reason for one in voiding)
    assert {one.source for one in voiding if one.guards} == {State.REOPEN_REQUESTED}


def test_every_check_is_by_somebody_who_did_not_do_the_work() -> None:
    onward = [one for one in TRANSITIONS if one.source is State.RESOLVED and not one.is_by_hand]
    checks = [one for one in onward if one.who == VERIFY]
    by_sample = [(one.to, one.who) for one in onward if one.who != VERIFY]
    assert by_sample == [(State.FEEDBACK, FINISH), (State.CLOSED, FINISH)]

    assert {one.to for one in checks} == {State.HANDLING, State.FEEDBACK, State.CLOSED}
    assert all("impartial" in one.guards for one in checks)


def test_nobody_who_did_the_work_asks_whether_it_helped() -> None:
    asking = [one for one in TRANSITIONS if one.who == CALL_BACK]

    assert {one.to for one in asking} == {State.CLOSED, State.FILED}
    assert all("not_handler" in one.guards for one in asking)
    with pytest.raises(Refused, match="somebody else must ask"):
        step(State.FEEDBACK, State.CLOSED, CALL_BACK, replace(BEST, has_handled=True))


def test_every_right_and_every_guard_in_the_table_exists() -> None:
    known = {(right.act, right.kind) for right in RIGHTS}

    assert {right for one in TRANSITIONS for right in one.who} <= known
    assert {guard for one in TRANSITIONS for guard in one.guards} == set(GUARDS)


def test_refusing_a_report_and_taking_work_back_need_a_reason() -> None:
    for one in TRANSITIONS:
        if one.to in (State.REJECTED, State.VOIDED, State.INFO_REQUESTED) and one.who != MERGE:
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
    (found,) = [one for one in listed if one.who == by] or (None,)
    lacking = (
        [GUARDS[name] for name in found.guards if not GUARDS[name].holds(now)] if found else []
    )
    if found and not lacking:
        assert step(source, to, by, now) == found
        assert found in steps_open(source, by, now)
        return
    assert found not in steps_open(source, by, now)
    if lacking and lacking[0].about_person:
        with pytest.raises(Refused):
            step(source, to, by, now)
        return

    with pytest.raises(IllegalMove) as refused:
        step(source, to, by, now)

    assert set(by_hand(source)) <= set(refused.value.allowed)
    assert bool(refused.value.guard) == bool(listed)


@given(situations, st.lists(wishes, max_size=30))
def test_no_way_of_asking_leaves_an_end_but_to_be_filed_again(
    now: Situation, wishes: list[tuple[State, Rights]]
) -> None:
    at = State.RECEIVED
    for wish, by in wishes:
        try:
            new = step(at, wish, by, now).to
        except (IllegalMove, Refused):
            continue
        assert at not in FINAL or (at, new) == (State.CLOSED, State.FILED) or by == MERGE
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
        (State.RECEIVED, State.FILED, {"is_placed": False}, "First, say where it is."),
        (State.HANDLING, State.RESOLVED, {"open_tasks": 1}, "work orders are still open"),
        (State.RESOLVED, State.CLOSED, {"has_reports": True}, "ask its reporters"),
        (State.RESOLVED, State.FEEDBACK, {}, "Nobody reported it"),
    ],
)
def test_a_guard_says_what_is_missing(
    source: State, to: State, lacking: dict[str, int], words: str
) -> None:
    by, *_ = (one.who for one in TRANSITIONS if (one.source, one.to) == (source, to))

    with pytest.raises(IllegalMove, match=words):
        step(source, to, by, replace(BEST, **lacking))


def test_whoever_worked_on_it_is_refused_before_anything_else_is_said() -> None:
    now = replace(BEST, has_handled=True, has_reports=True)

    for to in (State.CLOSED, State.FEEDBACK, State.HANDLING):
        with pytest.raises(Refused, match="somebody else must check it"):
            step(State.RESOLVED, to, VERIFY, now)
    assert steps_open(State.RESOLVED, VERIFY, now) == ()


@pytest.mark.parametrize(
    ("by", "to", "left", "where"),
    [
        (GIVE_UP, State.FILED, 1, State.HANDLING),
        (GIVE_UP, State.FILED, 0, State.FILED),
        (FINISH, State.RESOLVED, 2, State.HANDLING),
        (FINISH, State.RESOLVED, 0, State.RESOLVED),
    ],
)
def test_a_case_stays_while_others_are_at_work(
    by: Rights, to: State, left: int, where: State
) -> None:
    assert step_or_stay(State.HANDLING, to, by, Situation(open_tasks=left)).to is where


def test_work_does_not_end_a_case_that_is_over() -> None:
    with pytest.raises(IllegalMove, match="nothing can be asked for"):
        step_or_stay(State.VOIDED, State.RESOLVED, FINISH, Situation(open_tasks=0))


@pytest.mark.parametrize(("has_reports", "to"), [(True, State.FEEDBACK), (False, State.CLOSED)])
def test_work_that_passed_goes_where_the_table_says(has_reports: bool, to: State) -> None:
    open_now = steps_open(State.RESOLVED, VERIFY, Situation(has_reports=has_reports))

    assert [one.to for one in open_now] == [to, State.HANDLING]


@pytest.mark.parametrize(
    ("filing", "now", "begins"),
    [
        ("automatic", Situation(is_placed=True), State.FILED),
        ("automatic", Situation(is_placed=False), State.RECEIVED),
        ("automatic", Situation(is_placed=True, has_reports=True), State.RECEIVED),
        ("desk", Situation(is_placed=True), State.RECEIVED),
    ],
)
def test_only_what_a_sensor_noticed_at_a_known_place_begins_as_filed(
    filing: str, now: Situation, begins: State
) -> None:
    assert first_state(filing, now) is begins


def test_a_step_that_comes_about_otherwise_says_how() -> None:
    with pytest.raises(IllegalMove, match="follows from its work orders"):
        step(State.FILED, State.HANDLING, MOVE, BEST)
    with pytest.raises(IllegalMove, match="follows from what its reporters tell"):
        step(State.INFO_REQUESTED, State.RECEIVED, MOVE, BEST)
    with pytest.raises(IllegalMove, match="taken on the case itself"):
        step(State.FEEDBACK, State.CLOSED, VERIFY, BEST)
