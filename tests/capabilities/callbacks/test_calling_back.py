"""Reporters are asked whether it helped, and the case follows what they say."""

from dataclasses import replace
from typing import Any

import pytest

from linli.ground.rights.asker import VISITOR, Asker, Refused
from linli.organise.answers.queries import follow
from linli.organise.callbacks import queries as callbacks
from linli.organise.callbacks.actions import answer, call_back
from linli.organise.callbacks.logic import read_heard
from linli.organise.callbacks.models import CallBack
from linli.organise.tasks import actions as tasks
from linli.respond.cases import queries
from linli.respond.cases.actions import move, take_answered
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.models import CaseHandler
from linli.respond.cases.queries import CaseRow
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport, Taken, UnknownReport
from tests.capabilities.cases.happenings import acts, again, audited, case_from, facts
from tests.capabilities.tasks.works import photo_by, task_of
from tests.cast import District

pytestmark = pytest.mark.usefixtures("district", "data")

PHONE = "13800001234"
STILL = "The water is as high as before."


def taken(**more: Any) -> Taken:
    usual = {"item": "waterlogging", "text": "Water stands there.", "channel": "portal"}
    return take_report(NewReport(**usual, lat=31.82, lon=117.22, **more), VISITOR)


@pytest.fixture
def reported(district: Any) -> list[Taken]:
    """Two neighbours with a phone number, and one without."""
    return [taken(reporter_phone=PHONE), taken(reporter_phone="13900001234"), taken()]


@pytest.fixture
def checked(reported: list[Taken], lin: Asker, wu: Asker, he: Asker) -> CaseRow:
    """Wu has done the work, He has checked it, and the case waits for its reporters."""
    return work_done(reported, lin, wu, he)


def work_done(reported: list[Taken], lin: Asker, wu: Asker, he: Asker) -> CaseRow:
    case = [case_from(one.signal_id) for one in reported][-1]
    move(case.id, "filed", lin, case.version)
    tasks.dispatch_by_duty(case.id, Asker.for_part("tasks"))
    tasks.sign(task_of(case.id).id, wu, task_of(case.id).version)
    photos = [photo_by(wu)]
    tasks.finish(task_of(case.id).id, "Pumped out: 0 cm.", photos, wu, task_of(case.id).version)
    tasks.verify(case.id, True, "", he, again(case.id).version)
    return again(case.id)


def rung(case: CaseRow, one: Taken, outcome: str, asker: Asker, words: str = "") -> CaseRow:
    heard = read_heard(one.report_id, outcome, words)
    call_back(case.id, heard, asker, again(case.id).version)
    return again(case.id)


def test_only_those_with_a_number_are_rung(
    checked: CaseRow, reported: list[Taken], lin: Asker
) -> None:
    shown = callbacks.to_call(checked, lin)

    assert [one.report.id for one in shown] == [one.report_id for one in reported[:2]]
    assert not any(PHONE in repr(one) for one in shown)
    with pytest.raises(NotFound):
        rung(checked, reported[2], "helped", lin)


def test_it_closes_when_nobody_is_left_to_be_asked(
    checked: CaseRow, reported: list[Taken], lin: Asker, deliver: Any
) -> None:
    assert rung(checked, reported[0], "helped", lin).state == "feedback"
    assert [one.is_settled for one in callbacks.to_call(again(checked.id), lin)] == [False, True]
    assert rung(checked, reported[1], "declined", lin).state == "closed"

    assert acts(checked.id)[-2:] == ["called_back", "called_back"]
    assert again(checked.id).parties == ()
    assert ("Lin", "call_back", "report") in audited()
    deliver()
    told = follow(reported[2].receipt, "en")
    assert told is not None
    assert told.state_code == "closed"


def test_whoever_is_not_reached_three_times_holds_nothing_up(
    checked: CaseRow, reported: list[Taken], lin: Asker
) -> None:
    rung(checked, reported[0], "helped", lin)
    for _ in range(2):
        assert rung(checked, reported[1], "not_reached", lin).state == "feedback"

    assert rung(checked, reported[1], "not_reached", lin).state == "closed"


def test_it_did_not_help_takes_the_case_up_again_at_once(
    checked: CaseRow, reported: list[Taken], lin: Asker, deliver: Any
) -> None:
    with pytest.raises(BadText):
        rung(checked, reported[0], "not_helped", lin)

    case = rung(checked, reported[0], "not_helped", lin, STILL)

    step = queries.timeline(case.id, lin)[-1]
    assert (case.state, step.act, step.reason) == ("filed", "called_back", "")
    [said] = callbacks.words(case.id, lin)
    assert (str(said.id), said.text) == (step.detail["callback_id"], STILL)
    deliver()
    told = follow(reported[1].receipt, "en")
    assert told is not None
    assert told.answers[-1].text == "Your report has been reopened."


def test_what_was_said_counts_no_more_once_the_work_was_done_again(
    checked: CaseRow, reported: list[Taken], lin: Asker, wu: Asker, he: Asker
) -> None:
    rung(checked, reported[0], "helped", lin)
    case = rung(checked, reported[1], "not_helped", lin, STILL)

    tasks.dispatch(case.id, task_of(case.id).party_id, lin, again(case.id).version)
    tasks.sign(task_of(case.id).id, wu, task_of(case.id).version)
    tasks.finish(task_of(case.id).id, "Again: 0 cm.", [photo_by(wu)], wu, task_of(case.id).version)
    tasks.verify(case.id, True, "", he, again(case.id).version)
    assert [one.said for one in callbacks.to_call(again(case.id), lin)] == [(), ()]


def test_never_by_whoever_did_the_work_nor_from_elsewhere(
    checked: CaseRow, reported: list[Taken], lin: Asker, wu: Asker, zhao: Asker
) -> None:
    with pytest.raises(NotFound):
        rung(checked, reported[0], "helped", zhao)
    assert callbacks.words(checked.id, zhao) == callbacks.public_words(checked.id, zhao) == []
    with pytest.raises(Refused):
        rung(checked, reported[0], "helped", wu)
    CaseHandler.objects.create(case_id=checked.id, user_id=lin.user_id)
    case = again(checked.id)
    assert not callbacks.may_call_back(case, lin)
    rung(checked, reported[0], "declined", Asker("leader", 99, lin.grants))
    with pytest.raises(Refused):
        rung(checked, reported[1], "helped", lin)
    assert [row.caller_id for row in CallBack.objects.all()] == [99]


def test_a_stale_page_and_a_case_that_is_over_are_refused(
    checked: CaseRow, reported: list[Taken], lin: Asker
) -> None:
    helped = read_heard(reported[0].report_id, "helped", "")
    with pytest.raises(StaleVersion):
        call_back(checked.id, helped, lin, checked.version - 1)
    move(checked.id, "closed", lin, checked.version)

    with pytest.raises(IllegalMove, match="not asked"):
        rung(checked, reported[0], "helped", lin)
    assert not callbacks.to_call(again(checked.id), lin)
    assert not CallBack.objects.exists()


def test_the_holder_of_the_receipt_says_that_it_helped(
    checked: CaseRow, reported: list[Taken], lin: Asker
) -> None:
    answer(reported[2].receipt, True, "")
    assert again(checked.id).state == "feedback"  # two others can be rung
    rung(checked, reported[0], "helped", lin)

    answer(reported[1].receipt, True, "Thank you.")

    step = queries.timeline(checked.id, lin)[-1]
    assert again(checked.id).state == "closed"
    assert (step.act, step.actor_id, step.reason) == ("reporter_said", None, "")
    assert [one.text for one in callbacks.words(checked.id, lin)] == ["Thank you."]
    assert "reporter_asked" in facts()


def test_the_holder_of_the_receipt_asks_for_it_to_be_done_again_and_a_leader_decides(
    checked: CaseRow, reported: list[Taken], leader: Asker, deliver: Any
) -> None:
    with pytest.raises(BadText):
        answer(reported[0].receipt, False, "")

    answer(reported[0].receipt, False, STILL)
    deliver()

    case = again(checked.id)
    assert (case.state, case.is_open) == ("reopen_requested", True)
    assert [one.to for one in queries.moves(case, leader)] == ["filed", "closed", "voided"]
    with pytest.raises(IllegalMove):
        answer(reported[0].receipt, True, "")
    with pytest.raises(BadText):
        move(case.id, "closed", leader, case.version)
    move(case.id, "closed", leader, case.version, "It was dry at ten.")
    deliver()
    told = follow(reported[0].receipt, "en")
    assert told is not None
    assert [one.text for one in told.answers[-2:]] == [
        "You said that it did not help. A leader decides now how it goes on.",
        "We looked at it again; your report stays closed: It was dry at ten.",
    ]


def test_whoever_does_the_work_reads_no_number_and_no_confidential_name(
    district: Any, lin: Asker, wu: Asker, he: Asker
) -> None:
    usual = {"item": "waterlogging", "text": "Wet.", "channel": "call", "lat": 31.82, "lon": 117.22}
    secret = {"reporter_name": "王秀兰", "reporter_phone": PHONE, "naming": "confidential"}
    told = take_report(NewReport(**usual, **secret), lin)
    case = work_done([told], lin, wu, he)
    words = f"王秀兰 here, ring {PHONE}: it is still wet."

    case = rung(case, told, "not_helped", lin, words)
    tasks.dispatch(case.id, task_of(case.id).party_id, lin, case.version)

    [read] = callbacks.public_words(case.id, wu)
    assert "still wet" in read.text
    assert PHONE not in read.text
    assert "王秀兰" not in read.text
    assert not any("王秀兰" in repr(step) for step in queries.timeline(case.id, wu))
    assert [one.text for one in callbacks.words(case.id, lin)] == [words]


def test_whoever_answered_on_the_spot_leaves_the_call_back_to_another(
    district: District, lin: Asker
) -> None:
    call = NewReport(item="noise", text="Loud.", channel="call", place_code="b3")
    told = take_answered(replace(call, reporter_phone=PHONE), "They stop at ten.", lin)
    case = queries.case_of_signal(told.signal_id, Asker.for_part("tests"))
    assert case is not None
    assert not callbacks.may_call_back(case, lin)
    with pytest.raises(Refused, match="somebody else must ask them"):
        rung(case, told, "helped", lin)
    assert not CallBack.objects.exists()

    assert lin.user_id is not None
    another = replace(lin, name="Another", user_id=lin.user_id + 500)
    assert rung(case, told, "helped", another).state == "closed"


def test_a_receipt_that_nobody_has_and_a_report_without_a_case_are_told(district: Any) -> None:
    with pytest.raises(UnknownReport):
        answer("ZZZZ9999", True, "")
    with pytest.raises(NotFound):
        answer(taken().receipt, True, "")
