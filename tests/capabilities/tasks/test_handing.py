"""Work of somebody who is away changes hands within the unit, clocks and all."""

import pytest

from linli.ground.accounts import actions as accounts
from linli.ground.accounts import queries as accounts_now
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker, Held, Refused
from linli.ground.rights.table import Role
from linli.organise.tasks.actions import finish, hand_over, verify
from linli.organise.tasks.logic.handing import spread
from linli.organise.tasks.queries import TaskRow
from linli.organise.tasks.queries.hands import busy, held_by, others
from linli.registers.parties.models import Post
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.models import CaseHandler, ClockEvent
from tests.capabilities.cases.happenings import PART, again, audited, facts
from tests.capabilities.tasks.works import everything, photo_by, task_now
from tests.cast import SETUP, District, make_person


@pytest.fixture
def leader(district: District) -> Asker:
    return make_person("leader", district)


@pytest.fixture
def chen(district: District) -> Asker:
    """Chen also works for the firm of Wu."""
    return in_firm(make_person("chen", district), district, district.property)


@pytest.fixture
def people(wu: Asker, chen: Asker, lin: Asker, zhao: Asker) -> dict[str, Asker]:
    return {"wu": wu, "chen": chen, "lin": lin, "zhao": zhao}


def in_firm(who: Asker, district: District, party_id: int) -> Asker:
    del district
    assert who.user_id is not None
    accounts.give(who.user_id, Held(Role.HANDLER, party_id=party_id), SETUP)
    found = accounts_now.asker_of(who.user_id)
    assert found is not None
    return found


def user(who: Asker) -> int:
    assert who.user_id is not None
    return who.user_id


def test_somebody_else_goes_on_and_neither_checks_it(
    signed: TaskRow, wu: Asker, chen: Asker, he: Asker, leader: Asker
) -> None:
    clocks = list(ClockEvent.objects.order_by("pk").values())

    hand_over(signed.id, user(chen), "Wu is ill.", leader, signed.version)

    row = task_now(signed)
    assert (row.signed_by, row.version, row.due_at) == (
        *(chen.user_id, signed.version + 1),
        signed.due_at,
    )
    assert list(ClockEvent.objects.order_by("pk").values()) == clocks
    handlers = CaseHandler.objects.filter(case=signed.case_id).values_list("user_id", flat=True)
    assert {user(wu), user(chen)} <= set(handlers)
    last = cases.timeline(signed.case_id, PART)[-1]
    assert (last.act, last.reason, last.detail["to_user"]) == (
        *("handed_over", "Wu is ill."),
        chen.user_id,
    )
    assert facts()[-1] == "task_handed_over"
    assert audited()[-1] == ("Leader", "hand_over", "task")
    finish(signed.id, "Pumped out: 0 cm.", [photo_by(chen)], chen, row.version)
    verify(signed.case_id, True, "", he, again(signed.case_id).version)


def test_what_cannot_change_hands_is_told(
    signed: TaskRow, wu: Asker, chen: Asker, he: Asker, leader: Asker
) -> None:
    before = everything()

    with pytest.raises(StaleVersion):
        hand_over(signed.id, user(chen), "Ill.", leader, signed.version + 1)
    for who, reason in ((user(wu), "Ill."), (user(he), "Ill."), (0, "Ill."), (user(chen), "")):
        with pytest.raises(BadText):
            hand_over(signed.id, who, reason, leader, signed.version)

    assert everything() == before


def test_what_nobody_has_signed_for_belongs_to_the_unit(
    task: TaskRow, chen: Asker, leader: Asker
) -> None:
    with pytest.raises(IllegalMove) as unsigned:
        hand_over(task.id, user(chen), "Ill.", leader, task.version)

    assert "Nobody has signed" in unsigned.value.guard
    assert busy(leader) == []


def test_in_a_unit_whoever_holds_a_post_of_it_decides(
    signed: TaskRow, people: dict[str, Asker], district: District
) -> None:
    wu, chen, lin, zhao = (people[who] for who in ("wu", "chen", "lin", "zhao"))
    before = everything()
    for who, refusal in ((wu, Refused), (lin, Refused), (zhao, NotFound)):
        with pytest.raises(refusal):
            hand_over(signed.id, user(chen), "Ill.", who, signed.version)
    assert everything() == before

    Post.objects.create(party_id=district.property, code="head", name="Head", user_id=wu.user_id)
    bump("parties")
    hand_over(signed.id, user(chen), "On leave.", wu, signed.version)
    assert task_now(signed).signed_by == chen.user_id


def test_the_list_names_who_has_what(
    signed: TaskRow, wu: Asker, chen: Asker, leader: Asker, zhao: Asker
) -> None:
    [hands] = busy(leader)

    assert (hands.user_id, hands.name, hands.open_tasks) == (wu.user_id, "Wu", 1)
    assert [row.id for row in held_by(hands.party_id, user(wu), leader)] == [signed.id]
    assert [(one.user_id, one.open_tasks) for one in others(hands.party_id, user(wu))] == [
        (chen.user_id, 0)
    ]
    with pytest.raises(Refused):
        busy(zhao)


def test_work_is_spread_to_whoever_has_the_least() -> None:
    given = spread(["a", "b", "c", "d"], {7: 2, 5: 0, 6: 1})

    assert given == {"a": 5, "b": 5, "c": 6, "d": 5}
    assert spread(["a"], {}) == {}
