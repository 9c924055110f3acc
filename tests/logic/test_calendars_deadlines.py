"""When a limit is over, and how much working time lies between."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.registers.calendars.logic import (
    BadHours,
    Hours,
    NoWorkingTime,
    SpecialDay,
    Unit,
    WorkingTime,
    deadline,
    is_overdue,
    ordinary_hours,
    parse_hours,
    spans,
    warning,
    working_minutes,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
DAY: Hours = ((540, 720), (810, 1050))
WEEK = (DAY, DAY, DAY, DAY, DAY, (), ())
ALWAYS: tuple[Hours, ...] = (((0, 1440),),) * 7
HOLIDAY, MAKE_UP = SpecialDay((), "国庆节"), SpecialDay(DAY, "调休上班")
OFFICE = WorkingTime(
    WEEK,
    SHANGHAI,
    {date(2026, 10, day): HOLIDAY for day in range(1, 8)} | {date(2026, 10, 10): MAKE_UP},
)


def at(written: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "hours", "over"),
    [
        ("2026-09-07 10:00", 1, "2026-09-07 11:00"),
        ("2026-09-07 09:00", 3, "2026-09-07 12:00"),
        ("2026-09-07 11:30", 1, "2026-09-07 14:00"),
        ("2026-09-07 12:30", 1, "2026-09-07 14:30"),
        ("2026-09-07 06:00", 1, "2026-09-07 10:00"),
        ("2026-09-07 17:00", 1, "2026-09-08 09:30"),
        ("2026-09-07 23:00", 7, "2026-09-08 17:30"),
        ("2026-09-11 17:30", 1, "2026-09-14 10:00"),
        ("2026-09-12 11:00", 1, "2026-09-14 10:00"),
        ("2026-09-30 17:00", 2, "2026-10-08 10:30"),
        ("2026-10-09 17:00", 2, "2026-10-10 10:30"),
        ("2026-09-07 10:00", 35, "2026-09-14 10:00"),
    ],
)
def test_working_hours_run_while_the_office_is_open(start: str, hours: int, over: str) -> None:
    assert deadline(at(start), hours, "working_hours", OFFICE) == at(over)


@pytest.mark.parametrize(
    ("start", "days", "over"),
    [
        ("2026-09-07 10:00", 1, "2026-09-08 17:30"),
        ("2026-09-07 23:59", 1, "2026-09-08 17:30"),
        ("2026-09-11 18:00", 1, "2026-09-14 17:30"),
        ("2026-09-12 10:00", 1, "2026-09-14 17:30"),
        ("2026-09-30 10:00", 1, "2026-10-08 17:30"),
        ("2026-10-08 10:00", 2, "2026-10-10 17:30"),
        ("2026-09-07 10:00", 5, "2026-09-14 17:30"),
    ],
)
def test_working_days_begin_with_the_next_day_and_end_with_its_work(
    start: str, days: int, over: str
) -> None:
    assert deadline(at(start), days, "working_days", OFFICE) == at(over)


def test_minutes_run_day_and_night() -> None:
    assert deadline(at("2026-10-01 23:50"), 30, "minutes", OFFICE) == at("2026-10-02 00:20")


def test_a_half_day_ends_at_noon() -> None:
    eve = {date(2026, 9, 8): SpecialDay(((540, 720),), "中秋提前下班")}
    office = replace(OFFICE, special=eve)
    assert deadline(at("2026-09-08 11:00"), 2, "working_hours", office) == at("2026-09-09 10:00")
    assert deadline(at("2026-09-07 11:00"), 1, "working_days", office) == at("2026-09-08 12:00")


def test_a_limit_of_nothing_is_over_at_once() -> None:
    night = at("2026-09-12 03:00")
    assert deadline(night, 0, "working_hours", OFFICE) == night


def test_a_deadline_is_in_utc() -> None:
    over = deadline(at("2026-09-07 10:00"), 1, "working_hours", OFFICE)
    assert over.tzinfo is UTC
    assert over.hour == 3


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 minutes"):
        deadline(at("2026-09-07 10:00"), -1, "minutes", OFFICE)


@pytest.mark.parametrize("unit", ["working_hours", "working_days"])
def test_a_calendar_that_never_opens_is_told(unit: str) -> None:
    closed = WorkingTime(((),) * 7, SHANGHAI)
    with pytest.raises(NoWorkingTime, match="2026-09-07"):
        deadline(at("2026-09-07 10:00"), 1, unit, closed)  # type: ignore[arg-type]


def test_a_calendar_with_a_few_single_days_is_worked_as_long_as_they_last() -> None:
    fair = WorkingTime(((),) * 7, SHANGHAI, {date(2026, 9, 8): MAKE_UP})
    assert deadline(at("2026-09-07 10:00"), 7, "working_hours", fair) == at("2026-09-08 17:30")
    with pytest.raises(NoWorkingTime):
        deadline(at("2026-09-07 10:00"), 8, "working_hours", fair)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-09-07 09:00", "2026-09-07 17:30", 420),
        ("2026-09-07 11:59", "2026-09-07 13:31", 2),
        ("2026-09-11 17:00", "2026-09-14 09:30", 60),
        ("2026-09-30 17:00", "2026-10-08 09:30", 60),
        ("2026-09-12 00:00", "2026-09-13 23:59", 0),
        ("2026-09-07 12:00", "2026-09-07 09:00", 0),
    ],
)
def test_working_minutes_leave_out_noon_nights_and_holidays(
    start: str, end: str, minutes: int
) -> None:
    assert working_minutes(at(start), at(end), OFFICE) == minutes


def test_a_day_has_23_or_25_hours_when_clocks_change() -> None:
    always = WorkingTime(ALWAYS, NEW_YORK)
    for day, hours in (("2026-03-08", 23), ("2026-11-01", 25), ("2026-11-02", 24)):
        start = at(f"{day} 00:00", NEW_YORK)
        end = start + timedelta(days=1)  # the next local midnight
        assert working_minutes(start, end, always) == hours * 60


def test_hours_that_fall_into_the_skipped_hour_are_not_counted_twice() -> None:
    """On 8 March 2026 New York goes from 02:00 to 03:00."""
    night = WorkingTime((((105, 165), (165, 240)),) * 7, NEW_YORK)
    worked = list(spans(date(2026, 3, 8), night))
    lengths = [(end - start) // timedelta(minutes=1) for start, end in worked]
    assert sum(lengths) <= 75
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(worked))


def test_ordinary_hours_are_those_of_the_first_working_weekday() -> None:
    assert ordinary_hours(((), DAY, (), (), (), (), ())) == DAY
    assert ordinary_hours(((),) * 7) == ()


def test_hours_are_read_as_minutes_of_the_day() -> None:
    assert parse_hours([["09:00", "12:00"], ["13:30", "17:30"]]) == DAY
    assert parse_hours([["00:00", "24:00"]]) == ((0, 1440),)


@pytest.mark.parametrize(
    "written",
    [
        [["9", "12:00"]],
        [["09:60", "12:00"]],
        [["00:00", "24:01"]],
        [["-1:00", "12:00"]],
        [["12:00", "12:00"]],
        [["09:00", "12:00"], ["11:00", "13:00"]],
        [["13:00", "14:00"], ["09:00", "12:00"]],
    ],
)
def test_hours_that_are_none_are_refused(written: list[list[str]]) -> None:
    with pytest.raises(BadHours):
        parse_hours(written)


moments = st.integers(1_767_225_600, 1_814_400_000).map(  # 2026 and half of 2027
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
briefly = settings(max_examples=40, deadline=None)


def hours_of_days() -> st.SearchStrategy[Hours]:
    cuts = st.lists(st.integers(0, 1440), unique=True, max_size=6).map(sorted)
    return cuts.map(lambda some: tuple(zip(some[::2], some[1::2], strict=False)))


calendars = st.builds(
    WorkingTime,
    weekly=st.tuples(*[hours_of_days()] * 7).filter(any),
    zone=st.sampled_from([SHANGHAI, NEW_YORK, ZoneInfo("Australia/Lord_Howe")]),
    special=st.dictionaries(
        st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        st.builds(SpecialDay, hours_of_days()),
        max_size=20,
    ),
)


@briefly
@given(calendars, moments, st.integers(0, 60))
def test_the_work_up_to_a_deadline_is_the_limit(
    calendar: WorkingTime, start: datetime, hours: int
) -> None:
    over = deadline(start, hours, "working_hours", calendar)
    assert over >= start
    assert working_minutes(start, over, calendar) == hours * 60


@briefly
@given(
    calendars,
    moments,
    moments,
    st.integers(0, 40),
    st.sampled_from(["minutes", "working_hours", "working_days"]),
)
def test_a_later_start_never_has_an_earlier_deadline(
    calendar: WorkingTime, one: datetime, other: datetime, amount: int, unit: str
) -> None:
    first, second = sorted((one, other))
    assert deadline(first, amount, unit, calendar) <= deadline(  # type: ignore[arg-type]
        second,
        amount,
        unit,
        calendar,  # type: ignore[arg-type]
    )


@briefly
@given(calendars, moments, st.integers(0, 40), st.sampled_from(["working_hours", "working_days"]))
def test_a_longer_limit_is_over_later(
    calendar: WorkingTime, start: datetime, amount: int, unit: str
) -> None:
    shorter = deadline(start, amount, unit, calendar)  # type: ignore[arg-type]
    assert shorter < deadline(start, amount + 1, unit, calendar)  # type: ignore[arg-type]


@briefly
@given(calendars, moments, moments, moments)
def test_working_time_adds_up(
    calendar: WorkingTime, one: datetime, two: datetime, three: datetime
) -> None:
    first, middle, last = sorted((one, two, three))
    whole = working_minutes(first, last, calendar)
    parts = working_minutes(first, middle, calendar) + working_minutes(middle, last, calendar)
    assert 0 <= whole - parts <= 1


@pytest.mark.parametrize(
    ("start", "end", "unit", "warned"),
    [
        ("2026-09-07 10:00", "2026-09-07 14:00", "minutes", "2026-09-07 13:00"),
        ("2026-09-07 10:00", "2026-09-07 10:00", "minutes", "2026-09-07 10:00"),
        ("2026-09-07 10:00", "2026-09-07 15:30", "working_hours", "2026-09-07 14:30"),
        ("2026-09-11 16:30", "2026-09-14 09:00", "working_hours", "2026-09-11 17:15"),
        ("2026-09-30 15:30", "2026-10-09 17:30", "working_days", "2026-10-09 12:00"),
        ("2026-10-02 08:00", "2026-10-02 12:00", "working_days", "2026-10-02 11:00"),
    ],
)
def test_somebody_is_warned_when_three_quarters_of_the_working_time_are_gone(
    start: str, end: str, unit: Unit, warned: str
) -> None:
    """Where a limit holds no working time, as set by hand, the clock on the wall counts."""
    assert warning(at(start), at(end), unit, OFFICE) == at(warned)


@pytest.mark.parametrize(
    ("due", "is_open", "overdue"),
    [
        (at("2026-09-07T09:59"), True, True),
        (at("2026-09-07T10:00"), True, False),
        (at("2026-09-07T10:01"), True, False),
        (at("2026-09-07T09:59"), False, False),
        (None, True, False),
    ],
)
def test_overdue_is_what_should_be_done_and_is_not(
    due: datetime | None, is_open: bool, overdue: bool
) -> None:
    assert is_overdue(due, is_open=is_open, now=at("2026-09-07T10:00")) is overdue
