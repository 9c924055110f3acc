"""People move, place and note cases as far as the table and their rights allow."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.ground import clock as ground_clock
from linli.ground.rights.asker import VISITOR, Asker, Refused
from linli.respond.cases import queries
from linli.respond.cases.actions import move, note, place_case
from linli.respond.cases.actions.steps import change
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.logic.states import State
from linli.respond.cases.models import Case, CaseParty
from linli.respond.cases.queries import CaseRow, Move
from linli.sense.reports import queries as reports
from linli.sense.signals import queries as signals
from tests.capabilities.cases.happenings import (
    PART,
    acts,
    again,
    audited,
    case_from,
    everything,
    facts,
    noticed,
    told,
)

pytestmark = pytest.mark.usefixtures("district")

NOWHERE = {"lat": None, "lon": None}


@pytest.fixture
def case(district: Any) -> CaseRow:
    """A resident told of garbage; it waits to be accepted."""
    return case_from(told())


def test_lin_files_a_case(case: CaseRow, lin: Asker, clock: Any) -> None:
    clock.forward(minutes=5)

    move(case.id, "filed", lin, case.version)

    moved = again(case.id)
    assert (moved.state, moved.version, moved.is_open) == ("filed", 2, True)
    assert moved.changed_at == ground_clock.now()
    step = queries.timeline(case.id, lin)[-1]
    assert (step.act, step.from_state, step.to_state) == ("moved", "received", "filed")
    assert (step.actor_id, step.actor_name, step.is_public) == (lin.user_id, "Lin", True)
    assert facts()[-1] == "case_moved"
    assert audited() == [("Lin", "move", "case")]


def test_lin_rejects_a_case_with_a_reason(case: CaseRow, lin: Asker) -> None:
    move(case.id, "rejected", lin, case.version, " It is private land. ")

    moved = again(case.id)
    assert (moved.state, moved.is_open) == ("rejected", False)
    assert moved.closed_at is not None
    assert queries.timeline(case.id, lin)[-1].reason == "It is private land."


@pytest.mark.parametrize(
    ("reason", "words"),
    [("", "write something"), ("\x00", "cannot be shown"), ("x" * 1001, "at most 1000")],
)
def test_a_reason_that_cannot_be_kept_changes_nothing(
    case: CaseRow, lin: Asker, reason: str, words: str
) -> None:
    before = everything()

    with pytest.raises(BadText, match=words):
        move(case.id, "rejected", lin, case.version, reason)

    assert everything() == before


def test_a_stale_version_changes_nothing(case: CaseRow, lin: Asker) -> None:
    move(case.id, "verifying", lin, case.version)
    before = everything()

    with pytest.raises(StaleVersion, match="is at version 2") as stale:
        move(case.id, "filed", lin, case.version)

    assert stale.value.current == 2
    assert everything() == before


def test_a_double_submit_moves_once(case: CaseRow, lin: Asker) -> None:
    move(case.id, "filed", lin, case.version)

    with pytest.raises(StaleVersion):
        move(case.id, "filed", lin, case.version)

    assert acts(case.id) == ["opened", "moved"]


def test_somebody_who_was_faster_wins(case: CaseRow) -> None:
    """Both have read the same version; only the database can tell them apart."""
    change(case, state=State.FILED)

    with pytest.raises(StaleVersion, match="is at version 2"):
        change(case, state=State.REJECTED)

    assert again(case.id).state == "filed"


@pytest.mark.parametrize(
    "to", ["received", "handling", "resolved", "feedback", "closed", "merged", "dragons", ""]
)
def test_an_illegal_step_changes_nothing_and_says_what_is_possible(
    case: CaseRow, lin: Asker, to: str
) -> None:
    before = everything()

    with pytest.raises(IllegalMove) as illegal:
        move(case.id, to, lin, case.version)

    assert illegal.value.allowed == ("verifying", "info_requested", "filed", "rejected", "voided")
    assert everything() == before


def test_a_step_that_belongs_to_tasks_cannot_be_asked_for(lin: Asker) -> None:
    case = case_from(noticed())
    before = everything()

    with pytest.raises(IllegalMove, match="follows from its work orders") as illegal:
        move(case.id, "handling", lin, case.version)

    assert illegal.value.allowed == ("voided",)
    assert everything() == before


def test_a_case_is_not_filed_before_its_place_is_known(lin: Asker) -> None:
    case = case_from(told(**NOWHERE))

    with pytest.raises(IllegalMove, match="First, say where it is"):
        move(case.id, "filed", lin, case.version)

    assert again(case.id) == case


def test_zhao_finds_no_case_here_and_nothing_changes(
    case: CaseRow, zhao: Asker, district: Any
) -> None:
    before = everything()

    for act in (
        lambda: move(case.id, "filed", zhao, case.version),
        lambda: place_case(case.id, district.grid, zhao, case.version),
        lambda: note(case.id, "Hello.", zhao),
    ):
        with pytest.raises(NotFound):
            act()

    assert queries.case(case.id, zhao) is None
    assert queries.timeline(case.id, zhao) == []
    assert queries.signal_ids(case.id, zhao) == []
    assert queries.moves(case, zhao) == []
    assert everything() == before


def test_who_sees_the_case_but_may_not_move_it_is_refused(
    case: CaseRow, chen: Asker, he: Asker, wu: Asker, district: Any
) -> None:
    CaseParty.objects.create(case_id=case.id, party_id=district.property)
    before = everything()

    for asker in (chen, he, wu):
        assert queries.case(case.id, asker) is not None
        assert queries.moves(case, asker) == []
        with pytest.raises(Refused):
            move(case.id, "filed", asker, case.version)
        with pytest.raises(Refused):
            place_case(case.id, district.grid, asker, case.version)

    assert everything() == before


def test_who_sees_no_cases_at_all_is_refused(
    case: CaseRow, gu: Asker, shen: Asker, jian: Asker, wang: Asker
) -> None:
    before = everything()

    for asker in (gu, shen, jian, wang, VISITOR):
        with pytest.raises(Refused):
            queries.case(case.id, asker)
        with pytest.raises(Refused):
            move(case.id, "filed", asker, case.version)

    assert everything() == before


def test_wu_sees_only_cases_that_concern_his_firm(case: CaseRow, wu: Asker, district: Any) -> None:
    assert queries.case(case.id, wu) is None

    CaseParty.objects.create(case_id=case.id, party_id=district.property)

    assert queries.case(case.id, wu) is not None


def test_a_case_that_is_not_there_is_not_found(lin: Asker) -> None:
    with pytest.raises(NotFound, match="no case"):
        move(uuid4(), "filed", lin, 1)


def test_lin_places_a_case_and_what_was_noticed_with_it(
    lin: Asker, district: Any, deliver: Any
) -> None:
    signal_id = told(**NOWHERE)
    case = case_from(signal_id)

    place_case(case.id, district.estate, lin, case.version)

    placed, signal = again(case.id), signals.signal(signal_id, PART)
    assert (placed.place_id, placed.where) == (district.estate, district.where("estate"))
    assert placed.version == 2
    assert signal is not None
    assert signal.place_id == district.estate
    assert signal.report_id is not None
    report = reports.report(signal.report_id, PART)
    assert report is not None
    assert report.where == district.where("estate")
    assert acts(case.id) == ["opened", "placed"]
    assert "case_placed" in facts()
    assert ("Lin", "place", "case") in audited()


def test_placing_a_case_costs_the_same_however_much_was_noticed(lin: Asker, district: Any) -> None:
    """One device tells again and again, from where nobody knows."""
    counts = []
    for device, often in (("d6", 1), ("d7", 1), ("d8", 6)):  # the first fills the registers
        ids = [noticed(device_id=device, **NOWHERE) for _ in range(often)]
        (case_id,) = {case_from(signal_id).id for signal_id in ids}
        case = again(case_id)
        with CaptureQueriesContext(connection) as made:
            place_case(case.id, district.grid, lin, case.version)
        counts.append(len(made))
        assert {one.place_id for one in signals.signals(ids, PART)} == {district.grid}

    assert counts[1] == counts[2]
    assert facts().count("signal_placed") == 8


def test_lin_cannot_push_a_case_into_another_district(lin: Asker, district: Any) -> None:
    case = case_from(told(**NOWHERE))
    before = everything()

    with pytest.raises(Refused):
        place_case(case.id, district.other_grid, lin, case.version)

    assert everything() == before


def test_a_place_that_is_not_known_is_refused(case: CaseRow, lin: Asker) -> None:
    with pytest.raises(BadText, match="There is no place 987654"):
        place_case(case.id, 987654, lin, case.version)


def test_a_place_is_settled_once_somebody_is_at_work(
    case: CaseRow, lin: Asker, district: Any
) -> None:
    Case.objects.filter(pk=case.id).update(state="handling")

    with pytest.raises(IllegalMove, match="settled once a unit is at work"):
        place_case(case.id, district.grid, lin, case.version)

    assert again(case.id).place_id == case.place_id


def test_a_placed_case_can_be_placed_better(case: CaseRow, lin: Asker, district: Any) -> None:
    place_case(case.id, district.community_2, lin, case.version)

    step = queries.timeline(case.id, lin)[-1]
    assert again(case.id).place_id == district.community_2
    assert step.detail == {
        "place_id": district.community_2,
        "from_place_id": district.building,
    }


def test_chen_adds_a_note_that_reporters_never_see(case: CaseRow, chen: Asker) -> None:
    note(case.id, "The bin is behind block 3.", chen)

    step = queries.timeline(case.id, chen)[-1]
    assert (step.act, step.reason, step.is_public) == (
        *("noted", "The bin is behind block 3."),
        False,
    )
    assert again(case.id).version == case.version
    assert facts()[-1] == "case_noted"
    assert audited() == [("Chen", "note", "case")]


@pytest.mark.parametrize("text", ["", "a\x00b", "x" * 1001])
def test_a_note_that_cannot_be_kept_changes_nothing(case: CaseRow, lin: Asker, text: str) -> None:
    before = everything()

    with pytest.raises(BadText) as bad:
        note(case.id, text, lin)

    assert bad.value.field == "text"
    assert everything() == before


def test_lin_takes_a_closed_case_up_again(case: CaseRow, lin: Asker, district: Any) -> None:
    CaseParty.objects.create(case_id=case.id, party_id=district.property)
    Case.objects.filter(pk=case.id).update(state="feedback")
    move(case.id, "closed", lin, case.version)
    assert again(case.id).is_open is False

    move(case.id, "filed", lin, 2, "It is full again.")

    taken_up = again(case.id)
    assert (taken_up.state, taken_up.is_open, taken_up.closed_at) == ("filed", True, None)
    assert taken_up.parties == ()


def test_what_may_be_done_is_told_from_the_same_table(case: CaseRow, lin: Asker) -> None:
    assert queries.moves(case, lin) == [
        Move("verifying", needs_reason=False),
        Move("info_requested", needs_reason=True),
        Move("filed", needs_reason=False),
        Move("rejected", needs_reason=True),
        Move("voided", needs_reason=True, sets_aside=True),
    ]
    unplaced = case_from(told(**NOWHERE))
    assert Move("filed", needs_reason=False) not in queries.moves(unplaced, lin)


def test_every_move_that_is_offered_can_be_taken(lin: Asker, district: Any) -> None:
    offered = queries.moves(case_from(told()), lin)

    for one in offered:
        case = case_from(told())
        move(case.id, one.to, lin, case.version, "Because." if one.needs_reason else "")
        assert again(case.id).state == one.to
