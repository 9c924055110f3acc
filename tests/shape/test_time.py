"""One clock in the ground; nothing sleeps where a wake-up or a stop must reach it."""

import ast

import pytest

from tests.shape.house import LINLI, calls, imports, named, python

CLOCK = LINLI / "ground" / "clock.py"
WALL_CLOCKS = {
    "time.time",
    "time.time_ns",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "date.today",
    "datetime.date.today",
    "timezone.now",
    "Now",
}
SLEEPS = {"time.sleep", "asyncio.sleep", "sleep"}


def is_nothing(call: ast.Call) -> bool:
    """`sleep(0)` only lets others go first."""
    return [ast.unparse(argument) for argument in call.args] == ["0"]


@pytest.mark.parametrize(("what", "elsewhere"), [(WALL_CLOCKS, {CLOCK}), (SLEEPS, set())])
def test_nobody_asks_another_clock_or_sleeps(what: set[str], elsewhere: set[str]) -> None:
    asked = [
        f"{named(path)}:{call.lineno} {name}"
        for path in python(LINLI)
        if path not in elsewhere
        for name, call in calls(path)
        if name in what and not is_nothing(call)
    ]
    assert asked == []


def test_no_clock_is_imported_under_a_name_that_hides_it() -> None:
    hidden = {"time.time", "time.sleep", "asyncio.sleep", "django.utils.timezone.now"}
    found = [
        f"{named(path)} {name}"
        for path in python(LINLI)
        for name in imports(path)
        if name in hidden
    ]
    assert found == []
