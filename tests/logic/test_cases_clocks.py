"""How far a clock has run, whatever happened to it, and when it is due."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.registers.calendars.logic import SpecialDay, Unit, WorkingTime, deadline, warning
from linli.respond.cases.logic.clocks import CLOCKS, PAUSING, turn
from linli.respond.cases.logic.ladder import SHARES, next_at
from linli.respond.cases.logic.runs import BadClock, Clock, Event, Kind, Run, Terms, last_run
from linli.respond.cases.logic.states import FINAL, TRANSITIONS, State

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE_TO_FIVE = WorkingTime((((540, 1020),),) * 5 + ((), ()), SHANGHAI)
HOUR = timedelta(hours=1)
YEAR = (datetime(2026, 1, 1), datetime(2026, 12, 31))  # noqa: DTZ001 - hypothesis adds none
UNITS: tuple[Unit, ...] = ("minutes", "working_hours", "working_days")


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=SHANGHAI)


def terms(amount: int | None, unit: Unit) -> Terms:
    return Terms(amount, unit, "office", 1)


def run(first: Event, *events: tuple[str, Kind]) -> Run:
    told = [first, *(Event(at(when), kind) for when, kind in events)]
    found = last_run(told, NINE_TO_FIVE)
    assert found
    return found


def started(when: str, amount: int | None, unit: Unit) -> Event:
    return Event(at(when), Kind.START, terms(amount, unit))


@pytest.mark.parametrize(
    ("amount", "unit", "warn_at", "due"),
    [
        (120, "minutes", "2026-09-11T17:30", "2026-09-11T18:00"),
        (2, "working_hours", "2026-09-14T09:30", "2026-09-14T10:00"),
        (1, "working_days", "2026-09-14T14:45", "2026-09-14T17:00"),
    ],
)
def test_work_is_due_by_its_limit_and_the_hours_of_the_party(
    amount: int, unit: Unit, warn_at: str, due: str
) -> None:
    """Somebody should look after it when three quarters of the working time are gone."""
    found = run(started("2026-09-11T16:00", amount, unit))

    assert (found.warn_at, found.due_at) == (at(warn_at), at(due))


def test_what_has_no_limit_is_measured_and_never_due() -> None:
    found = run(started("2026-09-11T16:00", None, "minutes"), ("2026-09-11T17:30", Kind.STOP))

    assert found.elapsed(at("2026-09-12T10:00")) == timedelta(minutes=90)
    assert (found.due_at, found.left(at("2026-09-12T10:00")), found.share(at("2026-09-12"))) == (
        *(None, None),
        None,
    )


def test_what_it_stood_still_is_added_to_its_deadline() -> None:
    """Five hours from Monday ten: two had run when it was paused, until Wednesday at nine."""
    paused = (("2026-09-07T12:00", Kind.PAUSE),)
    resumed = (*paused, ("2026-09-09T09:00", Kind.RESUME))
    first = started("2026-09-07T10:00", 5, "working_hours")

    still, on = run(first, *paused), run(first, *resumed)

    assert still.is_paused
    assert (still.due_at, still.warn_at) == (None, None)
    assert still.left(at("2026-09-08T15:00")) == 3 * HOUR
    assert on.due_at == at("2026-09-09T12:00")
    assert on.elapsed(at("2026-09-09T10:00")) == 3 * HOUR


def test_more_time_counts_from_the_start() -> None:
    first = started("2026-09-07T10:00", 1, "working_days")
    extended = Event(at("2026-09-08T16:00"), Kind.EXTEND, terms(3, "working_days"))
    found = last_run([first, extended], NINE_TO_FIVE)

    assert found
    assert found.due_at == deadline(at("2026-09-07T10:00"), 3, "working_days", NINE_TO_FIVE)


def test_the_share_goes_on_behind_the_deadline_and_what_is_left_never_below_zero() -> None:
    found = run(started("2026-09-07T09:00", 4, "working_hours"))

    shares = [found.share(at(f"2026-09-07T{hour:02}:00")) for hour in (9, 10, 13, 15, 17)]

    assert shares == [0, 0.25, 1, 1.5, 2]
    assert found.left(at("2026-09-07T17:00")) == timedelta()
    moments = [found.moment(SHARES[rung]) for rung in SHARES]
    assert moments == [at(f"2026-09-07T{hour}:00") for hour in (12, 13, 15, 17)]
    assert [next_at(Clock.HANDLE, found, behind) for behind in range(5)] == [*moments, None]
    assert next_at(Clock.FEEDBACK, found, 0) is None


@pytest.mark.parametrize(
    "events",
    [
        [Kind.PAUSE],
        [Kind.START, Kind.START],
        [Kind.START, Kind.RESUME],
        [Kind.START, Kind.PAUSE, Kind.PAUSE],
        [Kind.START, Kind.STOP, Kind.RESUME],
        [Kind.START, Kind.REVIVE],
        [Kind.START, Kind.STOP, Kind.REVIVE, Kind.REVIVE],
        [Kind.START, Kind.PAUSE, Kind.STOP, Kind.REVIVE, Kind.PAUSE],
        [Kind.START, Kind.STOP, Kind.STOP],
    ],
)
def test_what_cannot_happen_to_a_clock_is_refused(events: list[Kind]) -> None:
    told = [Event(at("2026-09-07T10:00"), kind, terms(1, "minutes")) for kind in events]
    with pytest.raises(BadClock):
        last_run(told, NINE_TO_FIVE)


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Event], WorkingTime, datetime]:
    """A clock that was started, paused, resumed, extended, and maybe stopped, at some times."""
    day = date = draw(st.datetimes(*YEAR)).replace(tzinfo=UTC)
    holidays = {
        date.date() + timedelta(days=n): SpecialDay(()) for n in draw(st.sets(st.integers(0, 9)))
    }
    first = terms(draw(st.integers(0, 40)), draw(st.sampled_from(UNITS)))
    events, is_running = [Event(day, Kind.START, first)], True
    for _ in range(draw(st.integers(0, 6))):
        day += timedelta(minutes=draw(st.integers(0, 5000)))
        more = draw(st.booleans())
        kind = Kind.EXTEND if more else Kind.PAUSE if is_running else Kind.RESUME
        is_running = is_running if more else not is_running
        longer = terms((first.amount or 0) + 5, first.unit) if more else None
        events.append(Event(day, kind, longer))
    if draw(st.booleans()):
        events.append(Event(day, Kind.STOP))
    now = day + timedelta(minutes=draw(st.integers(0, 50000)))
    return events, WorkingTime(NINE_TO_FIVE.weekly, SHANGHAI, holidays), now


@settings(max_examples=60, deadline=None)
@given(lives())
def test_no_clock_is_negative_and_its_intervals_add_up(
    life: tuple[list[Event], WorkingTime, datetime],
) -> None:
    events, calendar, now = life
    found = last_run(events, calendar)
    assert found
    lengths = [found.length(one, now) for one in found.intervals]

    assert min(lengths) >= timedelta()
    assert sum(lengths, timedelta()) == found.elapsed(now)
    left, share, allowed = found.left(now), found.share(now), found.allowed
    assert left is not None
    assert share is not None
    assert allowed is not None
    assert left >= timedelta()
    assert share >= 0
    assert left + found.elapsed(now) >= allowed
    assert bool(left) == (found.elapsed(now) < allowed)
    due = found.due_at
    if due is not None and not found.is_stopped:
        assert (due <= now) == (not left) or due == now


@settings(max_examples=40, deadline=None)
@given(
    st.datetimes(*YEAR),
    st.integers(1, 40),
    st.sampled_from(UNITS),
)
def test_a_clock_that_never_stood_still_is_due_when_its_limit_is_over(
    start: datetime, amount: int, unit: Unit
) -> None:
    begin = start.replace(tzinfo=UTC)
    found = last_run([Event(begin, Kind.START, terms(amount, unit))], NINE_TO_FIVE)
    end = deadline(begin, amount, unit, NINE_TO_FIVE)

    assert found
    assert (found.due_at, found.warn_at) == (end, warning(begin, end, unit, NINE_TO_FIVE))


@pytest.mark.parametrize(
    ("source", "to"), sorted({(one.source, one.to) for one in TRANSITIONS if not one.stays})
)
def test_every_step_leaves_the_clocks_of_the_state_that_it_leads_to(
    source: State, to: State
) -> None:
    """What ran for the state before is stopped or stands still; that of the new one runs."""
    done = turn(source, to)
    before, after = CLOCKS.get(source), CLOCKS.get(to)

    if to in PAUSING:
        assert done.all is Kind.PAUSE
    elif to in FINAL:
        assert done.all is Kind.STOP
    elif source is State.MERGED:
        assert done.all is Kind.RESUME
    elif source is State.INFO_REQUESTED:
        assert done.all is Kind.RESUME or (done.stop, done.start) == ({Clock.ACCEPT}, after)
    else:
        assert before is after or before is None or before in done.stop
        assert done.start is (None if before is after else after)


def test_a_stop_that_is_taken_back_leaves_no_trace() -> None:
    begun = started("2026-09-07T10:00", 2, "working_hours")
    for before in ((), (("2026-09-07T10:30", Kind.PAUSE),)):
        stopped = ("2026-09-07T11:00", Kind.STOP)
        revived = run(begun, *before, stopped, ("2026-09-07T11:20", Kind.REVIVE))
        assert revived == run(begun, *before)
