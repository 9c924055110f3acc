"""A dispatch to the wrong unit is taken back: the case is as if it had never been sent."""

from datetime import timedelta
from typing import Any

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.organise.supervision import handlers as supervision
from linli.organise.supervision.models import Escalation
from linli.organise.tasks.actions import dispatch, send_link, sign, withdraw
from linli.organise.tasks.facts import DispatchWithdrawn
from linli.organise.tasks.queries import TaskRow, of_case
from linli.respond.cases.actions import climb, move
from linli.respond.cases.facts import CaseMoved, ClockClimbed
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.models import Case, CaseParty, RunningClock
from linli.respond.cases.queries import CaseRow, clocks
from tests.capabilities.cases.happenings import PART, acts, again, case_from, facts, told
from tests.capabilities.tasks.works import everything, task_now, task_of
from tests.cast import District, make_person
from tests.conftest import StillClock


@pytest.fixture
def reported(clock: StillClock, district: District, lin: Asker) -> CaseRow:
    case = case_from(told())
    move(case.id, "filed", lin, case.version)
    return again(case.id)


def given(case: CaseRow, party: int, lin: Asker) -> TaskRow:
    dispatch(case.id, party, lin)
    return task_of(case.id)


def standing(case: CaseRow) -> dict[str, Any]:
    """All of a case but how often it changed."""
    row = Case.objects.values().get(pk=case.id)
    kept = RunningClock.objects.filter(case=case.id).order_by("clock").values()
    return {
        "case": {name: row[name] for name in row if name not in {"version", "changed_at"}},
        "parties": list(CaseParty.objects.filter(case_id=case.id).values("party_id")),
        "clocks": [{name: one[name] for name in one if name != "id"} for one in kept],
        "runs": clocks.runs(case.id, PART),
    }


def test_the_case_stands_as_if_it_had_never_been_sent(
    clock: StillClock, reported: CaseRow, district: District, lin: Asker, wu: Asker
) -> None:
    clock.forward(minutes=7)
    before = standing(reported)
    row = given(reported, district.property, lin)
    clock.forward(minutes=20)
    sign(row.id, wu, row.version)

    withdraw(row.id, "The water office has the drains.", lin, row.version + 1)

    now = standing(reported)
    ours = {key: run for key, run in now["runs"].items() if key[0] is None}
    assert {**now, "runs": ours} == before
    kept = task_now(row)
    assert (kept.state, kept.withdrawn_at, kept.reason) == (
        *("cancelled", clock.now()),
        "The water office has the drains.",
    )
    assert acts(reported.id)[-1] == "undispatched"
    assert facts()[-1] == "dispatch_withdrawn"
    clock.forward(minutes=1)
    assert clocks.runs(reported.id, PART)[None, "dispatch"].elapsed(clock.now()) == timedelta(
        minutes=28
    )
    again_given = given(again(reported.id), district.water, lin)
    stopped = [run for (of, _), run in clocks.runs(reported.id, PART).items() if of is None]
    assert not any(run.is_running for run in stopped)
    assert again_given.state == "dispatched"


def test_one_of_two_units_is_taken_back_and_the_other_goes_on(
    reported: CaseRow, district: District, lin: Asker
) -> None:
    right = given(reported, district.property, lin)
    wrong = given(reported, district.water, lin)
    withdraw(wrong.id, "Not theirs.", lin, wrong.version)

    case = again(reported.id)
    assert (case.state, case.parties, case.due_at) == (
        *("handling", (district.property,)),
        right.due_at,
    )


def test_it_is_taken_back_soon_by_who_sent_it_or_a_leader_while_nothing_was_done(
    clock: StillClock, reported: CaseRow, district: District, lin: Asker, wu: Asker
) -> None:
    leader, other, zhao = (make_person(who, district) for who in ("leader", "gu", "zhao"))
    row = given(reported, district.property, lin)
    before = everything()
    for nobody in (wu, zhao, other):
        with pytest.raises((NotFound, Refused)):
            withdraw(row.id, "Wrong.", nobody, row.version)
    with pytest.raises(StaleVersion):
        withdraw(row.id, "Wrong.", lin, row.version + 1)
    with pytest.raises(BadText):
        withdraw(row.id, " ", lin, row.version)
    assert everything() == before

    send_link(row.id, "Liu", "13900000001", wu)
    with pytest.raises(IllegalMove, match="begun"):
        withdraw(row.id, "Wrong.", lin, row.version)
    late = given(again(reported.id), district.water, lin)
    clock.forward(minutes=31)
    with pytest.raises(IllegalMove, match="half an hour"):
        withdraw(late.id, "Wrong.", lin, late.version)
    clock.forward(minutes=-1)
    withdraw(late.id, "Wrong.", leader, late.version)
    assert [one.state for one in of_case(reported.id, PART)] == ["dispatched", "cancelled"]


def test_what_was_late_of_the_desk_is_late_again(
    clock: StillClock, reported: CaseRow, district: District, lin: Asker
) -> None:
    clock.forward(days=9)
    while climb(PART):
        pass
    climbed = RunningClock.objects.get(case=reported.id, clock="dispatch").rung
    assert climbed
    supervision.escalate(ClockClimbed(reported.id, None, None, "dispatch", 2), PART)
    row = given(again(reported.id), district.property, lin)
    moved = CaseMoved(reported.id, "filed", "handling", row.id, urgent=False)
    supervision.settle_case(moved, PART)
    assert not Escalation.objects.filter(is_open=True).exists()

    withdraw(row.id, "Wrong.", lin, row.version)
    supervision.follow_withdrawn(DispatchWithdrawn(row.id, reported.id, row.party_id), PART)

    assert RunningClock.objects.get(case=reported.id, clock="dispatch").rung == climbed
    assert climb(PART) == 0
    assert Escalation.objects.filter(is_open=True, clock="dispatch").count() == 1
