"""Decides when work is due."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, cast

from linli.registers.calendars.logic import Unit, WorkingTime, deadline
from linli.registers.catalogue.logic import Limit

HANDLE: Final = "handle"
"""The clock of an item that runs while a party is at work."""


def due_at(start: datetime, clocks: Mapping[str, Limit], calendar: WorkingTime) -> datetime | None:
    """The end of the handling time, counted by the party's calendar; None if the item has none."""
    limit = clocks.get(HANDLE)
    if limit is None:
        return None
    return deadline(start, limit.amount, cast(Unit, limit.unit), calendar)
