"""Decides when work is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from linli.registers.calendars.logic import Unit, WorkingTime, deadline, warning
from linli.registers.catalogue.logic import Limit

HANDLE: Final = "handle"
"""The clock of an item that runs while a party is at work."""


@dataclass(frozen=True, slots=True)
class Due:
    """When work is due, and when somebody should look after it; None if it has no limit."""

    at: datetime | None = None
    warn_at: datetime | None = None


def due(start: datetime, clocks: Mapping[str, Limit], calendar: WorkingTime) -> Due:
    """The end of the handling time, counted by the party's calendar."""
    limit = clocks.get(HANDLE)
    if limit is None:
        return Due()
    unit = cast(Unit, limit.unit)
    end = deadline(start, limit.amount, unit, calendar)
    return Due(end, warning(start, end, unit, calendar))
