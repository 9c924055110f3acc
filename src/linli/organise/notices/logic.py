"""Decides who reads a notice, and when a morning has come. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from linli.ground.rights.asker import Held
from linli.ground.rights.table import LEVELS
from linli.registers.calendars.logic import DAY, WorkingTime, spans
from linli.respond.cases.logic.ladder import Rung
from linli.wire.texts import N_


class Kind(StrEnum):
    """What a notice tells."""

    ASSIGNED = "assigned"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"
    REFERRAL_DUE = "referral_due"
    REWORK = "rework"
    RETURNED = "returned"
    RETURNED_AGAIN = "returned_again"
    DELAY_ASKED = "delay_asked"
    DELAY_APPROVED = "delay_approved"
    DELAY_REFUSED = "delay_refused"
    DUE_SOON = "due_soon"
    DUE_NEXT_DAY = "due_next_day"
    OVERDUE = "overdue"
    SUPERVISED_1 = "supervised_1"
    SUPERVISED_2 = "supervised_2"
    LETTER = "letter"
    MERGED = "merged"
    REOPEN_ASKED = "reopen_asked"
    ANSWER_WAITS = "answer_waits"
    ANSWER_BACK = "answer_back"
    RETURN_ASKED = "return_asked"
    RETURN_GRANTED = "return_granted"
    RETURN_DENIED = "return_denied"
    UNIT_CALLED = "unit_called"
    COMMAND_OFFERED = "command_offered"
    DIGEST = "digest"


LABELS: Final[dict[Kind, str]] = {
    Kind.ASSIGNED: N_("New work order"),
    Kind.HANDED_OVER: N_("A work order was handed over to you"),
    Kind.WITHDRAWN: N_("Work order cancelled"),
    Kind.REFERRAL_DUE: N_("Ask the outside body after it"),
    Kind.REWORK: N_("Sent back: not fixed yet"),
    Kind.RETURNED: N_("Returned by the unit"),
    Kind.RETURNED_AGAIN: N_("Returned three times: say whose it is"),
    Kind.DELAY_ASKED: N_("A unit asks for time"),
    Kind.DELAY_APPROVED: N_("The time that was asked for is approved"),
    Kind.DELAY_REFUSED: N_("The time that was asked for is refused"),
    Kind.DUE_SOON: N_("Three quarters of the time are gone"),
    Kind.DUE_NEXT_DAY: N_("Due on the next working day"),
    Kind.OVERDUE: N_("The time is over"),
    Kind.SUPERVISED_1: N_("Supervision, level 1"),
    Kind.SUPERVISED_2: N_("Supervision, level 2"),
    Kind.LETTER: N_("Supervision letter"),
    Kind.MERGED: N_("Another case was merged into yours"),
    Kind.REOPEN_ASKED: N_("A reporter asks for it to be done again"),
    Kind.ANSWER_WAITS: N_("An answer to the reporters waits for you"),
    Kind.ANSWER_BACK: N_("Your answer was handed back"),
    Kind.RETURN_ASKED: N_("12345 was asked to take an order back"),
    Kind.RETURN_GRANTED: N_("12345 took an order back"),
    Kind.RETURN_DENIED: N_("12345 does not take an order back"),
    Kind.UNIT_CALLED: N_("Your unit is called to an incident"),
    Kind.COMMAND_OFFERED: N_("You are asked to take over the command"),
    Kind.DIGEST: N_("This morning"),
}

OF_RUNG: Final = {
    Rung.REMIND: Kind.DUE_SOON,
    Rung.OVERDUE: Kind.OVERDUE,
    Rung.SUPERVISE: Kind.SUPERVISED_1,
    Rung.SUPERVISE_HEAD: Kind.SUPERVISED_2,
}

KEPT: Final = timedelta(days=90)
MOST_READERS: Final = 200
"""Of one notice: a party with more accounts than that is several parties in one."""

MORNING: Final = time(8, 30)
LONGEST_PAUSE: Final = 30
"""Days without work between two working days; the longest holidays have nine."""


@dataclass(frozen=True, slots=True)
class Morning:
    """A working day whose digests are due: when it ends, and when the next working day does."""

    day: date
    ends_at: datetime
    next_ends_at: datetime


def morning(now: datetime, calendar: WorkingTime) -> Morning | None:
    """The day whose digests are to be made now: from half past eight until work ends.

    None on days without work, and for a calendar that never opens again.
    """
    local = now.astimezone(calendar.zone)
    today = list(spans(local.date(), calendar))
    if not today or local.time() < MORNING or now >= today[-1][1]:
        return None
    following = _next_open(local.date(), calendar)
    if following is None:
        return None
    return Morning(local.date(), _end(local.date(), calendar), _end(following, calendar))


def nearest(held: Mapping[int, Iterable[Held]]) -> list[int]:
    """Of those who reach a thing by places, the ones whose place is the smallest."""
    depth = {
        user_id: max(LEVELS.index(one.level) for one in grants) for user_id, grants in held.items()
    }
    smallest = max(depth.values(), default=0)
    return sorted(user_id for user_id, level in depth.items() if level == smallest)


def holders(unit: Iterable[int], signed_by: int | None) -> list[int]:
    """Whoever signed for work hears of it; the whole unit as long as nobody did, or has left it."""
    readers = sorted(unit)
    return [signed_by] if signed_by in readers and signed_by is not None else readers


def _next_open(day: date, calendar: WorkingTime) -> date | None:
    ahead = (day + DAY * count for count in range(1, LONGEST_PAUSE))
    return next((one for one in ahead if calendar.hours(one)), None)


def _end(day: date, calendar: WorkingTime) -> datetime:
    """The midnight after it."""
    return datetime.combine(day + DAY, time(), calendar.zone)
