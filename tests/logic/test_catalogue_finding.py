"""Which item is meant by what a caller says, or by the first letters that Lin types."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.ground.finding.logic.likeness import How
from linli.registers.catalogue.checks import PACKS, read_packs
from linli.registers.catalogue.logic import ItemDefinition, ItemFinder, Meant

FINDER = ItemFinder.build(read_packs(PACKS).items)


def anything(_item: ItemDefinition) -> bool:
    return True


def first(text: str) -> Meant:
    return FINDER.find(text, anything)[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("积水", "waterlogging"), ("漏水", "waterlogging"), ("内涝", "waterlogging")),
        *(("乱停车", "illegal_parking"), ("违章停车", "illegal_parking")),
        ("消防通道", "illegal_parking"),
        *(("楼下路灯不亮了，晚上黑漆漆的", "lamp_fault"), ("路灯", "lamp_fault")),
        *(("电梯里关了人", "elevator_fault"), ("着火了", "smoke_fire"), ("有煤气味", "gas_leak")),
        *(("jishui", "waterlogging"), ("ldbl", "lamp_fault"), ("gkpw", "falling_object")),
        *(("pothole", "road_damage"), ("street light", "lamp_fault"), ("manhole", "manhole_open")),
        *(("鸡水", "waterlogging"), ("高空跑雾", "falling_object"), ("smoke fire", "smoke_fire")),
        *(("没得水", "water_supply_fault"), ("红绿灯坏了", "traffic_light_fault")),
        *(("耗子", "pests"), ("电瓶车上楼", "unsafe_charging"), ("阴沟堵了", "sewage_overflow")),
        *(("邋遢", "garbage"), ("树丫子断了", "tree_fallen"), ("吃低保", "minimum_allowance")),
        *(("高龄补贴", "old_age_allowance"), ("准生证", "birth_registration"), ("sos", "sos")),
    ],
)  # fmt: skip
def test_an_item_is_found_by_what_people_call_it(text: str, code: str) -> None:
    assert first(text).item.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("ludeng", "lamp_fault"), ("路灯", "lamp_fault"), ("dianti", "elevator_fault")],
)
def test_the_beginning_of_a_name_is_meant_rather_than_a_short_name_that_sounds_alike(
    text: str, code: str
) -> None:
    assert first(text).item.code == code


def test_it_is_said_by_which_name_and_how() -> None:
    assert (first("内涝").name, first("内涝").how, first("内涝").score) == (
        "内涝",
        How.WRITTEN,
        1.0,
    )
    assert first("内涝").is_synonym
    assert not first("道路积水").is_synonym
    assert first("jishui").how is How.PINYIN


def test_of_two_names_in_a_text_the_longer_one_counts() -> None:
    assert first("占用消防通道，积水").item.code == "illegal_parking"


def test_only_items_that_may_be_are_found() -> None:
    public = FINDER.find("火 积水 煤气味", lambda item: item.public)
    assert public[0].item.code == "waterlogging"
    assert {"smoke_fire", "gas_leak"}.isdisjoint(one.item.code for one in public)


@pytest.mark.parametrize("text", ["", " ", "鑫", "l", "😀", "\x00"])
def test_what_names_no_item_finds_none(text: str) -> None:
    assert FINDER.find(text, anything) == []


def test_an_empty_catalogue_is_no_fault() -> None:
    assert ItemFinder.build([]).find("积水", anything) == []


@settings(deadline=None)
@given(st.text(max_size=400))
def test_whatever_is_typed_each_item_is_answered_once(text: str) -> None:
    codes = [one.item.code for one in FINDER.find(text, anything)]
    assert len(codes) == len(set(codes))
