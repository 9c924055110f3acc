"""The duty log: lines by hand and what happened, in one order; nothing is ever changed."""

from datetime import timedelta

import pytest

from linli.ground import clock
from linli.ground.rights.asker import Asker, Refused
from linli.organise.shifts import actions, queries
from linli.organise.shifts.models import LogLine
from linli.organise.shifts.queries import log as duty_log
from linli.respond.cases.logic.faults import BadText, NotFound
from linli.respond.cases.models import Case
from tests.capabilities.cases.happenings import case_from, noticed
from tests.cast import District


def today(desk: int, asker: Asker) -> duty_log.Log:
    now = clock.now()
    at_desk = queries.at_desk(asker, desk)
    return duty_log.log(desk, now - timedelta(hours=12), now + timedelta(hours=1), at_desk)


@pytest.mark.django_db
def test_what_happened_stands_between_what_was_written(district: District, lin: Asker) -> None:
    before = clock.now() - timedelta(minutes=30)
    actions.write_line(district.street, before, "电话测试正常", lin)
    case = case_from(noticed(item="smoke_fire"))
    actions.write_line(district.street, clock.now() + timedelta(seconds=30), "消防已到场", lin)
    lines = today(district.street, lin).lines
    told = [one.text or one.happening.step.act for one in lines if one.happening or one.text]  # type: ignore[union-attr]
    assert told[0] == "电话测试正常"
    assert told[1] == "opened"
    assert told[-1] == "消防已到场"
    assert {one.happening.number for one in lines if one.happening} == {case.number}


@pytest.mark.django_db
def test_a_correction_is_a_new_line_that_names_the_old(district: District, lin: Asker) -> None:
    wrong = actions.write_line(district.street, clock.now(), "三号楼", lin)
    actions.write_line(district.street, clock.now(), "是四号楼", lin, corrects=wrong)
    old, new = today(district.street, lin).lines
    assert (old.text, old.is_corrected) == ("三号楼", True)
    assert (new.text, new.corrects) == ("是四号楼", old.at)
    assert LogLine.objects.get(pk=wrong).text == "三号楼"


@pytest.mark.django_db
def test_zhao_reads_and_corrects_nothing_of_it(district: District, lin: Asker, zhao: Asker) -> None:
    line = actions.write_line(district.street, clock.now(), "水泵", lin)
    case_from(noticed(item="smoke_fire"))
    assert today(district.other_street, zhao).lines == ()
    assert duty_log.search(district.other_street, "水泵", zhao).lines == ()
    with pytest.raises(NotFound):
        actions.write_line(district.other_street, clock.now(), "x", zhao, corrects=line)
    with pytest.raises(Refused):
        actions.write_line(district.street, clock.now(), "x", zhao)
    assert LogLine.objects.count() == 1


@pytest.mark.django_db
def test_lines_by_hand_are_found_by_words(district: District, lin: Asker) -> None:
    for text in ("地下车库水泵故障", "电梯困人，已解救", "水泵恢复"):
        actions.write_line(district.street, clock.now(), text, lin)
    found = duty_log.search(district.street, "水泵", lin)
    assert [one.text for one in found.lines] == ["水泵恢复", "地下车库水泵故障"]
    assert duty_log.search(district.street, "没有", lin).lines == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minutes", "text", "field"),
    [
        (None, "x", "happened_at"),
        (10, "x", "happened_at"),
        (-60 * 24 * 32, "x", "happened_at"),
        (0, "", "text"),
        (0, "x" * 1001, "text"),
        (0, "a\x07", "text"),
    ],
)
def test_a_line_that_cannot_be_kept_is_refused(
    district: District, lin: Asker, minutes: int | None, text: str, field: str
) -> None:
    at = None if minutes is None else clock.now() + timedelta(minutes=minutes)
    with pytest.raises(BadText) as refusal:
        actions.write_line(district.street, at, text, lin)
    assert refusal.value.field == field
    assert not LogLine.objects.exists()


@pytest.mark.django_db
def test_no_more_is_shown_than_a_page_can_hold(
    district: District, lin: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duty_log, "MOST_LINES", 2)
    for number in range(3):
        actions.write_line(district.street, clock.now(), f"第{number}条", lin)
    found = today(district.street, lin)
    assert found.is_cut
    assert [one.text for one in found.lines] == ["第1条", "第2条"]


@pytest.mark.django_db
def test_what_is_to_be_maintained_is_in_no_duty_log(district: District, lin: Asker) -> None:
    case = case_from(noticed(item="smoke_fire"))
    Case.objects.filter(pk=case.id).update(list="maintenance")
    assert today(district.street, lin).lines == ()
