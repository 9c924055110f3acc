"""How the cases of another system are read: by a map that says what its columns and words mean."""

from datetime import UTC, datetime
from typing import Any

import pytest

from linli.respond.cases.logic.history import (
    BadHistory,
    BadMap,
    own_items,
    read_map,
    read_past,
)
from linli.respond.cases.logic.states import State

NOW = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
MAP = """
source = "old"
zone = "America/Los_Angeles"
times = ["%m/%d/%Y %I:%M:%S %p"]
[columns]
number = "SRNumber"
opened = "Created"
closed = "Closed"
item = "Type"
state = "Status"
[items]
"Bulky" = "garbage"
[items.Tree]
code = "old_tree"
zh = "树木（历史）"
en = "Tree"
handle = { amount = 5, unit = "working_days" }
[states]
Open = "open"
Done = "closed"
Cancelled = "voided"
"""
ROW = {
    "number": "1-87",
    "opened": "12/31/2017 11:59:58 PM",
    "closed": "01/03/2018 09:00:00 AM",
    "item": "Bulky",
    "state": "Done",
}


def read(**changes: Any) -> Any:
    return read_past({**ROW, **changes}, read_map(MAP), NOW)


def test_times_are_those_of_the_maps_zone() -> None:
    past = read()

    assert past.opened_at == datetime(2018, 1, 1, 7, 59, 58, tzinfo=UTC)
    assert past.closed_at == datetime(2018, 1, 3, 17, 0, tzinfo=UTC)
    assert (past.item, past.kind, past.state) == ("garbage", "Bulky", State.CLOSED)


def test_what_is_open_there_waits_for_the_desk_here() -> None:
    past = read(state="Open")

    assert (past.state, past.closed_at) == (State.RECEIVED, None)


def test_without_a_state_the_closing_time_says_it() -> None:
    assert read(state="").state is State.CLOSED
    assert read(state="", closed="").state is State.RECEIVED


def test_coordinates_are_taken_as_a_pair_or_not_at_all() -> None:
    assert (read(lat="34.07", lon="-118.2").lat, read(lat="34.07", lon="").lat) == (34.07, None)
    assert read(lat="0", lon="0").lat is None


@pytest.mark.parametrize(
    ("changes", "column", "said"),
    [
        ({"closed": "12/31/2017 11:59:57 PM"}, "closed", "before it was opened"),
        ({"closed": ""}, "closed", "is empty"),
        ({"opened": "2017-12-31"}, "opened", "2017-12-31"),
        ({"opened": "12/31/2030 11:59:58 PM", "closed": "", "state": ""}, "opened", "future"),
        ({"closed": "12/31/2030 11:59:58 PM"}, "closed", "future"),
        ({"opened": "12/31/1917 11:59:58 PM"}, "opened", "1970"),
        ({"state": "Lost"}, "state", "Lost"),
        ({"item": "Flood"}, "item", "Flood"),
        ({"lat": "north", "lon": "1"}, "lat", "north"),
        ({"lat": "91", "lon": "1"}, "lat", "91"),
        ({"lat": "nan", "lon": "1"}, "lat", "nan"),
    ],
)
def test_a_row_that_cannot_be_is_refused_in_words(
    changes: dict[str, str], column: str, said: str
) -> None:
    with pytest.raises(BadHistory) as raised:
        read(**changes)

    assert raised.value.column == column
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('source = "old"', 'source = "old one"', "old one"),
        ('zone = "America/Los_Angeles"', 'zone = "Mars"', "Mars"),
        ('zone = "America/Los_Angeles"', 'zone = "../../etc/passwd"', "zone"),
        ('number = "SRNumber"\n', "", "number"),
        ('number = "SRNumber"', 'number = "SRNumber"\ncolour = "Red"', "colour"),
        ('Done = "closed"', 'Done = "finished"', "finished"),
        ('times = ["%m/%d/%Y %I:%M:%S %p"]', "times = []", "times"),
        ('en = "Tree"', 'en = "Tree"\nsize = 3', "size"),
        ("[columns]", "[columns", "read"),
    ],
)
def test_a_map_that_cannot_be_is_refused_in_words(before: str, after: str, said: str) -> None:
    assert before in MAP
    with pytest.raises(BadMap, match=said):
        read_map(MAP.replace(before, after))


def test_json_is_a_map_too() -> None:
    found = read_map(
        '{"source": "old", "zone": "UTC", "times": ["%Y"], "items": {"a": "garbage"},'
        ' "columns": {"number": "n", "opened": "o", "item": "i"}}'
    )

    assert found.items == {"a": "garbage"}


def test_a_type_of_its_own_becomes_a_retired_item() -> None:
    [tree] = own_items(read_map(MAP)).values()

    assert (tree.code, tree.retired, tree.public, tree.label("en")) == (
        "old_tree",
        True,
        False,
        "Tree",
    )
    assert tree.clocks["handle"].amount == 5
