"""Reporters hear each step once, in their own words, under their receipt."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import override

from linli.ground.facts.models import StoredFact
from linli.ground.rights.asker import VISITOR, Asker
from linli.organise.answers import handlers
from linli.organise.answers.logic import Message, Word
from linli.organise.answers.models import Answer
from linli.organise.answers.queries import Followed, follow, follow_all
from linli.organise.answers.words import LABELS, SENTENCES
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move, note
from linli.respond.cases.facts import CaseMoved, CaseOpened, SignalJoined
from linli.respond.cases.logic.faults import BadText
from linli.respond.cases.queries import CaseRow
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport, Taken
from linli.web.shared.words import CASE_STATES

PART = Asker.for_part("tests")
BINS = NewReport(
    item="garbage",
    text="The bins at my door are full.",
    channel="portal",
    lat=31.82,
    lon=117.22,
    reporter_name="Wang",
    reporter_phone="138 0000 1234",
)
FLOOD = replace(BINS, item="waterlogging", text="Water stands in the yard.")


def case_of(taken: Taken) -> CaseRow:
    case = cases.case_of_signal(taken.signal_id, PART)
    assert case is not None
    return case


def followed(receipt: str, language: str = "en") -> Followed:
    found = follow(receipt, language)
    assert found is not None
    return found


def texts(taken: Taken, language: str = "en") -> list[str]:
    return [answer.text for answer in followed(taken.receipt, language).answers]


def filed(case: CaseRow, lin: Asker) -> CaseMoved:
    """Lin takes the case on; the step as a fact."""
    move(case.id, "filed", lin, case.version)
    body = StoredFact.objects.filter(name="case_moved").order_by("id").last().body
    return CaseMoved(
        case_id=UUID(body["case_id"]),
        from_state=body["from_state"],
        to_state=body["to_state"],
        entry_id=UUID(body["entry_id"]),
        urgent=False,
    )


def test_before_anything_happened_the_receipt_says_received(district: Any) -> None:
    taken = take_report(BINS, VISITOR)

    found = followed(taken.receipt)

    assert (found.state_code, found.state_label) == ("received", "Report received")
    assert [step.text for step in found.steps] == ["Report received"]
    assert found.answers == ()


def test_the_first_reporter_hears_that_the_report_has_arrived(
    district: Any, deliver: Callable[[], None]
) -> None:
    taken = take_report(BINS, VISITOR)

    deliver()

    assert texts(taken)[0] == "We have received your report."


def test_a_reporter_who_joins_a_case_hears_that_it_is_known(
    district: Any, deliver: Callable[[], None]
) -> None:
    first = take_report(FLOOD, VISITOR)
    deliver()
    second = take_report(FLOOD, VISITOR)

    deliver()

    assert case_of(second).id == case_of(first).id
    assert texts(second) == ["We already know of this problem; your report has been added to it."]


def test_a_rejection_is_told_with_its_reason(
    district: Any, lin: Asker, deliver: Callable[[], None]
) -> None:
    taken = take_report(BINS, VISITOR)
    deliver()
    case = case_of(taken)

    move(case.id, "rejected", lin, case.version, "It stands on private ground.")
    deliver()

    assert texts(taken)[-1] == "We cannot take this on: It stands on private ground."
    assert followed(taken.receipt).state_code == "not_accepted"


def test_notes_from_inside_stay_inside(
    district: Any, lin: Asker, deliver: Callable[[], None]
) -> None:
    taken = take_report(BINS, VISITOR)
    deliver()
    case = case_of(taken)

    note(case.id, "He calls every day.", lin)
    filed(case, lin)
    deliver()
    worked_on = case_of(taken)
    assert worked_on.state == "handling"
    move(case.id, "voided", lin, worked_on.version, "He calls every day.")
    deliver()

    assert texts(taken)[-1] == "Your report was set aside; no more work is done on it."
    assert "every day" not in repr(followed(taken.receipt))


@pytest.mark.parametrize("is_filed", [False, True])
def test_what_is_set_aside_unworked_is_not_accepted_and_says_why(
    is_filed: bool, district: Any, lin: Asker, deliver: Callable[[], None]
) -> None:
    taken = take_report(BINS, VISITOR)
    deliver()
    if is_filed:
        move(case_of(taken).id, "filed", lin, case_of(taken).version)  # nobody is sent yet
    case = case_of(taken)

    move(case.id, "voided", lin, case.version, "We found nothing of the kind.")
    deliver()

    assert texts(taken)[-1] == "Your report was not accepted: We found nothing of the kind."
    assert followed(taken.receipt).state_code == "not_accepted"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_nothing_is_set_aside_without_a_short_reason(
    reason: str, district: Any, lin: Asker, deliver: Callable[[], None]
) -> None:
    taken = take_report(BINS, VISITOR)
    deliver()
    case = case_of(taken)
    with pytest.raises(BadText):
        move(case.id, "voided", lin, case.version, reason)
    assert case_of(taken) == case


def test_no_handler_tells_twice(district: Any, lin: Asker, deliver: Callable[[], None]) -> None:
    first = take_report(FLOOD, VISITOR)
    deliver()
    second = take_report(FLOOD, VISITOR)
    deliver()
    case = case_of(first)
    step = filed(case, lin)
    deliver()
    answers, facts = Answer.objects.count(), StoredFact.objects.count()

    handlers.tell_first_reporter(
        CaseOpened(case.id, case.item, case.state, first.signal_id, urgent=False), PART
    )
    handlers.tell_joined_reporter(SignalJoined(case.id, second.signal_id, urgent=False), PART)
    handlers.tell_reporters(step, PART)

    assert (Answer.objects.count(), StoredFact.objects.count()) == (answers, facts)


def test_all_reporters_of_a_case_hear_its_steps_in_one_go(
    district: Any,
    lin: Asker,
    deliver: Callable[[], None],
    django_assert_max_num_queries: Any,
) -> None:
    taken = [take_report(FLOOD, VISITOR) for _ in range(30)]
    deliver()
    case = case_of(taken[0])
    step = filed(case, lin)
    before = Answer.objects.count()

    with django_assert_max_num_queries(20):
        handlers.tell_reporters(step, PART)

    assert Answer.objects.count() == before + 30


def test_following_shows_nothing_of_who_told_it_or_where_exactly(district: Any) -> None:
    taken = take_report(replace(BINS, address="Block 3, flat 1201"), VISITOR)

    found = followed(taken.receipt)

    assert found.place == "Wanghu · Cuihu · Cuizhu · Cuizhu Court"
    for hidden in ("Wang ", "0000", "1201", "my door", "Block"):
        assert hidden not in repr(found)


def test_the_receipt_speaks_both_languages(district: Any, deliver: Callable[[], None]) -> None:
    taken = take_report(BINS, VISITOR)
    deliver()

    assert (followed(taken.receipt, "zh-hans").item, followed(taken.receipt).item) == (
        "垃圾堆积",
        "Garbage",
    )


def test_many_reports_are_followed_in_as_many_queries_as_one(
    district: Any, wang: Asker, deliver: Callable[[], None], django_assert_num_queries: Any
) -> None:
    for new in (BINS, FLOOD, replace(BINS, lat=31.81)):
        take_report(new, wang)
    deliver()
    own = reports.own_reports(wang)
    one_by_one = [follow(report.receipt, "en") for report in own]

    with django_assert_num_queries(7):
        together = follow_all(own, "en")

    assert together == one_by_one
    with django_assert_num_queries(7):
        follow_all(own[:1], "en")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_closed_is_never_called_fixed(language: str) -> None:
    """Whatever says it: under the receipt, for Open311 and around (`LABELS`), to the staff."""
    with override(language):
        said = [
            str(LABELS[Word.CLOSED]),
            str(SENTENCES[Message.CLOSED]),
            str(SENTENCES[Message.STAYS_CLOSED]),
            str(CASE_STATES["closed"].label),
        ]
    for text in said:
        assert not re.search("fixed|solved|mended|repaired|解决|修好|修复", text)


def test_nothing_to_follow_is_nothing_found(district: Any) -> None:
    assert follow_all([], "en") == []


@pytest.mark.parametrize("wrong", ["", "AAAAAAAA", "\x00", "收据"])
def test_a_wrong_receipt_leads_nowhere(district: Any, wrong: str) -> None:
    assert follow(wrong, "en") is None


def test_a_loosely_typed_receipt_is_understood(district: Any) -> None:
    taken = take_report(BINS, VISITOR)

    typed = f" {taken.receipt[:4].lower()}-{taken.receipt[4:]} "

    assert followed(typed).receipt == taken.receipt
