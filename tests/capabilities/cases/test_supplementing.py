"""A reporter who is asked for more tells it under the receipt, and the case goes on."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from linli.ground.rights.asker import VISITOR, Asker, Refused
from linli.organise.answers.queries import follow
from linli.respond.cases import queries
from linli.respond.cases.actions import move, supplement_case
from linli.respond.cases.logic.faults import IllegalMove, NotFound
from linli.respond.cases.queries import CaseRow
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import (
    BadReport,
    NewReport,
    NewSupplement,
    Taken,
    UnknownReport,
)
from linli.sense.reports.models import Supplement
from tests.capabilities.cases.happenings import PART, again, case_from, everything, facts
from tests.capabilities.tasks.works import photo_by

pytestmark = pytest.mark.usefixtures("district", "data")

WHERE = "Which of the two yards is it?"
ANSWER = NewSupplement(text=" Behind block 3. My number is 13800001234. ")
BINS = NewReport(item="garbage", text="It stinks.", channel="portal", lat=31.82, lon=117.22)


@pytest.fixture
def taken(district: Any) -> Taken:
    return take_report(BINS, VISITOR)


@pytest.fixture
def asked(taken: Taken, lin: Asker) -> CaseRow:
    """Lin asks where it is before anything else."""
    case = case_from(taken.signal_id)
    move(case.id, "info_requested", lin, case.version, WHERE)
    return again(case.id)


def test_the_answer_is_kept_and_the_case_waits_to_be_accepted_again(
    asked: CaseRow, taken: Taken, lin: Asker
) -> None:
    photo = photo_by(VISITOR)

    supplement_case(taken.receipt, NewSupplement(text=ANSWER.text, photos=(photo,)), VISITOR)

    case, step = again(asked.id), queries.timeline(asked.id, lin)[-1]
    assert (case.state, case.version, case.is_open) == ("received", asked.version + 1, True)
    assert (step.act, step.actor_id, step.actor_name) == ("supplemented", None, "reporter")
    assert (step.from_state, step.to_state, step.reason) == ("info_requested", "received", "")
    (added,) = reports.supplements([taken.report_id], lin)
    assert step.detail == {"report_id": str(taken.report_id), "supplement_id": str(added.id)}
    assert (added.text, added.photo_ids) == (ANSWER.text.strip(), (photo,))
    assert facts()[-2:] == ["report_supplemented", "case_moved"]


def test_a_case_that_was_looked_at_on_the_spot_goes_back_to_that(taken: Taken, lin: Asker) -> None:
    case = case_from(taken.signal_id)
    move(case.id, "verifying", lin, case.version)
    move(case.id, "info_requested", lin, case.version + 1, WHERE)

    supplement_case(taken.receipt, ANSWER, VISITOR)

    assert again(case.id).state == "verifying"


def test_all_reporters_hear_that_more_was_told(asked: CaseRow, taken: Taken, deliver: Any) -> None:
    supplement_case(taken.receipt, ANSWER, VISITOR)
    deliver()

    found = follow(taken.receipt, "en")
    assert found is not None
    assert found.asked is None
    assert found.answers[-1].text == "More information has come in; we are looking at it again."


def test_the_receipt_says_what_is_asked_only_while_it_is(taken: Taken, lin: Asker) -> None:
    told = []
    for act in (
        lambda: case_from(taken.signal_id),
        lambda: move(case_from(taken.signal_id).id, "info_requested", lin, 1, WHERE),
        lambda: supplement_case(taken.receipt, ANSWER, VISITOR),
    ):
        act()
        found = follow(taken.receipt, "en")
        assert found is not None
        told.append(found.asked)

    assert told == [None, WHERE, None]


def test_nothing_is_taken_in_that_nobody_asked_for(
    asked: CaseRow, taken: Taken, lin: Asker
) -> None:
    supplement_case(taken.receipt, ANSWER, VISITOR)
    for to in ("", "filed", "voided"):
        if to:
            move(asked.id, to, lin, again(asked.id).version, "Twice.")
        before = everything()

        with pytest.raises(IllegalMove):
            supplement_case(taken.receipt, ANSWER, VISITOR)

        assert everything() == before
    assert Supplement.objects.count() == 1


def test_a_report_that_has_no_case_yet_asks_nothing(taken: Taken) -> None:
    with pytest.raises(NotFound):
        supplement_case(taken.receipt, ANSWER, VISITOR)

    assert Supplement.objects.count() == 0


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewSupplement(text=""), "text"),
        (NewSupplement(text="x" * 4001), "text"),
        (NewSupplement(text="a", photos=(UUID(int=7),)), "photos"),
    ],
)
def test_what_cannot_be_kept_changes_nothing(
    asked: CaseRow, taken: Taken, new: NewSupplement, field: str
) -> None:
    before = everything()

    with pytest.raises(BadReport) as bad:
        supplement_case(taken.receipt, new, VISITOR)

    assert bad.value.field == field
    assert (everything(), Supplement.objects.count()) == (before, 0)


def test_nobody_tells_more_without_the_receipt(asked: CaseRow, zhao: Asker) -> None:
    before = everything()

    for typed in ("ABCD2345", "", str(asked.number), str(uuid4())):
        with pytest.raises(UnknownReport):
            supplement_case(typed, ANSWER, zhao)

    assert (everything(), Supplement.objects.count()) == (before, 0)


def test_who_may_see_the_report_reads_what_was_added_and_others_without_numbers(
    asked: CaseRow, taken: Taken, lin: Asker, zhao: Asker, wu: Asker
) -> None:
    supplement_case(taken.receipt, ANSWER, VISITOR)

    (seen,) = reports.supplements([taken.report_id], lin)
    assert seen.text == "Behind block 3. My number is 13800001234."
    assert reports.supplements([taken.report_id], zhao) == []
    with pytest.raises(Refused):
        reports.supplements([taken.report_id], wu)
    (public,) = reports.public_supplements([taken.report_id])
    assert (public.text, public.photo_ids) == ("Behind block 3. My number is ….", ())


def test_what_was_added_to_a_report_that_is_not_public_stays_with_the_desk(
    district: Any, lin: Asker
) -> None:
    taken = take_report(replace(BINS, item="sos", channel="api"), PART)
    case = case_from(taken.signal_id)
    move(case.id, "info_requested", lin, case.version, "Which door?")

    supplement_case(taken.receipt, ANSWER, VISITOR)

    assert reports.public_supplements([taken.report_id]) == []
    assert len(reports.supplements([taken.report_id], PART)) == 1
