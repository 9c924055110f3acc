"""A case that is told where it is joins the one that was there, by the rule of its item."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from linli.ground.rights.asker import Asker
from linli.organise.answers import queries as answers
from linli.organise.tasks import queries as tasks
from linli.respond.cases import queries
from linli.respond.cases.actions import move, place_case
from linli.respond.cases.logic.faults import StaleVersion
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from tests.capabilities.cases.happenings import PART, acts, again, case_from, told
from tests.cast import District

pytestmark = pytest.mark.django_db

NOWHERE: Final[dict[str, Any]] = {"lat": None, "lon": None}
AT_THE_ESTATE: Final[dict[str, Any]] = {**NOWHERE, "place_code": "e1"}


def test_a_placed_case_is_merged_into_the_one_that_was_there(
    district: District, lin: Asker
) -> None:
    there = case_from(told("waterlogging", **AT_THE_ESTATE))
    lost_signal = told("waterlogging", **NOWHERE)
    lost = case_from(lost_signal)
    into = place_case(lost.id, district.estate, lin, lost.version)

    merged, grown = again(lost.id), again(there.id)
    assert into == there.id
    assert (merged.state, merged.is_open, merged.place_id) == ("merged", False, district.estate)
    assert (grown.signal_count, grown.state) == (2, "received")
    assert queries.signal_ids(there.id, PART)[-1] == lost_signal
    assert queries.signal_ids(lost.id, PART) == []
    assert acts(lost.id) == ["opened", "placed", "merged"]
    last = queries.timeline(lost.id, lin)[-1]
    assert (last.actor_name, last.detail["number"]) == ("Lin", there.number)
    assert acts(there.id) == ["opened", "took_in"]


def test_its_reporter_follows_the_case_that_goes_on(
    district: District, lin: Asker, deliver: Callable[[], int]
) -> None:
    there = case_from(told("waterlogging", **AT_THE_ESTATE))
    call = NewReport(item="waterlogging", text="积水。", channel="call")
    taken = take_report(call, lin)
    lost = case_from(taken.signal_id)
    place_case(lost.id, district.estate, lin, lost.version)
    move(there.id, "filed", PART, again(there.id).version)
    deliver()

    followed = answers.follow(taken.receipt, "zh-hans")
    report = reports.report(taken.report_id, lin)
    assert followed is not None
    assert report is not None
    assert followed.state_code == "handling"
    assert report.place_id == district.estate
    assert tasks.of_case(lost.id, PART) == []
    assert len(tasks.of_case(there.id, PART)) == 1


@pytest.mark.parametrize(("item", "place"), [("noise", "e1"), ("waterlogging", "m2")])
def test_what_does_not_join_by_itself_or_lies_elsewhere_stays_a_case(
    district: District, lin: Asker, item: str, place: str
) -> None:
    case_from(told(item, **{**NOWHERE, "place_code": place}))
    lost = case_from(told(item, **NOWHERE))
    assert place_case(lost.id, district.estate, lin, lost.version) is None
    assert (again(lost.id).state, again(lost.id).is_open) == ("received", True)


def test_a_case_whose_place_is_corrected_stays_a_case(district: District, lin: Asker) -> None:
    case_from(told("waterlogging", **AT_THE_ESTATE))
    other = case_from(told("waterlogging", **{**NOWHERE, "place_code": "m2"}))
    assert place_case(other.id, district.estate, lin, other.version) is None
    assert again(other.id).state == "received"


def test_of_two_who_place_it_at_once_the_second_is_told(district: District, lin: Asker) -> None:
    lost = case_from(told("noise", **NOWHERE))
    place_case(lost.id, district.estate, lin, lost.version)
    with pytest.raises(StaleVersion):
        place_case(lost.id, district.community_2, lin, lost.version)
    assert again(lost.id).place_id == district.estate
