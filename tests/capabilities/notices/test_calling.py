"""Who is called to an incident, or gets the work of somebody else, hears of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from linli.ground import clock as clock_module
from linli.ground.accounts import actions as accounts
from linli.ground.rights.asker import Asker, Held
from linli.ground.rights.table import Role
from linli.organise.incidents import queries as incidents
from linli.organise.incidents.actions import call_unit, offer, open_incident, take_command
from linli.organise.notices import queries
from linli.organise.tasks.actions import hand_over, look_after_referrals, refer, sign, withdraw
from linli.organise.tasks.logic.referrals import Handed
from linli.respond.cases.queries import CaseRow
from tests.capabilities.cases.happenings import PART, again, case_from, noticed
from tests.capabilities.notices.conftest import kinds
from tests.capabilities.tasks.works import task_now, task_of
from tests.cast import SETUP, District

Deliver = Callable[[], None]
People = dict[str, Asker]


@pytest.fixture
def flood(clock: Any, people: People, deliver: Deliver) -> CaseRow:
    """Filed at once, and given to the property firm by its duty."""
    case = case_from(noticed())
    deliver()
    return again(case.id)


def test_a_unit_is_called_and_somebody_is_asked_to_command(
    flood: CaseRow, district: District, deliver: Deliver, people: People
) -> None:
    lin, leader = people["lin"], people["leader"]
    incident = open_incident(flood.id, "Flood", lin)
    call_unit(incident, district.property, "Bring pumps.", lin)
    row = incidents.incident(incident, lin)
    assert row is not None
    offer(incident, leader.user_id or 0, lin, row.version)
    deliver()

    (called, _) = queries.notices(people["wu"]).items
    assert (called.kind, called.about, called.about_id) == ("unit_called", "incident", incident)
    assert called.party_id == district.property
    assert kinds(leader) == ["command_offered"]
    assert kinds(people["zhao"]) == []


def test_an_offer_that_was_decided_meanwhile_is_not_told(
    flood: CaseRow, deliver: Deliver, people: People
) -> None:
    lin, leader = people["lin"], people["leader"]
    incident = open_incident(flood.id, "Flood", lin)
    for who, act in ((lin, offer), (leader, take_command)):
        row = incidents.incident(incident, who)
        assert row is not None
        to_whom = (leader.user_id,) if act is offer else ()
        act(incident, *to_whom, who, row.version)  # type: ignore[operator]
    deliver()

    assert kinds(leader) == []


def test_a_unit_hears_that_its_work_was_sent_to_it_by_mistake(
    flood: CaseRow, deliver: Deliver, people: People
) -> None:
    task = task_of(flood.id)
    withdraw(task.id, "It is the drainage office's.", people["leader"], task.version)
    deliver()

    assert kinds(people["wu"]) == ["withdrawn", "assigned"]


def test_whoever_goes_on_with_the_work_hears_of_it(
    flood: CaseRow, district: District, deliver: Deliver, people: People
) -> None:
    he, wu = people["he"], people["wu"]
    accounts.give(he.user_id or 0, Held(Role.HANDLER, party_id=district.property), SETUP)
    task = task_of(flood.id)
    sign(task.id, wu, task.version)
    hand_over(task.id, he.user_id or 0, "Wu is ill.", people["leader"], task.version + 1)
    deliver()

    told = queries.notices(he).items
    assert [(one.kind, one.about_id) for one in told if one.kind == "handed_over"] == [
        ("handed_over", task.id)
    ]


def test_whoever_signed_asks_the_outside_body_again(
    flood: CaseRow, clock: Any, deliver: Deliver, people: People
) -> None:
    wu, task = people["wu"], task_of(flood.id)
    sign(task.id, wu, task.version)
    answer_by = clock_module.now() + timedelta(days=5)
    outside = Handed(body="Water company", way="phone", follower="Wu", answer_by=answer_by)
    refer(task.id, outside, wu, task_now(task).version)
    deliver()
    clock.forward(days=2)
    look_after_referrals(PART)
    deliver()

    assert kinds(wu).count("referral_due") == 1
