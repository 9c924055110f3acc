"""Decides what a case counts for: from what happened to it alone, whenever that is asked. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Final

from linli.respond.cases.logic.states import State
from linli.wire.texts import N_


class Measure(StrEnum):
    """One figure: so many of so many. What counts, on which day, stands in `counts`."""

    RESPONSE = "response"
    CLOSING = "closing"
    ON_TIME = "on_time"
    OVERDUE = "overdue"
    FIRST_TIME = "first_time"
    REWORK = "rework"
    SATISFACTION = "satisfaction"
    FALSE_ALARM = "false_alarm"
    INCIDENT = "incident"


LABELS: Final[dict[Measure, str]] = {
    Measure.RESPONSE: N_("Answered in time"),
    Measure.CLOSING: N_("Closed of what was due"),
    Measure.ON_TIME: N_("Handled on time"),
    Measure.OVERDUE: N_("Overdue"),
    Measure.FIRST_TIME: N_("Done at the first go"),
    Measure.REWORK: N_("Done again"),
    Measure.SATISFACTION: N_("Reporters satisfied"),
    Measure.FALSE_ALARM: N_("False alarms of devices"),
    Measure.INCIDENT: N_("Preventable incidents"),
}
HAZARDS: Final = "hazards"
"""The group of the catalogue whose cases are incidents that care could have prevented."""
NOTHING_THERE: Final = frozenset({State.REJECTED, State.VOIDED})


@dataclass(frozen=True, slots=True)
class Timed:
    """When something was due, and when it ended; None while it has not."""

    due_at: datetime
    ended_at: datetime | None

    @property
    def is_on_time(self) -> bool:
        return self.ended_at is not None and self.ended_at <= self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What happened to a case. `said`: the last answer to whether it helped, and when."""

    opened_at: datetime
    closed_at: datetime | None
    state: State
    group: str
    by_device: bool
    was_reworked: bool
    was_checked: bool = True
    respond: Timed | None = None
    handle: Timed | None = None
    said: tuple[datetime, bool] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A case counts for a measure on a day of the office, and meets it or not."""

    measure: Measure
    day: date
    is_met: bool


@dataclass(frozen=True, slots=True)
class Ratio:
    """So many of so many."""

    met: int
    of: int

    @property
    def percent(self) -> float | None:
        """With two digits, as offices publish it; None of nothing."""
        return round(100 * self.met / self.of, 2) if self.of else None


def counts(course: Course, zone: tzinfo) -> list[Count]:
    """All that the case counts for.

    What has a deadline counts on the day of its deadline, closed or not; how well it was done on
    the day on which it closed; an answer on its own day; an incident when it was noticed. What was
    no case at all (rejected, voided) owes nobody anything.
    """
    return [Count(one, at.astimezone(zone).date(), met) for one, at, met in _counts(course)]


def _counts(course: Course) -> Iterator[tuple[Measure, datetime, bool]]:
    was_real = course.state not in NOTHING_THERE
    closed_at = course.closed_at
    if course.respond:
        yield Measure.RESPONSE, course.respond.due_at, course.respond.is_on_time
    if course.handle and was_real:
        due = course.handle
        yield Measure.CLOSING, due.due_at, course.state is State.CLOSED
        yield Measure.ON_TIME, due.due_at, due.is_on_time
        yield Measure.OVERDUE, due.due_at, not due.is_on_time
    if closed_at and course.state is State.CLOSED and course.was_checked:
        yield Measure.FIRST_TIME, closed_at, not course.was_reworked
        yield Measure.REWORK, closed_at, course.was_reworked
    if closed_at and course.by_device:
        yield Measure.FALSE_ALARM, closed_at, not was_real
    if course.said:
        yield Measure.SATISFACTION, *course.said
    if course.group == HAZARDS:
        yield Measure.INCIDENT, course.opened_at, was_real
