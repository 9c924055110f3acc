"""What a report says is for the desk, until the desk lets everybody read it, and takes it back."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from linli.ground.rights.asker import VISITOR, Asker, Refused
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import release_words, withdraw_words
from linli.respond.cases.logic.faults import NotFound
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import BadReport, NewReport, UnknownReport
from linli.sense.reports.models import Report
from linli.sense.reports.queries import PublicFilter
from tests.cast import District

PART = Asker.for_part("tests")


@dataclass(frozen=True, slots=True)
class Told:
    case: UUID
    report: UUID


@pytest.fixture
def told(district: District, deliver: Callable[[], None]) -> Told:
    new = NewReport(item="noise", text="楼上的王先生很吵", channel="portal", lat=31.82, lon=117.22)
    taken = take_report(new, VISITOR)
    deliver()
    case = cases.case_of_signal(taken.signal_id, PART)
    assert case is not None
    return Told(case.id, taken.report_id)


def shown() -> str | None:
    [report] = reports.public_reports(PublicFilter())
    return report.released.text if report.released else None


def acts(told: Told) -> list[str]:
    return [step.act for step in cases.timeline(told.case, PART)][1:]


def test_nothing_is_shown_until_lin_releases_it(told: Told, lin: Asker) -> None:
    assert shown() is None
    release_words(told.case, told.report, " 晚上很吵 ", (), lin)
    assert shown() == "晚上很吵"
    assert acts(told) == ["released"]


def test_what_was_released_is_taken_back(told: Told, lin: Asker) -> None:
    release_words(told.case, told.report, "晚上很吵", (), lin)
    withdraw_words(told.case, told.report, lin)
    assert shown() is None
    assert acts(told) == ["released", "withdrawn"]


@pytest.mark.parametrize("text", ["打 13900001234", "x" * 4001, "a\x00b", "me@example.org"])
def test_numbers_of_persons_are_never_released(told: Told, lin: Asker, text: str) -> None:
    with pytest.raises(BadReport):
        release_words(told.case, told.report, text, (), lin)
    assert (shown(), acts(told)) == (None, [])


def test_a_photo_of_another_report_is_not_released(told: Told, lin: Asker) -> None:
    with pytest.raises(BadReport):
        release_words(told.case, told.report, "吵", (uuid4(),), lin)
    assert shown() is None


def test_what_was_told_in_confidence_is_never_released(told: Told, lin: Asker) -> None:
    Report.objects.update(naming="confidential")
    with pytest.raises(UnknownReport):
        release_words(told.case, told.report, "吵", (), lin)
    assert acts(told) == []


def test_zhao_and_those_who_handle_it_release_nothing(
    told: Told, zhao: Asker, wu: Asker, chen: Asker
) -> None:
    for who, refusal in ((zhao, NotFound), (wu, (Refused, NotFound)), (chen, Refused)):
        with pytest.raises(refusal):
            release_words(told.case, told.report, "吵", (), who)
    assert (shown(), acts(told)) == (None, [])


def test_only_a_report_of_the_case_is_released_there(told: Told, lin: Asker) -> None:
    with pytest.raises(NotFound):
        release_words(told.case, uuid4(), "吵", (), lin)
