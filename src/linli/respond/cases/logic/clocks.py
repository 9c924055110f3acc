"""Decides by when a case must have left the state that it is in. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from linli.registers.calendars.logic import WorkingTime, deadline
from linli.registers.catalogue.logic import ItemDefinition, Limit
from linli.respond.cases.logic.feedback import feedback_limit
from linli.respond.cases.logic.runs import Clock, Kind
from linli.respond.cases.logic.states import FINAL, State

CLOCKS: Final[Mapping[str, Clock]] = {
    State.RECEIVED: Clock.ACCEPT,
    State.VERIFYING: Clock.ACCEPT,
    State.REOPEN_REQUESTED: Clock.ACCEPT,
    State.FILED: Clock.DISPATCH,
    State.RESOLVED: Clock.VERIFY,
    State.FEEDBACK: Clock.FEEDBACK,
}
"""Which clock of the case runs. While parties are at work their tasks have the clocks."""

OF_TASKS: Final = frozenset({Clock.SIGN_IN, Clock.HANDLE})

PAUSING: Final = frozenset({State.INFO_REQUESTED, State.SUSPENDED, State.MERGED})
"""Where nobody can do anything: the clocks that ran stand still until the case goes on."""


BY_CALLERS: Final = frozenset({State.HANDLING, State.SUSPENDED})
"""Due by the work of its tasks, or on the day on which the suspension is looked at again."""


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, and when somebody should look after it; None if it has no limit."""

    at: datetime | None = None
    warn_at: datetime | None = None

    @property
    def both(self) -> tuple[datetime | None, datetime | None]:
        return self.at, self.warn_at

    def columns(self) -> dict[str, datetime | None]:
        return {"due_at": self.at, "warn_at": self.warn_at}


@dataclass(frozen=True, slots=True)
class Turn:
    """What a step does to the clocks of its case: to all that run, and to the one of the state."""

    all: Kind | None = None
    stop: frozenset[Clock] = frozenset()
    start: Clock | None = None


def turn(source: State, to: State) -> Turn:
    """What the clocks do when a case goes from here to there."""
    before, after = CLOCKS.get(source), CLOCKS.get(to)
    if to in PAUSING:
        return Turn(Kind.PAUSE)
    if to in FINAL:
        return Turn(Kind.STOP)
    if source is State.MERGED:
        return Turn(Kind.RESUME)
    if source is State.INFO_REQUESTED:
        is_accepted = after is not Clock.ACCEPT
        return Turn(None, frozenset({Clock.ACCEPT}), after) if is_accepted else Turn(Kind.RESUME)
    if before is after:
        return Turn()
    ended = frozenset({before} if before else ())
    if to is State.FEEDBACK or (source, to) == (State.SUSPENDED, State.FILED):
        ended |= OF_TASKS
    return Turn(None, ended, after)


RESPOND: Final = Limit(1, "working_days")
"""Whoever told something hears from a person within a day, where the item says nothing else."""

SIGN_IN: Final = Limit(2, "working_hours")
"""A unit signs for its work within two hours, as in Qinglong, where the item says nothing else."""

URGENT_SIGN_IN: Final = Limit(15, "minutes")
"""The same for work that is counted in minutes, day and night."""


WAITS: Final = Limit(5, "working_days")
"""How long a case waits for the details that its reporter was asked for, before it goes on without
them: a week of the desk, as for whether it helped."""


def waits_until(start: datetime, calendar: WorkingTime) -> datetime:
    """When a case that asked for details at `start` goes on by itself."""
    return deadline(start, WAITS.amount, "working_days", calendar)


def limit_of(clock: Clock, item: ItemDefinition) -> Limit | None:
    """How long it may run for this item; None where nobody has said."""
    said = item.clocks.get(clock)
    if said:
        return said
    if clock is Clock.FEEDBACK:
        return feedback_limit(item)
    if clock is Clock.SIGN_IN:
        handle = item.clocks.get(Clock.HANDLE)
        is_urgent = handle is not None and handle.unit == "minutes"
        return URGENT_SIGN_IN if is_urgent else SIGN_IN
    return RESPOND if clock is Clock.RESPOND else None
