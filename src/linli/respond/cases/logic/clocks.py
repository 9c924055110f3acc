"""Decides by when a case must have left the state that it is in. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from linli.registers.calendars.logic import Unit, WorkingTime, deadline, warning
from linli.registers.catalogue.logic import Limit
from linli.respond.cases.logic.states import State

CLOCKS: Final[Mapping[str, str]] = {
    State.RECEIVED: "accept",
    State.VERIFYING: "accept",
    State.REOPEN_REQUESTED: "accept",
    State.FILED: "dispatch",
    State.RESOLVED: "verify",
}
"""Which clock of its item runs. While parties are at work their tasks have the clock; what waits
for its reporter has none."""


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, and when somebody should look after it; None if it has no limit."""

    at: datetime | None = None
    warn_at: datetime | None = None

    def columns(self) -> dict[str, datetime | None]:
        return {"due_at": self.at, "warn_at": self.warn_at}


def due(start: datetime, limit: Limit | None, calendar: WorkingTime) -> Due:
    """The end of a limit, counted by the calendar of those who must keep it."""
    if limit is None:
        return Due()
    unit = cast(Unit, limit.unit)
    end = deadline(start, limit.amount, unit, calendar)
    return Due(end, warning(start, end, unit, calendar))


def is_same_clock(source: str, to: str) -> bool:
    """Whether the clock goes on: who verifies a report has no more time for it than before."""
    return source in CLOCKS and CLOCKS[source] == CLOCKS.get(to)
