"""The calendars that Linli brings along, and days that a person sets."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker, Refused
from linli.registers.calendars import actions, queries
from linli.registers.calendars.actions import DayRule
from linli.registers.calendars.logic import BadHours, deadline
from linli.registers.calendars.models import SpecialDay, WorkCalendar
from linli.registers.calendars.queries import UnknownCalendar
from tests.cast import SETUP
from tests.conftest import StillClock

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
FULL_DAY = ((540, 720), (810, 1050))


@pytest.fixture(autouse=True)
def _loaded(clock: StillClock) -> None:
    actions.load_defaults(SETUP)


def hours(day: date, code: str = "office") -> tuple[tuple[int, int], ...]:
    return queries.calendar(code).hours(day)


def official_until(code: str) -> date:
    return next(row.official_until for row in queries.calendars() if row.code == code)


@pytest.mark.parametrize(("month", "day"), [(2, 14), (10, 10), (1, 4), (2, 28), (5, 9), (9, 20)])
def test_make_up_days_of_2026_are_worked(month: int, day: int) -> None:
    made_up = date(2026, month, day)
    assert made_up.weekday() >= 5
    assert hours(made_up) == FULL_DAY


@pytest.mark.parametrize(("month", "day"), [(1, 1), (2, 17), (4, 6), (5, 5), (6, 19), (10, 7)])
def test_holidays_of_2026_are_free(month: int, day: int) -> None:
    assert hours(date(2026, month, day)) == ()


def test_an_ordinary_week_is_worked_from_monday_to_friday() -> None:
    assert [bool(hours(date(2026, 9, day))) for day in range(7, 14)] == [True] * 5 + [False] * 2


def test_a_limit_runs_over_the_national_holiday() -> None:
    start = datetime(2026, 9, 30, 17, 0, tzinfo=SHANGHAI)
    over = deadline(start, 3, "working_days", queries.calendar("office"))
    assert over == datetime(2026, 10, 10, 17, 30, tzinfo=SHANGHAI)


def test_holidays_are_official_only_as_far_as_they_are_announced() -> None:
    assert official_until("office") == date(2026, 12, 31)
    assert hours(date(2027, 10, 1)) == ()


def test_the_always_calendar_never_rests() -> None:
    assert hours(date(2026, 10, 1), "always") == ((0, 1440),)
    assert official_until("always") == date.max


def test_the_calendars_have_names_in_both_languages() -> None:
    labels = [(one.code, one.label("zh-hans"), one.label("en")) for one in queries.calendars()]
    assert labels == [
        ("always", "全天候", "Day and night"),
        ("office", "机关工作时间", "Office hours"),
    ]


def test_a_second_load_changes_nothing() -> None:
    before = list(SpecialDay.objects.order_by("day").values_list("day", "is_working", "name"))
    actions.load_defaults(SETUP)
    after = list(SpecialDay.objects.order_by("day").values_list("day", "is_working", "name"))
    assert before == after
    assert len(before) > 40
    assert WorkCalendar.objects.count() == 2


def test_a_load_in_the_next_year_keeps_the_past_and_adds_the_future(clock: StillClock) -> None:
    clock.at = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight in Shanghai
    actions.load_defaults(SETUP)
    years = {day.year for day in SpecialDay.objects.values_list("day", flat=True)}
    assert years == {2026, 2027, 2028}
    assert official_until("office") == date(2026, 12, 31)


def test_a_day_that_a_person_set_outlives_the_next_load() -> None:
    eve = DayRule(day=date(2026, 9, 24), is_working=True, hours=(("09:00", "12:00"),), name="半天")
    opened = DayRule(day=date(2026, 10, 1), is_working=True, name="值守")
    for rule in (eve, opened):
        actions.set_day("office", rule, SETUP)
    actions.load_defaults(SETUP)
    assert hours(eve.day) == ((540, 720),)
    assert hours(opened.day) == FULL_DAY


def test_weekly_hours_that_were_changed_stay(clock: StillClock) -> None:
    summer = {"mon": [["08:00", "12:00"]]}
    WorkCalendar.objects.filter(pk="office").update(weekly_hours=summer)
    actions.load_defaults(SETUP)
    assert hours(date(2026, 9, 7)) == ((480, 720),)
    assert hours(date(2026, 9, 8)) == ()


def test_a_day_with_wrong_hours_is_refused() -> None:
    wrong = DayRule(day=date(2026, 9, 8), is_working=True, hours=(("12:00", "09:00"),))
    with pytest.raises(BadHours):
        actions.set_day("office", wrong, SETUP)
    assert hours(wrong.day) == FULL_DAY


def test_an_unknown_calendar_is_told_with_those_that_are_known() -> None:
    with pytest.raises(UnknownCalendar, match='"moon" is no known calendar; use one of: always, o'):
        queries.calendar("moon")
    with pytest.raises(UnknownCalendar):
        actions.set_day("moon", DayRule(day=date(2026, 9, 8), is_working=False), SETUP)


def test_nobody_sets_a_day_without_the_right(lin: Asker, zhao: Asker) -> None:
    for asker in (lin, zhao):
        with pytest.raises(Refused):
            actions.set_day("office", DayRule(day=date(2026, 9, 8), is_working=False), asker)
        with pytest.raises(Refused):
            actions.load_defaults(asker)
    assert hours(date(2026, 9, 8)) == FULL_DAY
    assert AuditEntry.objects.filter(kind="calendar").count() == 0


def test_a_calendar_keeps_what_it_said_whenever_it_says_something_else() -> None:
    """A second load of the same, and a day that is as it was, are no new version."""
    before, free = queries.version("office"), date(2026, 9, 7)
    actions.load_defaults(SETUP)
    actions.set_day("office", DayRule(day=free, is_working=False), SETUP)
    actions.set_day("office", DayRule(day=free, is_working=False), SETUP)

    assert queries.version("office") == before + 1
    assert queries.calendar_at("office", before).hours(free) == FULL_DAY
    assert queries.calendar_at("office", before + 1).hours(free) == hours(free) == ()
    with pytest.raises(UnknownCalendar):
        queries.calendar_at("office", before + 2)
