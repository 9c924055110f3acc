"""A timed run ends with a fault, in words, when it misses its bar."""

import pytest

from benchmarks.bars import (
    answer_faults,
    council_faults,
    finding_faults,
    leave,
    loading_faults,
    page_faults,
    query_faults,
    refusal_faults,
    speed_faults,
)


def test_a_page_may_take_a_second() -> None:
    assert page_faults(1000.0) == []
    assert page_faults(1001.4) == ["p95 is 1001 ms; 1000 ms is the most."]


def test_sqlite_takes_a_hundred_requests_a_second() -> None:
    assert speed_faults(100.0, on_sqlite=True) == []
    assert speed_faults(40.0, on_sqlite=False) == []
    assert speed_faults(99.0, on_sqlite=True) == ["99 requests a second; 100 are the least."]


def test_nearly_all_requests_lie_in_the_council_that_the_city_chose() -> None:
    assert council_faults(985, 1000) == []
    assert council_faults(0, 0) == []
    assert council_faults(9_700, 9_883) == [
        "9700 of 9883 requests (98.15%) are in the council that the city chose;"
        " 98.5% are the least."
    ]


def test_nine_calls_in_ten_are_placed_within_a_tenth_of_a_second() -> None:
    assert finding_faults(100.0, 450, 500) == []
    assert finding_faults(101.0, 449, 500) == [
        "p95 is 101 ms; 100 ms is the most.",
        "449 of 500 calls were placed; 90% are the least.",
    ]


def test_an_answer_has_bars_for_who_waits_and_for_the_machine() -> None:
    assert answer_faults(100.0, 100.0, 3.0, 3.0) == []
    assert answer_faults(101.4, 100.0, 3.2, 3.0) == [
        "p95 is 101 ms; 100 ms is the most.",
        "CPU is 3.2 ms; 3 ms is the most.",
    ]


def test_a_long_page_takes_as_few_queries_as_a_short_one() -> None:
    assert query_faults("all", 10, 10) == []
    assert query_faults("all", 6, 7) == ["all: 6 and 7 queries; as many for each, 10 at most."]
    assert query_faults("all", 11, 11) == ["all: 11 and 11 queries; as many for each, 10 at most."]


def test_no_request_may_be_refused() -> None:
    assert refusal_faults(0) == []
    assert refusal_faults(2) == ["2 requests were refused; none may be."]


def test_a_missed_bar_is_a_fault_of_the_program() -> None:
    with pytest.raises(SystemExit) as passed:
        leave([])
    with pytest.raises(SystemExit) as missed:
        leave(["a", "b"])
    assert (passed.value.code, missed.value.code) == (0, "Missed: a\nMissed: b")


def test_a_load_names_every_planted_fault_and_no_other_in_time() -> None:
    assert loading_faults(30.0, {7: "编码"}, {7: "编码"}) == []
    assert "30 s are the most" in loading_faults(30.1, {}, {})[0]
    assert "编码 was planted" in loading_faults(1.0, {7: "编码"}, {})[0]
    assert "名称 was named" in loading_faults(1.0, {}, {8: "名称"})[0]
    assert len(loading_faults(1.0, {7: "编码"}, {7: "名称"})) == 1
