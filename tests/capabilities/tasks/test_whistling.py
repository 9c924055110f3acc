"""A whistle calls several units at once: one leads, the others help, and all of them come."""

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.organise.supervision import handlers as supervision
from linli.organise.tasks import queries
from linli.organise.tasks.actions import cancel, dispatch, finish, return_, sign, whistle
from linli.organise.tasks.logic.whistling import Call
from linli.organise.tasks.queries import TaskRow, of_case, whistling
from linli.respond.cases.actions import climb
from linli.respond.cases.facts import ClockClimbed
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.queries import CaseFilter, CaseRow, cases, clocks
from tests.capabilities.cases.happenings import PART, acts, again, facts
from tests.capabilities.tasks.works import everything, task_now
from tests.cast import District
from tests.conftest import StillClock


def blow(case: CaseRow, district: District, lin: Asker) -> dict[int, TaskRow]:
    """Wu's firm leads, drainage and the street office help; their work by unit."""
    helpers = (district.water, district.street_office)
    call = Call(district.property, helpers, "Pump, close the road, open the cellar.")
    whistle(case.id, call, lin, again(case.id).version)
    return {row.party_id: row for row in of_case(case.id, PART)}


def test_each_unit_gets_its_work_to_be_signed_for_at_once(
    clock: StillClock, filed: CaseRow, district: District, lin: Asker
) -> None:
    work = blow(filed, district, lin)

    case = again(filed.id)
    assert (case.state, case.is_whistled, set(case.parties)) == ("handling", True, set(work))
    runs = clocks.runs(case.id, PART)
    for row in work.values():
        due = runs[row.id, "sign_in"].due_at
        assert due
        assert (due - clock.now()).total_seconds() == 15 * 60
    (blown,) = whistling.whistles(case.id, lin)
    assert [(one.task.party_id, one.task.is_lead) for one in blown.called] == [
        (district.property, True),
        (district.water, False),
        (district.street_office, False),
    ]
    assert (blown.why, blown.blown_by_name, blown.missing) == (
        *("Pump, close the road, open the cellar.", lin.name),
        3,
    )
    assert acts(case.id)[-1] == "whistled"
    assert facts()[-1] == "whistle_blown"
    assert [row.id for row in cases(CaseFilter(whistled=True), lin).items] == [case.id]


def test_it_goes_on_when_all_have_come_or_were_released(
    filed: CaseRow, district: District, lin: Asker, wu: Asker
) -> None:
    dispatch(filed.id, district.property, lin)
    work = blow(filed, district, lin)
    lead = work[district.property]
    assert len(work) == 3
    sign(lead.id, wu, lead.version)
    finish(lead.id, "Pumped.", [], wu, task_now(lead).version)
    assert again(filed.id).state == "handling"

    with pytest.raises(IllegalMove, match="whistle called"):
        return_(work[district.water].id, "Not ours.", PART, work[district.water].version)
    assert "return" not in [one.act for one in queries.moves(work[district.water], PART)]
    sign(work[district.water].id, PART, work[district.water].version)
    helped = task_now(work[district.water])
    finish(helped.id, "The drain is open.", [], PART, helped.version)
    assert whistling.whistles(filed.id, lin)[0].missing == 1
    office = work[district.street_office]
    cancel(office.id, "The road could stay open.", lin, office.version)

    assert whistling.whistles(filed.id, lin)[0].missing == 0
    assert again(filed.id).state == "resolved"


def test_who_does_not_come_climbs_the_ladder(
    clock: StillClock, filed: CaseRow, district: District, lin: Asker
) -> None:
    work = blow(filed, district, lin)
    clock.forward(minutes=16)
    while climb(PART):
        pass
    late = work[district.water]
    supervision.escalate(ClockClimbed(filed.id, late.id, late.party_id, "sign_in", 2), PART)

    assert acts(filed.id).count("overdue") == 3


def test_what_cannot_be_whistled_is_refused_without_a_trace(
    filed: CaseRow, district: District, lin: Asker, wu: Asker, zhao: Asker
) -> None:
    before, lead = everything(), district.property
    for call in (
        Call(lead, (), "Why."),
        Call(lead, (lead,), "Why."),
        Call(lead, range(100, 111), "Why."),
        Call(lead, (district.water,), " "),
        Call(lead, (999,), "Why."),
    ):
        with pytest.raises(BadText):
            whistle(filed.id, call, lin, filed.version)
    good = Call(lead, (district.water,), "Why.")
    for nobody in (wu, zhao):
        with pytest.raises((NotFound, Refused)):
            whistle(filed.id, good, nobody, filed.version)
    with pytest.raises(StaleVersion):
        whistle(filed.id, good, lin, filed.version + 1)
    assert everything() == before
    assert whistling.whistles(filed.id, zhao) == []
