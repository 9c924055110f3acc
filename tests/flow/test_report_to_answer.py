"""One report goes the whole way: case, work order, result, check, call-back, answers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from linli.ground.rights.asker import VISITOR, Asker, Refused
from linli.organise.answers.queries import Followed, follow
from linli.organise.tasks import actions as tasks
from linli.organise.tasks.queries import TaskRow, of_case
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move, place_case
from linli.respond.cases.logic.faults import IllegalMove
from linli.respond.cases.queries import CaseRow
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport, Taken
from tests.capabilities.tasks.works import photo_by

Deliver = Callable[[], None]

pytestmark = pytest.mark.usefixtures("district")

PART = Asker.for_part("tests")
BINS = NewReport(
    item="garbage",
    text="The bins are full.",
    channel="portal",
    lat=31.82,
    lon=117.22,
    reporter_name="Wang",
    reporter_phone="138 0000 1234",
)


def case_of(taken: Taken) -> CaseRow:
    case = cases.case_of_signal(taken.signal_id, PART)
    assert case is not None
    return case


def task_of(taken: Taken, asker: Asker) -> TaskRow:
    return of_case(case_of(taken).id, asker)[-1]


def followed(taken: Taken, language: str = "en") -> Followed:
    found = follow(taken.receipt, language)
    assert found is not None
    return found


def lin_files(taken: Taken, lin: Asker, deliver: Deliver) -> None:
    deliver()
    case = case_of(taken)
    move(case.id, "filed", lin, case.version)
    deliver()


def wu_finishes(taken: Taken, wu: Asker, deliver: Deliver) -> None:
    signed = task_of(taken, wu)
    tasks.sign(signed.id, wu, signed.version)
    done = task_of(taken, wu)
    tasks.finish(done.id, "The bins are empty.", [photo_by(wu)], wu, done.version)
    deliver()


def test_a_report_is_handled_checked_and_answered(
    lin: Asker, wu: Asker, he: Asker, deliver: Deliver, clock: Any
) -> None:
    taken = take_report(BINS, VISITOR)
    assert followed(taken).state_code == "received"

    lin_files(taken, lin, deliver)
    assert case_of(taken).state == "handling"
    assert followed(taken).state_code == "handling"

    clock.forward(hours=1)
    wu_finishes(taken, wu, deliver)
    assert case_of(taken).state == "resolved"
    assert followed(taken).state_code == "handled_to_confirm"

    clock.forward(hours=1)
    case = case_of(taken)
    tasks.verify(case.id, True, "", he, case.version)
    deliver()
    case = case_of(taken)
    assert case.state == "feedback"

    move(case.id, "closed", lin, case.version)
    deliver()

    told = followed(taken)
    assert (told.state_code, case_of(taken).is_open) == ("closed", False)
    assert [step.text for step in told.steps] == [
        "Report received",
        "Report being handled",
        "Report handled, to be confirmed",
        "Report closed",
    ]
    assert [answer.text for answer in told.answers] == [
        "We have received your report.",
        "We are taking this on and choosing who will do it.",
        "It is being worked on by Cuizhu Property.",
        "The work has been reported as done. Somebody who did not do it is checking it now.",
        "The work has been done and checked. We may call you to ask whether it helped.",
        "Your report is closed.",
    ]


def test_work_that_fails_the_check_is_told_as_it_is(
    lin: Asker, wu: Asker, he: Asker, deliver: Deliver
) -> None:
    taken = take_report(BINS, VISITOR)
    lin_files(taken, lin, deliver)
    wu_finishes(taken, wu, deliver)
    case = case_of(taken)

    tasks.verify(case.id, False, "One bin is still full.", he, case.version)
    deliver()

    told = followed(taken)
    assert (told.state_code, case_of(taken).rework_count) == ("handling", 1)
    assert told.answers[-1].text == (
        "The check found that more needs to be done; Cuizhu Property is working on it again."
    )
    assert "still full" not in repr(told)


def test_work_that_goes_back_is_nothing_to_tell(lin: Asker, wu: Asker, deliver: Deliver) -> None:
    taken = take_report(BINS, VISITOR)
    lin_files(taken, lin, deliver)
    answers = followed(taken).answers
    task = task_of(taken, wu)

    tasks.return_(task.id, "Not our bins.", wu, task.version)
    deliver()

    told = followed(taken)
    assert case_of(taken).state == "filed"
    assert (told.answers, told.state_code) == (answers, "handling")
    assert "Not our bins" not in repr(told)


def test_whoever_did_the_work_cannot_check_it(
    lin: Asker, wu: Asker, he: Asker, deliver: Deliver
) -> None:
    taken = take_report(BINS, VISITOR)
    lin_files(taken, lin, deliver)
    wu_finishes(taken, wu, deliver)
    case = case_of(taken)
    both = replace(wu, grants=(*wu.grants, *he.grants))

    with pytest.raises((Refused, IllegalMove)):
        tasks.verify(case.id, True, "", both, case.version)

    assert case_of(taken) == case


def test_a_report_from_nowhere_is_placed_by_lin_and_then_handled(
    district: Any, lin: Asker, deliver: Deliver
) -> None:
    taken = take_report(replace(BINS, lat=0.0, lon=0.0), VISITOR)
    deliver()
    case = case_of(taken)

    place_case(case.id, district.estate, lin, case.version)
    deliver()
    lin_files(taken, lin, deliver)

    assert case_of(taken).state == "handling"
    assert followed(taken).place == "Wanghu · Cuihu · Cuizhu · Cuizhu Court"
