"""When a morning has come, and who of many reads a notice."""

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from linli.ground.rights.asker import Held
from linli.ground.rights.table import Role
from linli.organise.notices.logic import LABELS, Kind, holders, morning, nearest
from linli.registers.calendars.logic import SpecialDay, WorkingTime

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
OPEN: Final = ((540, 720), (810, 1050))
OFFICE: Final = WorkingTime(
    (OPEN,) * 5 + ((), ()), SHANGHAI, {date(2026, 9, 25): SpecialDay((), "Mid-Autumn")}
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In September 2026; the 7th is a Monday."""
    return datetime(2026, 9, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "is_one"),
    [
        (at(7, 8, 29), False),
        (at(7, 8, 30), True),
        (at(7, 17, 29), True),
        (at(7, 17, 30), False),
        (at(6, 9), False),
        (at(25, 9), False),
    ],
)
def test_a_morning_lasts_from_half_past_eight_until_work_ends(now: datetime, is_one: bool) -> None:
    assert (morning(now.astimezone(UTC), OFFICE) is not None) == is_one


@pytest.mark.parametrize(("day", "following"), [(7, 8), (4, 7), (24, 28)])
def test_after_today_comes_the_next_day_with_work(day: int, following: int) -> None:
    begun = morning(at(day, 9), OFFICE)
    assert begun is not None
    assert begun.day == date(2026, 9, day)
    assert (begun.ends_at, begun.next_ends_at) == (at(day + 1, 0), at(following + 1, 0))


def test_a_calendar_that_never_opens_again_has_no_morning() -> None:
    once = WorkingTime(((),) * 7, SHANGHAI, {date(2026, 9, 7): SpecialDay(OPEN, "once")})
    assert morning(at(7, 9), once) is None


def test_of_desks_one_in_another_the_smallest_hears() -> None:
    city, street = Held(Role.LEADER, "city", 1), Held(Role.DUTY_DESK, "street", 3)
    assert nearest({7: [city], 8: [street], 9: [city, street]}) == [8, 9]
    assert nearest({7: [city]}) == [7]
    assert nearest({}) == []


def test_whoever_signed_hears_alone_unless_they_left() -> None:
    assert holders({5, 3}, None) == [3, 5]
    assert holders({5, 3}, 5) == [5]
    assert holders({5, 3}, 4) == [3, 5]


def test_every_kind_has_words() -> None:
    assert LABELS.keys() == set(Kind)
