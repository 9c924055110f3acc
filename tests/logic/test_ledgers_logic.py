"""When a row of a ledger falls due, what has changed in it, and which ledgers cannot be."""

from datetime import date
from pathlib import Path

import pytest

from linli.organise.ledgers.logic import Filled, changes, due_on, months_after
from linli.registers.catalogue.ledgers.reading import read_ledgers, shipped

GOOD = """code: lamps
name: {zh: 路灯台账, en: Lamps}
description: {zh: 一行一盏, en: One row for each}
items: [lamp_fault]
due: {column: seen_on, months: 12}
columns:
  - {code: seen_on, name: {zh: 日期, en: Day}, type: date, from: closed}
  - {code: watts, name: {zh: 功率, en: Watts}, type: number, least: 1, most: 500}
"""


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 1), 12, date(2028, 12, 1)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_so_many_months_later(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_without_a_date_nothing_falls_due() -> None:
    assert due_on({"seen_on": "2026-09-07"}, "seen_on", 12) == date(2027, 9, 7)
    assert due_on({"seen_on": ""}, "seen_on", 12) is None
    assert due_on({}, "seen_on", 12) is None
    assert due_on({"seen_on": "9999-12-01"}, "seen_on", 12) is None


def test_what_is_empty_in_a_list_leaves_what_was_there() -> None:
    old = Filled(number="1", place_id=7, spot="Gate", values={"watts": 40, "kind": "LED"})
    new = Filled(number="1", place_id=None, values={"watts": None, "kind": "Sodium"})
    assert new.over(old) == Filled(
        number="1", place_id=7, spot="Gate", values={"watts": 40, "kind": "Sodium"}
    )
    assert new.over(None) == new


def test_only_what_changed_is_told() -> None:
    old = Filled(number="1", place_id=7, spot="", values={"watts": 40})
    new = Filled(number="1", place_id=7, spot="Gate", values={"watts": 60, "kind": None})
    assert changes(old, new) == {"spot": ["", "Gate"], "watts": [40, 60]}
    assert changes(new, new) == {}
    assert changes(None, old) == {
        "number": [None, "1"],
        "place_id": [None, 7],
        "watts": [None, 40],
    }


def read(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "lamps.yaml").write_text(text, "utf-8")
    return [str(fault).removeprefix(f"{tmp_path}/") for fault in read_ledgers(tmp_path).faults]


def test_the_shipped_ledgers_are_good() -> None:
    assert set(shipped()) == {"hidden_dangers", "fire_facilities", "elevators"}
    assert all(one.due and one.opens for one in shipped().values())


def test_a_good_file_is_taken(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD) == []
    (lamps,) = read_ledgers(tmp_path).known.values()
    assert [column.name for column in lamps.schema.columns] == [
        *("number", "place", "spot"),
        *("seen_on", "watts"),
    ]
    assert lamps.schema.columns[-1].most == 500


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("lamp_fault", "lamp_falt", "lamps.yaml:4: there is no item “lamp_falt”."),
        ("items:", "opens: nothing\nitems:", "lamps.yaml:4: opens: there is no item “nothing”."),
        ("column: seen_on", "column: watts", "lamps.yaml:5: due.column: there is no date column"),
        ("months: 12", "months: 0", "lamps.yaml:5: due.months: “0” cannot be"),
        ("type: date, from: closed", "type: date, from: item", "lamps.yaml:7: columns.from: item"),
        ("type: number", "type: person", "lamps.yaml:8: columns.type: “person” is not known"),
        ("type: number", "type: text", "lamps.yaml:8: columns.type: least and most"),
        ("code: watts", "code: place", "lamps.yaml:8: columns.code: “place” stands here twice."),
        ("least: 1", "required: true", "lamps.yaml:8: columns.required: closed cases feed"),
        ("type: number", "type: choice", "lamps.yaml:8: columns.type: choices belong"),
        ("code: lamps", "code: Lamps", "lamps.yaml:1: code: “Lamps” is no such name"),
        ("columns:", "colums:", "lamps.yaml:1: columns: is missing."),
    ],
)
def test_what_is_wrong_is_named_by_file_and_line(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    faults = read(tmp_path, GOOD.replace(old, new, 1))
    assert any(fault.startswith(told) for fault in faults), faults
