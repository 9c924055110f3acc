"""While the caller waits: a report joins an open case by hand, or is answered on the spot."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.organise.answers import queries as answers
from linli.respond.alerts.models import Alert
from linli.respond.cases import queries
from linli.respond.cases.actions import answer_case, move, open_or_join, take_answered, take_into
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.queries import CaseRow, Sought, near
from linli.sense.reports import queries as reports
from linli.sense.reports.logic import BadReport, NewReport
from linli.sense.reports.models import Report
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
from tests.cast import District

pytestmark = pytest.mark.django_db

CALL = NewReport(item="noise", text="楼上半夜装修。", channel="call", place_code="b3")


@pytest.fixture
def noise(district: District) -> CaseRow:
    """Somebody has told of noise in the building; what residents tell of it joins by hand only."""
    return case_from(told("noise"))


def test_a_report_is_filed_into_the_case_that_the_desk_chose(noise: CaseRow, lin: Asker) -> None:
    taken = take_into(noise.id, CALL, lin)

    now = again(noise.id)
    assert queries.signal_ids(noise.id, PART)[-1] == taken.signal_id
    assert (now.signal_count, now.version) == (2, noise.version)
    step = queries.timeline(noise.id, PART)[-1]
    assert (step.act, step.actor_name, step.detail["rule"]) == ("joined_by_hand", "Lin", "by_hand")
    assert ("Lin", "join", "case") in audited()
    assert facts()[-3:] == ["signal_raised", "report_taken", "signal_joined"]


def test_what_joined_by_hand_stays_where_it_is(noise: CaseRow, lin: Asker) -> None:
    taken = take_into(noise.id, CALL, lin)
    assert open_or_join(taken.signal_id, PART) == noise.id
    assert again(noise.id).signal_count == 2


def test_what_the_caller_leaves_out_comes_from_the_case(noise: CaseRow, lin: Asker) -> None:
    taken = take_into(noise.id, replace(CALL, item="", place_code=""), lin)
    report = reports.report(taken.report_id, lin)
    assert report is not None
    assert (report.item, report.place_id) == ("noise", noise.place_id)


def test_an_urgent_call_makes_the_case_urgent(noise: CaseRow, lin: Asker) -> None:
    take_into(noise.id, replace(CALL, urgency="urgent"), lin)
    assert again(noise.id).severity == "urgent"


def test_a_case_that_was_settled_meanwhile_takes_nothing_more(noise: CaseRow, lin: Asker) -> None:
    move(noise.id, "voided", PART, noise.version, "测试。")
    before = everything()
    with pytest.raises(IllegalMove, match="settled meanwhile"):
        take_into(noise.id, CALL, lin)
    assert everything() == before
    assert Report.objects.count() == 1


def test_a_report_with_a_fault_joins_nothing(noise: CaseRow, lin: Asker) -> None:
    before = everything()
    with pytest.raises(BadReport):
        take_into(noise.id, replace(CALL, text=""), lin)
    assert everything() == before


def test_zhao_joins_nothing_to_a_case_of_ours(noise: CaseRow, zhao: Asker) -> None:
    before = everything()
    with pytest.raises(NotFound):
        take_into(noise.id, replace(CALL, place_code="g3"), zhao)
    assert everything() == before


def test_who_only_checks_joins_nothing(noise: CaseRow, he: Asker) -> None:
    with pytest.raises(Refused):
        take_into(noise.id, CALL, he)


def found(asker: Asker, **sought: Any) -> list[tuple[str, bool]]:
    return [(one.case.item, one.is_same_item) for one in near(Sought(**sought), asker)]


def test_open_cases_here_are_offered_the_same_item_first(
    district: District, noise: CaseRow, lin: Asker
) -> None:
    case_from(told("garbage"))
    case_from(noticed("smoke_fire"))
    assert found(lin, item="noise", place_id=district.building)[0] == ("noise", True)
    assert {item for item, _ in found(lin, place_id=district.building)} == {
        *("noise", "garbage", "smoke_fire")
    }


def test_cases_of_the_buildings_are_offered_for_the_estate(
    district: District, noise: CaseRow, lin: Asker
) -> None:
    assert found(lin, item="noise", place_id=district.estate) == [("noise", True)]
    assert found(lin, item="noise", place_id=district.community_2) == []


def test_cases_of_the_same_item_around_the_pin_are_offered_with_their_distance(
    district: District, noise: CaseRow, lin: Asker
) -> None:
    (one,) = near(Sought(item="noise", lat=district.lat + 0.002, lon=district.lon), lin)
    assert one.metres is not None
    assert 200 < one.metres < 250
    assert near(Sought(item="noise", lat=district.lat + 0.006, lon=district.lon), lin) == []


def test_what_is_settled_or_elsewhere_is_not_offered(
    district: District, noise: CaseRow, lin: Asker, zhao: Asker
) -> None:
    assert found(zhao, item="noise", place_id=district.building) == []
    assert found(zhao, item="noise") == []
    move(noise.id, "voided", PART, noise.version, "测试。")
    assert found(lin, item="noise", place_id=district.building) == []


def test_nothing_is_offered_while_nothing_is_known(noise: CaseRow, lin: Asker) -> None:
    assert found(lin) == found(lin, item="dragons") == []


def test_an_answer_on_the_spot_needs_no_work_order(
    district: District, lin: Asker, deliver: Callable[[], int]
) -> None:
    taken = take_answered(CALL, "装修时间到晚上八点，已提醒物业。", lin)
    deliver()

    case = queries.case_of_signal(taken.signal_id, PART)
    assert case is not None
    assert (case.state, case.parties, case.signal_count) == ("feedback", (), 1)
    assert case.feedback_until is not None
    assert acts(case.id) == ["opened", "answered"]
    assert not Alert.objects.exists()
    followed = answers.follow(taken.receipt, "zh-hans")
    assert followed is not None
    assert followed.answers[-1].text == "值班台已答复您：装修时间到晚上八点，已提醒物业。"


def test_a_caller_who_is_content_is_not_called_back(
    district: District, lin: Asker, deliver: Callable[[], int]
) -> None:
    taken = take_answered(CALL, "收运时间是早上六点。", lin, is_settled=True)
    deliver()
    case = queries.case_of_signal(taken.signal_id, PART)
    assert case is not None
    assert (case.state, case.is_open) == ("closed", False)


def test_an_answer_goes_to_its_caller_alone(noise: CaseRow, lin: Asker) -> None:
    """Others who told of the same still wait."""
    taken = take_answered(replace(CALL, item="garbage"), "明早收运。", lin)
    again_told = case_from(told("garbage"))
    answered = queries.case_of_signal(taken.signal_id, PART)
    assert answered is not None
    assert answered.id != again_told.id
    assert again_told.state == "received"


@pytest.mark.parametrize(
    ("change", "answer", "error"),
    [
        ({"urgency": "emergency"}, "请拨打 119。", IllegalMove),
        ({}, "  ", BadText),
        ({}, "x" * 1001, BadText),
        ({"text": ""}, "好。", BadReport),
    ],
)
def test_what_cannot_be_answered_leaves_nothing_behind(
    district: District, lin: Asker, change: dict[str, Any], answer: str, error: type[Exception]
) -> None:
    before = everything()
    with pytest.raises(error):
        take_answered(replace(CALL, **change), answer, lin)
    assert everything() == before
    assert not Report.objects.exists()


def test_an_answer_to_a_case_that_has_changed_is_not_given(noise: CaseRow, lin: Asker) -> None:
    with pytest.raises(StaleVersion):
        answer_case(noise.id, "好。", lin, noise.version + 1)
    assert again(noise.id).state == "received"


def test_a_case_at_work_is_not_answered_away(noise: CaseRow, lin: Asker) -> None:
    move(noise.id, "verifying", PART, noise.version)
    with pytest.raises(IllegalMove):
        answer_case(noise.id, "好。", lin)


def test_grid_workers_and_zhao_answer_nothing(noise: CaseRow, chen: Asker, zhao: Asker) -> None:
    before = everything()
    with pytest.raises(Refused):
        answer_case(noise.id, "好。", chen)
    with pytest.raises(NotFound):
        answer_case(noise.id, "好。", zhao)
    assert everything() == before
