"""How a row of a department's list relates to the catalogue."""

import pytest

from linli.registers.catalogue.checks import PACKS, read_packs
from linli.registers.catalogue.logic import (
    Compared,
    ItemFinder,
    Listed,
    Verdict,
    compare,
    limit_of,
    with_names,
)

ITEMS = read_packs(PACKS).items
FINDER = ItemFinder.build(ITEMS)


def compared(*names: str) -> list[Compared]:
    rows = [Listed(row, name, "城管局") for row, name in enumerate(names, start=2)]
    return compare(rows, ITEMS, FINDER)


@pytest.mark.parametrize(
    ("name", "verdict", "item"),
    [
        *(("路灯故障", Verdict.SAME, "lamp_fault"), ("路灯不亮", Verdict.SAME, "lamp_fault")),
        *(("耗子", Verdict.SAME, "pests"), ("ＰＯＴＨＯＬＥ", Verdict.SAME, "road_damage")),
        ("路灯不亮报修", Verdict.SIMILAR, "lamp_fault"),
        ("井盖破损类", Verdict.SIMILAR, "manhole_open"),
        ("噪音绕民", Verdict.SIMILAR, "noise"),
        *(("飞絮", Verdict.NOVEL, ""), ("会议室预约", Verdict.NOVEL, "")),
    ],
)
def test_a_row_is_the_same_similar_or_not_there(name: str, verdict: Verdict, item: str) -> None:
    (found,) = compared(name)
    assert (found.verdict, found.item) == (verdict, item)


def test_it_is_said_by_which_name_and_how() -> None:
    (spelled, heard) = compared("路灯不亮报修", "噪音绕民")
    assert (spelled.name, spelled.how) == ("路灯不亮", "written")
    assert (heard.name, heard.how) == ("噪音扰民", "sound")


def test_a_name_that_stood_above_is_repeated_and_still_says_what_it_is_like() -> None:
    first, other, again = compared("路灯不亮", "飞絮", "路灯不亮")
    assert (first.verdict, other.verdict) == (Verdict.SAME, Verdict.NOVEL)
    assert (again.verdict, again.first_row, again.item) == (Verdict.REPEATED, 2, "lamp_fault")


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        *(("3个工作日", (3, "working_days")), ("5 工作日", (5, "working_days"))),
        *(("4工作小时", (4, "working_hours")), ("2小时", (120, "minutes"))),
        *(("30分钟内", (30, "minutes")), ("7天", (10080, "minutes"))),
        *(("尽快", ()), ("", ()), ("0个工作日", ()), ("9999个工作日", ())),
    ],
)
def test_a_limit_is_read_as_it_is_written(text: str, limit: tuple[object, ...]) -> None:
    assert limit_of(text) == limit


def test_only_names_that_it_has_not_are_added() -> None:
    lamp = next(item for item in ITEMS if item.code == "lamp_fault")
    assert with_names(lamp, ["路灯不亮", "路灯报修", "路灯报修"]) == (*lamp.synonyms.zh, "路灯报修")
