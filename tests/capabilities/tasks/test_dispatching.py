"""Work goes to whoever has the duty, or to whom the desk chooses."""

from datetime import timedelta
from typing import Any

import pytest

from linli.ground import clock as ground_clock
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker
from linli.organise.tasks import queries
from linli.organise.tasks.actions import (
    dispatch,
    dispatch_by_duty,
)
from linli.organise.tasks.queries import TaskRow
from linli.registers.parties.actions import retire_party, save_party
from linli.registers.parties.logic import PartyDetails
from linli.registers.parties.models import Duty
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move
from linli.respond.cases.logic.faults import BadText, IllegalMove, StaleVersion
from linli.respond.cases.models import Case
from linli.respond.cases.queries import CaseFilter, CaseRow
from tests.capabilities.cases.happenings import (
    PART,
    acts,
    again,
    audited,
    case_from,
    facts,
    told,
)
from tests.capabilities.tasks.works import everything, task_of

pytestmark = pytest.mark.usefixtures("district")


def test_a_filed_case_goes_to_whoever_has_the_duty(
    filed: CaseRow, district: Any, clock: Any
) -> None:
    dispatch_by_duty(filed.id, PART)

    row, case = task_of(filed.id), again(filed.id)
    due = ground_clock.now() + timedelta(minutes=120)
    assert (row.party_id, row.state, row.is_open) == (district.property, "dispatched", True)
    assert (row.case_number, row.item, row.severity) == (filed.number, "waterlogging", "urgent")
    assert (row.place_id, row.where, row.due_at) == (filed.place_id, filed.where, due)
    assert (case.state, case.parties, case.due_at) == ("handling", (district.property,), due)
    assert facts()[-2:] == ["case_moved", "task_dispatched"]
    step = cases.timeline(filed.id, PART)[-1]
    assert (step.act, step.from_state, step.to_state) == ("dispatched", "filed", "handling")
    assert step.detail == {"party_id": district.property, "due_at": due.isoformat()}


def test_a_retired_party_gets_no_work_by_hand(filed: CaseRow, district: Any, lin: Asker) -> None:
    idle = save_party(PartyDetails(code="old", name="旧物业"), PART)
    retire_party(idle, PART)
    before = everything()

    with pytest.raises(BadText, match="旧物业 is no longer in use"):
        dispatch(filed.id, idle, lin)

    assert everything() == before


def test_giving_it_again_by_duty_changes_nothing(filed: CaseRow, task: TaskRow) -> None:
    before = everything()

    dispatch_by_duty(filed.id, PART)

    assert everything() == before


def test_working_days_are_those_of_the_party(lin: Asker, clock: Any) -> None:
    """Monday 10:00, one working day: Tuesday's end of work, 17:30 in Shanghai."""
    case = case_from(told("garbage"))
    move(case.id, "filed", lin, case.version)

    dispatch_by_duty(case.id, PART)

    due = task_of(case.id).due_at
    assert due is not None
    assert due - ground_clock.now() == timedelta(days=1, hours=7, minutes=30)


def test_a_duty_that_nobody_holds_leaves_the_case_with_the_desk(
    filed: CaseRow, lin: Asker, district: Any
) -> None:
    Duty.objects.all().delete()
    bump("parties")

    dispatch_by_duty(filed.id, PART)

    assert acts(filed.id) == ["opened", "nobody_to_dispatch"]
    assert cases.counted({"filed": CaseFilter(states=("filed",))}, lin, 9) == {"filed": 1}
    dispatch(filed.id, district.water, lin, filed.version)
    assert again(filed.id).state == "handling"


@pytest.mark.parametrize("state", ["received", "handling", "closed"])
def test_only_filed_cases_are_given_by_duty(filed: CaseRow, state: str) -> None:
    Case.objects.filter(pk=filed.id).update(state=state)

    dispatch_by_duty(filed.id, PART)

    assert queries.of_case(filed.id, PART) == []


def test_lin_gives_a_case_to_a_party_of_her_choice(
    filed: CaseRow, lin: Asker, district: Any
) -> None:
    task_id = dispatch(filed.id, district.water, lin, filed.version)

    assert task_of(filed.id).id == task_id
    assert again(filed.id).parties == (district.water,)
    assert audited() == [("Lin", "dispatch", "task")]


def test_lin_gives_it_to_a_second_party_as_well(
    filed: CaseRow, task: TaskRow, lin: Asker, district: Any
) -> None:
    dispatch(filed.id, district.water, lin, again(filed.id).version)

    case = again(filed.id)
    assert (case.state, case.parties) == ("handling", (district.water, district.property))
    assert len(queries.of_case(filed.id, PART)) == 2
    assert acts(filed.id) == ["opened", "dispatched", "dispatched"]


def test_the_same_party_gets_it_only_once(
    filed: CaseRow, task: TaskRow, lin: Asker, district: Any
) -> None:
    before = everything()

    with pytest.raises(IllegalMove, match="already has it"):
        dispatch(filed.id, district.property, lin, again(filed.id).version)

    assert everything() == before


def test_a_stale_case_is_not_given_away(filed: CaseRow, lin: Asker, district: Any) -> None:
    dispatch(filed.id, district.water, lin, filed.version)
    before = everything()

    with pytest.raises(StaleVersion, match="is at version 2"):
        dispatch(filed.id, district.property, lin, filed.version)

    assert everything() == before


def test_an_unknown_party_gets_nothing(filed: CaseRow, lin: Asker) -> None:
    before = everything()

    with pytest.raises(BadText, match="There is no unit 987654"):
        dispatch(filed.id, 987654, lin, filed.version)

    assert everything() == before


def test_a_case_that_is_not_filed_is_given_to_nobody(lin: Asker, district: Any) -> None:
    case = case_from(told())

    with pytest.raises(IllegalMove):
        dispatch(case.id, district.property, lin, case.version)

    assert queries.of_case(case.id, PART) == []


def test_who_may_dispatch_is_told(filed: CaseRow, lin: Asker, wu: Asker, zhao: Asker) -> None:
    assert queries.may_dispatch(filed, lin)
    assert not queries.may_dispatch(filed, wu)
    assert not queries.may_dispatch(filed, zhao)
    assert not queries.may_dispatch(case_from(told()), lin)
