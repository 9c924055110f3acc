"""Reports by their own numbers: a receipt, a number of 12345, the telephone of the caller."""

from dataclasses import replace

import pytest
from django.db import connection

from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import VISITOR, Asker, Refused
from linli.sense.reports import queries
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import BadReport, NewReport
from linli.sense.reports.models import Report
from tests.cast import District

NOISE = NewReport(
    item="noise",
    text="楼上半夜装修。",
    channel="hotline",
    channel_ref="AH20261128001",
    place_code="b3",
    reporter_phone="139 0000 1234",
)


def spaced(receipt: str) -> str:
    return f"{receipt[:4]} {receipt[4:]}"


@pytest.mark.parametrize("typed", ["AH20261128001", " ah2026 1128001", "ＡＨ20261128001"])
def test_lin_finds_a_report_by_the_number_of_its_channel(
    typed: str, district: District, lin: Asker
) -> None:
    taken = take_report(NOISE, lin)
    assert [row.id for row in queries.of_number(typed, lin)] == [taken.report_id]


def test_lin_finds_a_report_by_its_receipt_however_it_is_spaced(
    district: District, lin: Asker
) -> None:
    taken = take_report(NOISE, lin)
    for typed in (taken.receipt, spaced(taken.receipt), taken.receipt.lower()):
        assert [row.receipt for row in queries.of_number(typed, lin)] == [taken.receipt]


def test_part_of_a_number_finds_nothing(district: District, lin: Asker) -> None:
    taken = take_report(NOISE, lin)
    for typed in ("AH2026112800", taken.receipt[:7], "", "   ", "\x00", "x" * 65):
        assert queries.of_number(typed, lin) == []


def test_zhao_finds_nothing_by_numbers_of_another_district(
    district: District, lin: Asker, zhao: Asker
) -> None:
    taken = take_report(NOISE, lin)
    assert queries.of_number(NOISE.channel_ref, zhao) == []
    assert queries.of_number(taken.receipt, zhao) == []
    assert queries.of_caller("13900001234", zhao) == []


@pytest.mark.parametrize("typed", ["13900001234", "１３９ 0000 1234", "+86 139-0000-1234"])
def test_lin_finds_what_a_caller_told_and_her_look_is_in_the_audit(
    typed: str, district: District, lin: Asker
) -> None:
    first = take_report(NOISE, lin)
    portal = replace(NOISE, channel="portal", channel_ref="")
    second = take_report(replace(portal, reporter_phone="139-0000-1234"), VISITOR)
    take_report(replace(portal, reporter_phone="13900001235"), VISITOR)
    before = AuditEntry.objects.count()

    found = queries.of_caller(typed, replace(lin, purpose="asks"))

    assert [row.id for row in found] == [second.report_id, first.report_id]
    looks = AuditEntry.objects.order_by("pk")[before:]
    assert [(one.act, one.kind, one.purpose) for one in looks] == [("find", "reporter", "asks")] * 2
    assert {one.thing_id for one in looks} == {str(row.id) for row in found}
    assert not any("1234" in str(one.detail) for one in looks)


def test_a_look_that_finds_nothing_is_in_the_audit_too(district: District, lin: Asker) -> None:
    assert queries.of_caller("13900009999", replace(lin, purpose="asks")) == []
    look = AuditEntry.objects.latest("pk")
    assert (look.act, look.thing_id, look.purpose, look.detail) == ("find", "", "asks", {})


def test_no_more_than_the_newest_are_listed(district: District, lin: Asker) -> None:
    portal = replace(NOISE, channel="portal", channel_ref="")
    told = [take_report(portal, VISITOR).report_id for _ in range(3)]
    assert [row.id for row in queries.of_caller("13900001234", lin, limit=2)] == told[:0:-1]


@pytest.mark.parametrize("typed", ["", "12", "王秀兰", "1390000", "139号", "\x00"])
def test_what_is_no_telephone_number_is_looked_for_nowhere(
    typed: str, district: District, lin: Asker
) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(BadReport, match="no telephone number"):
        queries.of_caller(typed, lin)
    assert AuditEntry.objects.count() == before


def test_a_unit_and_a_checker_find_no_callers(
    district: District, lin: Asker, wu: Asker, he: Asker, chen: Asker
) -> None:
    take_report(NOISE, lin)
    for asker in (wu, he, chen):
        with pytest.raises(Refused):
            queries.of_caller("13900001234", asker)


def test_both_numbers_are_looked_up_by_an_index(district: District) -> None:
    by_phone = Report.objects.filter(reporter_phone="13900001234").exclude(reporter_phone="")
    by_ref = Report.objects.filter(channel_ref="AH1").exclude(channel_ref="")
    if connection.vendor == "sqlite":  # PostgreSQL reads a table of no rows from end to end
        assert "reports_by_phone" in by_phone.order_by("-received_at").explain()
        assert "reports_by_channel_ref" in by_ref.explain()
