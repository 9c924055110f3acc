"""Whatever happened to two cases before: merged and separated again, they are what they were."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions import dispatch, merge, sign, unmerge
from linli.organise.tasks.queries import of_case
from linli.respond.cases import queries
from linli.respond.cases.actions import move
from linli.respond.cases.actions.taking import join_by_hand
from linli.respond.cases.logic.faults import IllegalMove
from linli.respond.cases.queries import CaseRow
from linli.respond.cases.queries.clocks import running
from tests.capabilities.cases.happenings import PART, again, case_from, told
from tests.cast import District

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

STEPS = ("tell", "verify", "ask", "file", "dispatch", "dispatch_more", "sign", "reject")
lives = st.lists(st.sampled_from(STEPS), max_size=5)


def live(case: CaseRow, steps: list[str], district: District, lin: Asker, wu: Asker) -> None:
    """Does of these steps what is possible."""
    acts: dict[str, Any] = {
        "tell": lambda row: join_by_hand(row.id, told("noise"), lin),
        "verify": lambda row: move(row.id, "verifying", lin, row.version),
        "ask": lambda row: move(row.id, "info_requested", lin, row.version, "Where?"),
        "file": lambda row: move(row.id, "filed", lin, row.version),
        "dispatch": lambda row: dispatch(row.id, district.property, lin, row.version),
        "dispatch_more": lambda row: dispatch(row.id, district.water, lin, row.version),
        "sign": lambda row: [
            sign(one.id, wu, one.version)
            for one in of_case(row.id, PART)
            if one.party_id == district.property and one.state == "dispatched"
        ],
        "reject": lambda row: move(row.id, "rejected", lin, row.version, "No."),
    }
    for step in steps:
        try:
            acts[step](again(case.id))
        except (IllegalMove, RuntimeError):
            continue


def look(case: CaseRow) -> dict[str, Any]:
    row = again(case.id)
    kept = ("state", "is_open", "severity", "due_at", "warn_at", "signal_count", "last_signal_at")
    return {
        **{name: getattr(row, name) for name in (*kept, "merged_into", "parties", "handlers")},
        "signals": queries.signal_ids(row.id, PART),
        "clocks": sorted(
            (str(one.task_id), one.clock, one.is_paused, one.due_at)
            for one in running([row.id]).get(row.id, [])
        ),
        "tasks": [(one.id, one.state, one.due_at, one.reason) for one in of_case(row.id, PART)],
    }


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.tuples(lives, lives), st.booleans())
def test_separating_is_the_inverse_of_merging(
    district: District,
    lin: Asker,
    wu: Asker,
    both: tuple[list[str], list[str]],
    is_told_again: bool,
) -> None:
    one, into = case_from(told("noise")), case_from(told("noise"))
    live(one, both[0], district, lin, wu)
    live(into, both[1], district, lin, wu)
    before = look(one), look(into)
    try:
        merge(one.id, into.id, lin, again(one.id).version, again(into.id).version)
    except IllegalMove:
        assert (look(one), look(into)) == before
        return
    assert again(into.id).signal_count == len(queries.signal_ids(into.id, PART))
    late = told("noise")
    if is_told_again:
        join_by_hand(into.id, late, lin)

    unmerge(one.id, lin, again(one.id).version)

    assert look(one) == before[0]
    if is_told_again:
        assert queries.signal_ids(into.id, PART) == [*before[1]["signals"], late]
    else:
        assert look(into) == before[1]
