"""Which of many names stand in a text, however it was typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.ground.finding.logic.likeness import How
from linli.ground.finding.logic.names import Match, NameIndex
from linli.ground.finding.logic.units import plain

NAMES = (
    *("月影苑", "灯影苑", "萤火里", "打谷场小区", "暖阳新村", "月桥里", "栖桐街道", "纸鸢路18号"),
    *("Yueying Court", "Nuanyang New Village", "绿洲SOHO", "九里小区"),
)
INDEX = NameIndex.build(NAMES, ("小区", "苑", "里", "新村", "街道"))


def best(text: str) -> Match:
    return INDEX.find(plain(text))[0]


@pytest.mark.parametrize(
    ("typed", "name", "how"),
    [
        ("月影苑", "月影苑", How.WRITTEN),
        ("就是那个月影苑门口", "月影苑", How.WRITTEN),
        ("月影", "月影苑", How.WRITTEN),
        ("月苑", "月影苑", How.WRITTEN),
        ("影月苑", "月影苑", How.WRITTEN),
        ("月影花园", "月影苑", How.SOUND),
        ("悦影院", "月影苑", How.SOUND),
        ("银火里", "萤火里", How.SOUND),
        ("蓝阳新村", "暖阳新村", How.WRITTEN),
        ("达顾尝小区", "打谷场小区", How.SOUND),
        ("yueyingyuan", "月影苑", How.PINYIN),
        ("yue ying yuan", "月影苑", How.PINYIN),
        ("yueyin", "月影苑", How.SOUND),
        ("yueyingyaun", "月影苑", How.PINYIN),
        ("月ying苑", "月影苑", How.PINYIN),
        ("yyy", "月影苑", How.INITIALS),
        ("dgcxq", "打谷场小区", How.INITIALS),
        ("lvzhou", "绿洲SOHO", How.PINYIN),
        ("luzhou", "绿洲SOHO", How.PINYIN),
        ("绿洲ｓｏｈｏ", "绿洲SOHO", How.WRITTEN),
        ("yueying court", "Yueying Court", How.WRITTEN),
        ("nuanyang new vilage", "Nuanyang New Village", How.SOUND),
        ("纸鸢路 18 号", "纸鸢路18号", How.WRITTEN),
        ("9里小区", "九里小区", How.WRITTEN),
    ],
)
def test_a_name_is_found_as_it_was_typed(typed: str, name: str, how: How) -> None:
    found = best(typed)
    assert (NAMES[found.name], found.how) == (name, how)


def test_all_of_a_name_is_worth_one_and_says_where_it_stands() -> None:
    assert best("在月影苑里") == Match(0, 1.0, How.WRITTEN, 1, 4, is_whole=True)


def test_an_ending_counts_little_and_a_stem_much() -> None:
    shares = {NAMES[one.name]: one.share for one in INDEX.find("月影")}
    assert shares["月影苑"] > 0.85
    assert shares["灯影苑"] < 0.5


def test_the_same_sound_is_worth_less_than_the_same_character() -> None:
    assert best("月影苑").share > best("悦影苑").share > best("悦瑛苑").share > 0.8


def test_two_names_in_one_text_are_both_found() -> None:
    found = {NAMES[one.name]: (one.start, one.end) for one in INDEX.find("栖桐街道月影苑")}
    assert (found["栖桐街道"], found["月影苑"]) == ((0, 4), (4, 7))


@pytest.mark.parametrize("text", ["", " ", "!?", "😀", "鑫", "7"])
def test_what_stands_in_no_name_finds_nothing(text: str) -> None:
    assert INDEX.find(text) == []


def test_no_names_at_all_are_no_fault() -> None:
    assert NameIndex.build(()).find("月影苑") == []
    assert NameIndex.build(("—", "")).find("月影苑") == []


@settings(deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_typed_shares_are_between_nothing_and_all(text: str) -> None:
    for one in INDEX.find(plain(text)):
        assert 0 < one.share <= 1.0001
        assert 0 <= one.start < one.end


@settings(deadline=None)
@given(st.lists(st.text(max_size=40), max_size=8), st.text(max_size=60))
def test_whatever_names_there_are_each_is_found_by_itself(names: list[str], text: str) -> None:
    index = NameIndex.build(names)
    assert all(0 <= one.name < len(names) for one in index.find(plain(text)))
    for name in index.names:
        if len(name) <= 24 and any(one.isalnum() for one in name):
            shares = {index.names[one.name]: one.share for one in index.find(name)}
            assert shares[name] == pytest.approx(1.0)
