"""Decides what a unit may ask for about its time, and who may decide on it. Pure."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from linli.ground.rights.asker import Refused
from linli.organise.tasks.logic.states import State
from linli.respond.cases.logic.faults import BadText, IllegalMove
from linli.respond.cases.logic.runs import Run
from linli.respond.cases.logic.texts import read_text
from linli.wire.texts import N_

LONGEST_REASON: Final = 1000
LONGEST_SUSPENSION: Final = timedelta(days=180)
MOST_EXTENSIONS: Final = 2

BY_DESK: Final[Mapping[str, int]] = {"minutes": 60, "working_hours": 8, "working_days": 2}
"""So much longer the desk on duty may allow by itself; a leader decides on more."""

LONGEST_EXTENSION: Final[Mapping[str, int]] = {
    "minutes": 1440,
    "working_hours": 80,
    "working_days": 60,
}

AT_WORK: Final = frozenset({State.IN_PROGRESS, State.SCHEDULED, State.REFERRED})

ENOUGH: Final = N_("It was given more time twice already; ask for it to be suspended.")
NOT_AT_WORK: Final = N_("Only work that was signed for and goes on can be given more time.")
WAITS_ALREADY: Final = N_("The unit asked already, and nobody has decided yet.")
TOO_FAR: Final = N_("That is more time than can be asked for at once: plan it earlier.")
PASSED: Final = N_("The day has passed meanwhile; refuse it and have the unit ask again.")
DECIDED: Final = N_("It was decided already.")
OWN_ASKING: Final = "Whoever asked for it does not decide on it; somebody else must."


class DelayKind(StrEnum):
    """What is asked for."""

    EXTENSION = "extension"
    SUSPENSION = "suspension"


class DelayState(StrEnum):
    """What became of it. Lapsed: the work ended before anybody decided."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"


KINDS: Final[dict[DelayKind, str]] = {
    DelayKind.EXTENSION: N_("More time"),
    DelayKind.SUSPENSION: N_("Suspension"),
}
LABELS: Final[dict[DelayState, str]] = {
    DelayState.WAITING: N_("Waits for a decision"),
    DelayState.APPROVED: N_("Approved"),
    DelayState.REFUSED: N_("Refused"),
    DelayState.LAPSED: N_("Lapsed: the work ended"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a unit asks for: `amount` more units of its clock, or to wait until `review_at`."""

    kind: DelayKind
    reason: str
    amount: int | None = None
    review_at: datetime | None = None


def read_wanted(wanted: Wanted, unit: str, now: datetime) -> str:
    """The reason, fit to be kept. Raises `BadText` for a length or a day that cannot be."""
    said = read_text("reason", wanted.reason, LONGEST_REASON)
    if wanted.kind is DelayKind.EXTENSION:
        most = LONGEST_EXTENSION[unit]
        if wanted.amount is None or not 1 <= wanted.amount <= most:
            message = N_("Say how much more time is needed: a number from 1 to %(most)d.")
            raise BadText("amount", message, {"most": most})
        return said
    if wanted.review_at is None:
        raise BadText("review_at", N_("Say on which day it is looked at again."))
    if not now < wanted.review_at <= now + LONGEST_SUSPENSION:
        message = N_("The day must lie ahead, and within %(days)d days.")
        raise BadText("review_at", message, {"days": LONGEST_SUSPENSION.days})
    return said


def require_askable(state: str, *, waiting: int, extended: int, kind: DelayKind) -> None:
    """Whether work in this state can be asked for now. Raises `IllegalMove`."""
    if state not in AT_WORK:
        raise IllegalMove("task", state, kind, (), NOT_AT_WORK)
    if waiting:
        raise IllegalMove("task", state, kind, (), WAITS_ALREADY)
    if kind is DelayKind.EXTENSION and extended >= MOST_EXTENSIONS:
        raise IllegalMove("task", state, kind, (), ENOUGH)


def more_needed(run: Run, until: datetime, most: int) -> int | None:
    """The fewest units more by which work on this clock may last until then; None for over `most`.

    Raises `NoWorkingTime`.
    """

    def reaches(more: int) -> bool:
        longer = replace(run, terms=replace(run.terms, amount=(run.terms.amount or 0) + more))
        due = longer.due_at
        return due is not None and due >= until

    found = bisect_left(range(1, most + 1), True, key=reaches) + 1
    return found if found <= most else None


def right_for(kind: str, amount: int | None, unit: str) -> str:
    """The act on tasks that whoever decides must be allowed."""
    if kind == DelayKind.SUSPENSION:
        return "suspend"
    return "extend" if amount is not None and amount <= BY_DESK[unit] else "extend_long"


def require_other(asked_by: int | None, decided_by: int | None) -> None:
    """Raises `Refused` for whoever asked for it."""
    if asked_by is not None and asked_by == decided_by:
        raise Refused(OWN_ASKING)
