"""Decides when work is due."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from linli.registers.calendars.logic import WorkingTime
from linli.registers.catalogue.logic import Limit
from linli.respond.cases.logic import clocks as of_case
from linli.respond.cases.logic.clocks import Due

HANDLE: Final = "handle"
"""The clock of an item that runs while a party is at work."""


def due(start: datetime, clocks: Mapping[str, Limit], calendar: WorkingTime) -> Due:
    """The end of the handling time, counted by the party's calendar."""
    return of_case.due(start, clocks.get(HANDLE), calendar)
