"""Decides how long a case waits for its reporters once the work was checked."""

from datetime import datetime
from typing import Final, cast

from linli.registers.calendars.logic import Unit, WorkingTime, deadline
from linli.registers.catalogue.logic import ItemDefinition, Limit

FEEDBACK: Final = "feedback"
"""The clock of an item that runs while its reporters may say whether it helped."""

USUAL: Final = Limit(5, "working_days")
"""For items that say nothing else: a week of the desk, so that it can ring more than once."""


def feedback_limit(item: ItemDefinition) -> Limit:
    return item.clocks.get(FEEDBACK, USUAL)


def feedback_until(start: datetime, limit: Limit, calendar: WorkingTime) -> datetime:
    """The end of the window that opens at `start`, by the calendar of the desk that asks."""
    return deadline(start, limit.amount, cast(Unit, limit.unit), calendar)
