"""The ladder: each step once, told to whoever is named for it, and settled with what was late."""

from datetime import timedelta
from typing import Any

import pytest

from linli.ground.facts.models import StoredFact
from linli.ground.rights.asker import Asker
from linli.organise.supervision import handlers, queries
from linli.organise.supervision.queries import EscalationRow
from linli.organise.tasks.actions import dispatch, dispatch_by_duty, finish, return_, sign, suspend
from linli.organise.tasks.facts import TaskMoved
from linli.registers.parties import actions as parties
from linli.registers.parties import queries as register
from linli.registers.parties.logic import BadParty, Office, PostDetails
from linli.respond.cases.actions import Entry, climb
from linli.respond.cases.facts import CaseMoved, ClockClimbed
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import IllegalMove
from linli.respond.cases.queries import CaseRow
from tests.capabilities.cases.happenings import PART, acts, again, case_from, noticed
from tests.capabilities.tasks.works import task_of
from tests.cast import District, make_person

RUNGS = ["reminded", "overdue", "supervised_1", "supervised_2"]


@pytest.fixture
def leader(district: District) -> Asker:
    return make_person("leader", district)


@pytest.fixture
def at_work(clock: Any, district: District, wu: Asker) -> CaseRow:
    """The firm signed at once for two hours of work."""
    case = case_from(noticed())
    dispatch_by_duty(case.id, PART)
    sign(task_of(case.id).id, wu, task_of(case.id).version)
    return again(case.id)


def post(district: District, office: Office, user_id: int | None = None) -> int:
    details = PostDetails(code=office, party_id=district.property, name=office, user_id=user_id)
    post_id = parties.save_post(details, PART)
    parties.set_charge(office, district.street, post_id, PART)
    return post_id


def told(case: CaseRow) -> list[EscalationRow]:
    """What comes of the facts of the ladder, which are told twice."""
    for stored in StoredFact.objects.filter(name="clock_climbed").order_by("id"):
        fact = ClockClimbed(**{**stored.body, "case_id": case.id, "task_id": task_of(case.id).id})
        handlers.escalate(fact, PART)
        handlers.escalate(fact, PART)
    return queries.escalations(PART).items


def test_each_step_is_taken_once_when_it_is_due(at_work: CaseRow, clock: Any) -> None:
    begun = clock.now()
    done = []
    for minutes in (89, 90, 119, 120, 180, 239, 240, 1000):
        clock.forward(minutes=minutes - (clock.now() - begun) // timedelta(minutes=1))
        done.append((climb(PART), climb(PART)))

    assert done == [(0, 0), (1, 0), (0, 0), (1, 0), (1, 0), (0, 0), (1, 0), (0, 0)]
    assert [act for act in acts(at_work.id) if act in RUNGS] == RUNGS
    assert again(at_work.id).supervised == 2


def test_after_a_night_without_workers_every_step_is_taken_in_turn(
    at_work: CaseRow, clock: Any
) -> None:
    clock.forward(hours=9)
    assert [climb(PART) for _ in range(5)] == [1, 1, 1, 1, 0]
    assert [act for act in acts(at_work.id) if act in RUNGS] == RUNGS


def test_the_named_posts_hear_of_it_and_nobody_elsewhere(
    at_work: CaseRow, clock: Any, district: District, zhao: Asker, lin: Asker
) -> None:
    leader = make_person("leader", district)
    lead = post(district, Office.LEAD)
    own = post(district, Office.SUPERVISION, leader.user_id)
    clock.forward(hours=9)
    while climb(PART):
        pass

    found = told(at_work)

    assert [(one.rung, one.post_id) for one in found] == [(4, None), (3, own), (2, lead)]
    assert [one.rung for one in queries.escalations(lin).items] == [4, 3, 2]
    assert [one.rung for one in queries.escalations(leader, own=True).items] == [3]
    assert queries.escalations(zhao).items == []


def test_what_is_done_is_late_no_more(at_work: CaseRow, clock: Any, wu: Asker) -> None:
    clock.forward(hours=3)
    while climb(PART):
        pass
    assert len(told(at_work)) == 2
    task = task_of(at_work.id)
    finish(task.id, "Pumped.", [], wu, task.version)
    handlers.follow_task(TaskMoved(task.id, at_work.id, "in_progress", "done"), PART)

    assert queries.escalations(PART).items == []
    assert climb(PART) == 0


def test_what_stands_still_climbs_no_step(at_work: CaseRow, clock: Any, lin: Asker) -> None:
    suspend(at_work.id, clock.now() + timedelta(days=2), Entry(Act.SUSPENDED, "Parts."), PART)
    clock.forward(days=1)
    assert climb(PART) == 0


def test_the_third_return_goes_to_the_named_post(
    clock: Any, district: District, wu: Asker, lin: Asker, leader: Asker
) -> None:
    named = post(district, Office.ADJUDICATOR, leader.user_id)
    case = case_from(noticed())
    for _ in range(3):
        task_id = dispatch(case.id, district.property, lin)
        return_(task_id, "Not ours.", wu, task_of(case.id).version)
        handlers.follow_task(TaskMoved(task_id, case.id, "dispatched", "returned"), PART)
        handlers.follow_task(TaskMoved(task_id, case.id, "dispatched", "returned"), PART)

    (row,) = queries.escalations(PART).items
    assert (row.rung, row.post_id, row.task_id) == (0, named, None)
    assert acts(case.id).count("adjudicated") == 1
    with pytest.raises(IllegalMove, match="three times"):
        dispatch(case.id, district.water, lin)
    dispatch(case.id, district.water, leader)

    assert again(case.id).state == "handling"
    moved = CaseMoved(case.id, "filed", "handling", case.id, urgent=False)
    handlers.settle_case(moved, PART)
    assert queries.escalations(PART).items == []


def test_the_nearest_post_is_in_charge(district: District, zhao: Asker) -> None:
    wide = post(district, Office.LEAD)
    near = parties.save_post(PostDetails(code="near", party_id=district.property, name="n"), PART)
    parties.set_charge(Office.LEAD, district.community, near, PART)

    found = [
        register.in_charge(Office.LEAD, place)
        for place in (district.building, district.community_2, district.city, None)
    ]

    assert [one.id if one else None for one in found] == [near, wide, None, None]
    parties.end_charge(Office.LEAD, district.community, PART)
    parties.end_charge(Office.LEAD, district.community, PART)
    ended = register.in_charge(Office.LEAD, district.building)
    assert ended
    assert ended.id == wide
    with pytest.raises(BadParty):
        parties.set_charge("king", district.city, wide, PART)
    with pytest.raises(BadParty):
        parties.set_charge(Office.LEAD, district.city, 999999, PART)
