"""Decides which step of the ladder is next for a clock that runs on, and when. Pure."""

from datetime import datetime
from enum import IntEnum
from typing import Final

from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.runs import Clock, Run


class Rung(IntEnum):
    """What is done when so much of the time is used up, one after the other."""

    REMIND = 1
    OVERDUE = 2
    SUPERVISE = 3
    SUPERVISE_HEAD = 4


SHARES: Final = {
    Rung.REMIND: 0.75,
    Rung.OVERDUE: 1.0,
    Rung.SUPERVISE: 1.5,
    Rung.SUPERVISE_HEAD: 2.0,
}

CLIMBED: Final = {
    Rung.REMIND: Act.REMINDED,
    Rung.OVERDUE: Act.OVERDUE,
    Rung.SUPERVISE: Act.SUPERVISED_1,
    Rung.SUPERVISE_HEAD: Act.SUPERVISED_2,
}
"""How each step stands on the timeline."""

SUPERVISED: Final = {Rung.SUPERVISE: 1, Rung.SUPERVISE_HEAD: 2}
"""The level of supervision (督办) that a case is under from this step on."""

RETURNS_DECIDED: Final = 3
"""So many returns, and a named post says whose work it is, instead of the usual dispatch."""

CLIMBING: Final = frozenset(Clock) - {Clock.FEEDBACK}
"""Nobody is reminded of the time that reporters have to say whether it helped."""


def next_at(clock: Clock, run: Run, behind: int) -> datetime | None:
    """When the next step is due after those that are `behind`; None while the clock stands still,
    has no limit, or has no step left."""
    if clock not in CLIMBING or behind >= len(SHARES) or not run.is_running:
        return None
    return run.moment(SHARES[Rung(behind + 1)])
