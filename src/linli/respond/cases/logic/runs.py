"""Decides how far a clock has run: from its events alone, at any time, by the calendar it began by.

A clock is started with a limit, stands still and goes on, gets more time, and is stopped; a stop
that was a mistake is taken back, and the clock is as if it had never been stopped. Working
time is counted by the calendar as it was when the clock was started, so that a changed calendar
moves no deadline that somebody was given.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from linli.registers.calendars.logic import (
    WARN_AFTER,
    Unit,
    WorkingTime,
    after_work,
    deadline,
    working_time,
)


class Clock(StrEnum):
    """What is timed; `respond` until a person first tells the reporter something."""

    ACCEPT = "accept"
    RESPOND = "respond"
    DISPATCH = "dispatch"
    SIGN_IN = "sign_in"
    HANDLE = "handle"
    VERIFY = "verify"
    FEEDBACK = "feedback"


class Kind(StrEnum):
    """What can happen to a clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    STOP = "stop"
    REVIVE = "revive"


class BadClock(ValueError):
    """Something happened to a clock that cannot: a clock that stands still is not paused again."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a clock may run, and by which version of which calendar that is counted.

    `amount` None: nobody has said how long; then it is only measured.
    """

    amount: int | None
    unit: Unit
    calendar: str
    version: int


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a clock; a start and an extension bring its terms."""

    at: datetime
    kind: Kind
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A time in which the clock ran; `end` None: it still does."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a clock, from its start on, and what `calendar` (that of its terms) says."""

    terms: Terms
    intervals: tuple[Interval, ...]
    is_stopped: bool
    calendar: WorkingTime
    ran_until_stopped: bool = False

    @property
    def started_at(self) -> datetime:
        return self.intervals[0].start

    @property
    def is_running(self) -> bool:
        return self.intervals[-1].end is None

    @property
    def is_paused(self) -> bool:
        return not self.is_running and not self.is_stopped

    @property
    def allowed(self) -> timedelta | None:
        """The time that it may run, without what it stood still."""
        if self.terms.amount is None:
            return None
        end = deadline(self.started_at, self.terms.amount, self.terms.unit, self.calendar)
        return self._between(self.started_at, end)

    def elapsed(self, now: datetime) -> timedelta:
        """The time that it has run until now."""
        return sum((self.length(one, now) for one in self.intervals), timedelta())

    def length(self, one: Interval, now: datetime) -> timedelta:
        """The time that counts of one interval, until now."""
        return self._between(one.start, min(one.end or now, now))

    def left(self, now: datetime) -> timedelta | None:
        """What it may still run; below zero never, however late it is."""
        allowed = self.allowed
        return None if allowed is None else max(timedelta(), allowed - self.elapsed(now))

    def share(self, now: datetime) -> float | None:
        """How much of its time is used: 1.0 at the deadline, more when it is late."""
        allowed = self.allowed
        if allowed is None:
            return None
        return self.elapsed(now) / allowed if allowed else 1.0

    def moment(self, share: float = 1.0) -> datetime | None:
        """When so much of its time is used up; None while it stands still before that."""
        allowed = self.allowed
        if allowed is None:
            return None
        wanted = allowed * share
        for one in self.intervals:
            if one.end is None:
                return self._after(one.start, wanted)
            ran = self._between(one.start, one.end)
            if ran >= wanted:
                return self._after(one.start, wanted)
            wanted -= ran
        return None

    @property
    def due_at(self) -> datetime | None:
        """The end of its time; None while it stands still, also where that is over already."""
        return None if self.is_paused else self.moment()

    @property
    def warn_at(self) -> datetime | None:
        return None if self.is_paused else self.moment(WARN_AFTER)

    def _between(self, start: datetime, end: datetime) -> timedelta:
        if self.terms.unit == "minutes":
            return max(timedelta(), end - start)
        return working_time(start, end, self.calendar)

    def _after(self, start: datetime, time: timedelta) -> datetime:
        is_plain = self.terms.unit == "minutes" or not time
        return start + time if is_plain else after_work(start, time, self.calendar)


STARTED: Final = frozenset({Kind.START, Kind.RESUME})


def last_run(events: Iterable[Event], calendar: WorkingTime) -> Run | None:
    """What became of the last start among the events of one clock, oldest first.

    Raises `BadClock` for events that cannot have followed each other.
    """
    run: Run | None = None
    for event in events:
        run = _after_event(run, event, calendar)
    return run


def _after_event(run: Run | None, event: Event, calendar: WorkingTime) -> Run:
    if event.kind is Kind.START and event.terms and (run is None or run.is_stopped):
        return Run(event.terms, (Interval(event.at, None),), False, calendar)
    if event.kind is Kind.REVIVE and run is not None and run.is_stopped:
        return _revived(run)
    if run is None or run.is_stopped:
        raise BadClock(f"A clock that does not run cannot {event.kind}.")
    if event.kind is Kind.EXTEND and event.terms:
        return replace(run, terms=event.terms)
    if event.kind is Kind.RESUME and run.is_paused:
        return replace(run, intervals=(*run.intervals, Interval(event.at, None)))
    if event.kind is Kind.PAUSE and run.is_running:
        return replace(run, intervals=_closed(run, event.at))
    if event.kind is Kind.STOP:
        ended = _closed(run, event.at) if run.is_running else run.intervals
        return replace(run, intervals=ended, is_stopped=True, ran_until_stopped=run.is_running)
    raise BadClock(f"A clock that {'runs' if run.is_running else 'stands'} cannot {event.kind}.")


def _revived(run: Run) -> Run:
    last = run.intervals[-1]
    opened = (*run.intervals[:-1], Interval(last.start, None))
    intervals = opened if run.ran_until_stopped else run.intervals
    return replace(run, intervals=intervals, is_stopped=False, ran_until_stopped=False)


def _closed(run: Run, at: datetime) -> tuple[Interval, ...]:
    last = run.intervals[-1]
    return (*run.intervals[:-1], Interval(last.start, max(last.start, at)))
