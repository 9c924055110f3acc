"""What the desk takes down: whose order, who told it, how grave, and at least in whose reach."""

from dataclasses import replace

import pytest

from linli.ground.rights import table
from linli.ground.rights.asker import VISITOR, Asker, Refused, Where
from linli.ground.rights.table import Reach, Right, Role
from linli.sense.reports import actions, queries
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import BadReport, NewReport, UnknownReport
from linli.sense.reports.models import Report
from linli.sense.reports.queries import PublicFilter, Reporter
from linli.sense.signals import queries as signals
from linli.sense.signals.models import Signal
from tests.cast import District

PART = Asker.for_part("tests")
NOISE = NewReport(
    item="noise",
    text="我是王秀兰，楼上半夜装修。",
    channel="call",
    place_code="b3",
    reporter_name="王秀兰",
    reporter_phone="139 0000 1234",
)
ORDER = replace(NOISE, channel="hotline", channel_ref="AH20261128001")


def test_an_order_is_taken_once_and_its_receipt_is_told(district: District, lin: Asker) -> None:
    first = take_report(ORDER, lin)
    with pytest.raises(BadReport) as bad:
        take_report(replace(ORDER, channel_ref=" ah2026 1128001"), lin)
    (fault,) = bad.value.faults
    assert (fault.field, fault.values["receipt"]) == ("channel_ref", first.receipt)
    assert (Report.objects.count(), Signal.objects.count()) == (1, 1)


def test_the_same_number_of_another_channel_is_another_one(district: District, lin: Asker) -> None:
    take_report(ORDER, lin)
    take_report(replace(ORDER, channel="instruction"), lin)
    assert Report.objects.count() == 2


def test_zhao_hears_that_an_order_was_taken_but_not_its_receipt(
    district: District, lin: Asker, zhao: Asker
) -> None:
    take_report(ORDER, lin)
    with pytest.raises(BadReport) as bad:
        take_report(replace(ORDER, place_code="g3"), zhao)
    (fault,) = bad.value.faults
    assert fault.values == {"number": ORDER.channel_ref}
    assert Report.objects.count() == 1


def test_an_order_that_two_take_down_at_once_is_kept_once(
    district: District, lin: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on PostgreSQL, where the second has looked before the first has committed."""
    take_report(ORDER, lin)
    monkeypatch.setattr(actions, "_require_new_number", lambda *_: None)
    with pytest.raises(BadReport, match="by a colleague just now"):
        take_report(ORDER, lin)
    assert Report.objects.count() == 1


def test_a_caller_is_seen_by_the_desk_with_a_folded_number(district: District, lin: Asker) -> None:
    taken = take_report(replace(NOISE, naming="confidential"), lin)
    assert queries.reporter_of(taken.report_id, lin) == Reporter("王秀兰", "13900001234", "")


def test_the_unit_that_may_call_back_does_not_see_who_told_it_confidentially(
    district: District, lin: Asker, he: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever right to see reporters a role is given one day."""
    may_see = Right(Role.CHECKER, "see", "reporter", Reach.PLACE)
    monkeypatch.setattr("linli.ground.rights.asker.RIGHTS", (*table.RIGHTS, may_see))
    named = take_report(NOISE, lin)
    confidential = take_report(replace(NOISE, naming="confidential"), lin)
    assert queries.reporter_of(named.report_id, he).name == "王秀兰"
    with pytest.raises(Refused):
        queries.reporter_of(confidential.report_id, he)


def test_a_confidential_report_is_public_to_nobody_and_nameless_to_its_unit(
    district: District, lin: Asker
) -> None:
    open_one = take_report(NOISE, lin)
    taken = take_report(replace(NOISE, naming="confidential"), lin)
    everybody = queries.public_reports(PublicFilter())
    (handled,) = queries.public_reports(PublicFilter(signal_ids=(taken.signal_id,)))
    assert [one.id for one in everybody] == [open_one.report_id]
    assert handled.text == "我是…，楼上半夜装修。"


def test_nothing_is_kept_of_an_anonymous_caller(district: District, lin: Asker) -> None:
    taken = take_report(replace(NOISE, naming="anonymous"), lin)
    assert queries.reporter_of(taken.report_id, lin) == Reporter("", "", "")


def test_the_desk_judges_how_urgent_it_is(district: District, lin: Asker) -> None:
    taken = take_report(replace(NOISE, urgency="emergency"), lin)
    signal = signals.signal(taken.signal_id, lin)
    assert signal is not None
    assert signal.severity == "emergency"
    assert signal.evidence["urgency"] == "emergency"


def test_what_has_no_place_yet_lies_where_its_desk_sits(
    district: District, lin: Asker, zhao: Asker
) -> None:
    taken = take_report(replace(NOISE, place_code=""), lin)
    report, signal = queries.report(taken.report_id, lin), signals.signal(taken.signal_id, lin)
    assert report is not None
    assert signal is not None
    assert (report.place_id, report.where) == (None, district.where("street"))
    assert (signal.place_id, signal.where) == (None, district.where("street"))
    assert queries.report(taken.report_id, zhao) is None
    with pytest.raises(UnknownReport):
        queries.reporter_of(taken.report_id, zhao)


def test_what_a_resident_tells_without_a_place_lies_nowhere(district: District, lin: Asker) -> None:
    told = take_report(replace(NOISE, channel="portal", place_code=""), VISITOR)
    report = queries.report(told.report_id, lin)
    assert report is not None
    assert report.where == Where()
