"""Invented calls: about places that exist, in the words and with the slips of real callers."""

from collections import Counter

import pytest

from linli_simulator.calls import sounds
from linli_simulator.calls.numbers import counted
from linli_simulator.calls.telling import Call, addresses_of, make_calls
from linli_simulator.district import names
from linli_simulator.district.files import SEED
from linli_simulator.district.layout import Layout, lay_out


@pytest.fixture(scope="module")
def layout() -> Layout:
    return lay_out(SEED)


@pytest.fixture(scope="module")
def calls(layout: Layout) -> list[Call]:
    return make_calls(addresses_of(layout, names.DISTRICT.code), 500, seed=1)


def test_every_call_is_about_a_place_that_exists(layout: Layout, calls: list[Call]) -> None:
    known = {place.code: place for place in layout.places}
    assert {known[call.place].level for call in calls} == {"building", "estate"}
    for call in calls:
        assert layout.lies_in(known[call.place], call.estate)
        assert layout.lies_in(known[call.place], names.DISTRICT.code)


def test_calls_are_told_in_eighteen_ways(calls: list[Call]) -> None:
    ways = Counter(call.way for call in calls)
    assert len(ways) == 18
    assert ways["in_full"] > 40


def test_half_of_the_calls_do_not_hold_the_name_of_the_estate(
    layout: Layout, calls: list[Call]
) -> None:
    known = {place.code: place.name.zh for place in layout.places}
    wrong = [call for call in calls if known[call.estate] not in call.typed]
    assert 200 <= len(wrong) <= 320


def test_the_same_seed_makes_the_same_calls(layout: Layout, calls: list[Call]) -> None:
    addresses = addresses_of(layout, names.DISTRICT.code)
    assert make_calls(addresses, 500, seed=1) == calls
    assert make_calls(addresses, 500, seed=2) != calls


@pytest.mark.parametrize(("number", "words"), [(3, "三"), (10, "十"), (12, "十二"), (30, "三十")])
def test_numbers_are_said_in_words(number: int, words: str) -> None:
    assert counted(number) == words


def test_sounds_are_those_of_most_readers() -> None:
    assert sounds.sounds("翠竹苑") == ["cui", "zhu", "yuan"]
    assert sounds.initials("望舒庭") == "wst"
