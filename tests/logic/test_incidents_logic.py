"""What can be said of an incident, and when it can be stood down."""

import pytest

from linli.organise.incidents.logic import (
    RESOURCES_OUT,
    UNITS_THERE,
    Level,
    Named,
    NewResource,
    Standing,
    require_nothing_open,
    require_room,
)
from linli.respond.cases.logic.faults import BadText, IllegalMove


@pytest.mark.parametrize(
    ("name", "level", "spot"),
    [("", 4, ""), (" ", 4, ""), ("x" * 81, 4, ""), ("a\0b", 4, ""), ("A", 4, "x" * 201)]
    + [("A", level, "") for level in (0, 5, -1)],
)
def test_what_names_nothing_is_refused(name: str, level: int, spot: str) -> None:
    with pytest.raises(BadText):
        Named.read(name, level, spot)


def test_blanks_around_a_name_are_left_out() -> None:
    assert Named.read(" Flood ", 1, " Gate ") == Named("Flood", Level.EXTRAORDINARY, "Gate")


@pytest.mark.parametrize("count", [0, -1, 1_000_001])
def test_no_number_of_things_is_refused(count: int) -> None:
    with pytest.raises(BadText, match=str(count)):
        NewResource(what="Pump", count=count, source="Fire station", holder="").tidy()


@pytest.mark.parametrize(("what", "source"), [("", "X"), ("Pump", "")])
def test_a_thing_has_a_name_and_somebody_it_is_from(what: str, source: str) -> None:
    with pytest.raises(BadText):
        NewResource(what=what, count=1, source=source, holder="").tidy()


@pytest.mark.parametrize(
    ("standing", "missing"),
    [
        (Standing(0, 0), ()),
        (Standing(1, 0), (UNITS_THERE,)),
        (Standing(0, 2), (RESOURCES_OUT,)),
        (Standing(3, 2), (UNITS_THERE, RESOURCES_OUT)),
    ],
)
def test_it_is_stood_down_when_nothing_is_open(
    standing: Standing, missing: tuple[str, ...]
) -> None:
    assert standing.missing == missing
    if missing:
        with pytest.raises(IllegalMove) as refusal:
            require_nothing_open(standing)
        assert refusal.value.guard == missing[0]
    else:
        require_nothing_open(standing)


def test_what_is_full_takes_no_more() -> None:
    require_room(9, 10, "At most %(most)d.")
    with pytest.raises(BadText, match="At most 10"):
        require_room(10, 10, "At most %(most)d.")
