"""Decides how long a case waits for its reporters once the work was checked."""

from datetime import datetime
from typing import Final, cast

from linli.registers.calendars.logic import Unit, WorkingTime, deadline
from linli.registers.catalogue.logic import ItemDefinition, Limit

FEEDBACK: Final = "feedback"
"""The clock of an item that runs while its reporters may say whether it helped."""

USUAL: Final = Limit(5, "working_days")
"""For items that say nothing else: a week of the desk, so that it can ring more than once."""

DISPUTE: Final = Limit(10, "working_days")
"""So long after it was closed its reporters may ask for it to be done again: two weeks of the desk,
for a lamp that is mended on Friday and fails again when it rains."""


def dispute_until(closed_at: datetime, calendar: WorkingTime) -> datetime:
    """The end of the time in which reporters may ask for a closed case to be done again."""
    return deadline(closed_at, DISPUTE.amount, cast(Unit, DISPUTE.unit), calendar)


def feedback_limit(item: ItemDefinition) -> Limit:
    return item.clocks.get(FEEDBACK, USUAL)


def feedback_until(start: datetime, limit: Limit, calendar: WorkingTime) -> datetime:
    """The end of the window that opens at `start`, by the calendar of the desk that asks."""
    return deadline(start, limit.amount, cast(Unit, limit.unit), calendar)
