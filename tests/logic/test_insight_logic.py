"""What a case counts for, on which day, and how offices publish what that comes to."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from linli.respond.cases.logic.states import State
from linli.respond.insight.logic import Course, Measure, Ratio, Timed, counts

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def course(**changes: object) -> Course:
    told = {
        "opened_at": MONDAY,
        "closed_at": MONDAY + 5 * HOUR,
        "state": State.CLOSED,
        "group": "events",
        "by_device": False,
        "was_reworked": False,
    }
    return Course(**{**told, **changes})  # type: ignore[arg-type]


def met(of: Course) -> dict[Measure, bool]:
    return {one.measure: one.is_met for one in counts(of, SHANGHAI)}


@pytest.mark.parametrize(
    ("numbers", "percent"),
    [
        ((23_974, 24_932), 96.16),  # Lianyungang 12345, April 2017: closed of due
        ((22_345, 24_932), 89.62),  # the same: on time of due
        ((540, 591), 91.37),  # estates without a preventable incident
        ((0, 7), 0.0),
        ((0, 0), None),
    ],
)
def test_ratios_are_as_offices_publish_them(
    numbers: tuple[int, int], percent: float | None
) -> None:
    assert Ratio(*numbers).percent == percent


def test_what_was_due_is_closed_on_time_or_overdue() -> None:
    on_time = course(handle=Timed(MONDAY + 4 * HOUR, MONDAY + 4 * HOUR))
    late = course(handle=Timed(MONDAY + 4 * HOUR, MONDAY + 5 * HOUR))
    undone = course(handle=Timed(MONDAY, None), closed_at=None, state=State.HANDLING)

    shown = [(met(one)[Measure.ON_TIME], met(one)[Measure.OVERDUE]) for one in (on_time, late)]
    assert shown == [(True, False), (False, True)]
    assert met(late)[Measure.CLOSING]
    assert met(undone) == {
        Measure.CLOSING: False,
        Measure.ON_TIME: False,
        Measure.OVERDUE: True,
    }


def test_what_was_no_case_owes_nobody_anything() -> None:
    nothing = course(state=State.REJECTED, handle=Timed(MONDAY, None), group="hazards")

    assert met(nothing) == {Measure.INCIDENT: False}


def test_a_false_alarm_is_what_a_device_told_and_nobody_found() -> None:
    assert met(course(state=State.VOIDED, by_device=True)) == {Measure.FALSE_ALARM: True}
    assert met(course(by_device=True))[Measure.FALSE_ALARM] is False
    assert Measure.FALSE_ALARM not in met(course(state=State.VOIDED))


def test_work_done_again_was_not_done_at_the_first_go() -> None:
    again = met(course(was_reworked=True))

    assert (again[Measure.FIRST_TIME], again[Measure.REWORK]) == (False, True)
    assert met(course())[Measure.FIRST_TIME]


def test_days_are_those_of_the_office() -> None:
    late_evening = datetime(2026, 9, 7, 17, 0, tzinfo=UTC)
    found = counts(course(said=(late_evening, True), group="hazards"), SHANGHAI)

    days = {one.measure: one.day for one in found}
    assert days[Measure.SATISFACTION] == date(2026, 9, 8)
    assert days[Measure.INCIDENT] == date(2026, 9, 7)
    assert met(course(said=(late_evening, False)))[Measure.SATISFACTION] is False
