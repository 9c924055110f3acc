"""The table of a task's states, and when its work is due."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.ground.rights.table import RIGHTS
from linli.organise.tasks.logic import due as limits
from linli.organise.tasks.logic.states import (
    LABELS,
    OPEN,
    TRANSITIONS,
    State,
    by_hand,
    leaving,
    step,
)
from linli.registers.calendars.logic import WorkingTime
from linli.registers.catalogue.logic import Limit
from linli.respond.cases.logic.faults import IllegalMove

NO_WAY_YET = {State.SCHEDULED, State.REFERRED}
NINE_TO_FIVE = WorkingTime(weekly=(((540, 1020),),) * 5 + ((), ()), zone=ZoneInfo("Asia/Shanghai"))
FRIDAY_FOUR = datetime(2026, 9, 11, 8, 0, tzinfo=UTC)


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

    assert reached == set(State) - NO_WAY_YET
    assert all(leaving(state) for state in reached & OPEN)


def test_what_is_returned_or_cancelled_stays_so() -> None:
    assert leaving(State.RETURNED) == leaving(State.CANCELLED) == ()


def test_work_that_is_done_goes_on_only_after_a_check() -> None:
    assert [(one.to, one.act, one.kind) for one in leaving(State.DONE)] == [
        (State.IN_PROGRESS, "verify", "case")
    ]
    assert by_hand(State.DONE) == ()


def test_each_state_is_asked_for_by_one_act() -> None:
    acts: dict[State, set[str]] = {}
    for one in TRANSITIONS:
        if one.kind == "task":
            acts.setdefault(one.to, set()).add(one.act)

    assert all(len(found) == 1 for found in acts.values())


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


@pytest.mark.parametrize(
    ("limit", "warn_at", "due"),
    [
        (Limit(120, "minutes"), "2026-09-11T09:30", "2026-09-11T10:00"),
        (Limit(2, "working_hours"), "2026-09-14T01:30", "2026-09-14T02:00"),
        (Limit(1, "working_days"), "2026-09-14T06:45", "2026-09-14T09:00"),
    ],
)
def test_work_is_due_by_the_clock_of_the_item_and_the_hours_of_the_party(
    limit: Limit, warn_at: str, due: str
) -> None:
    """Somebody should look after it when three quarters of the working time are gone."""
    found = limits.due(FRIDAY_FOUR, {"handle": limit}, NINE_TO_FIVE)

    assert found == limits.Due(*(datetime.fromisoformat(f"{one}Z") for one in (due, warn_at)))


def test_an_item_without_a_clock_is_never_due() -> None:
    assert limits.due(FRIDAY_FOUR, {}, NINE_TO_FIVE) == limits.Due()
