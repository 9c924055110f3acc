"""Decides by when an order of the hotline is due. Pure."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final, cast
from zoneinfo import ZoneInfo

from linli.registers.calendars.logic import Unit, WorkingTime, deadline
from linli.registers.catalogue.logic import Limit

HANDLE: Final = "handle"
"""The clock of an item within which its work has to be done."""

RETURN: Final = Limit(1, "working_days")
"""How long the hotline may take over a return that was asked for; then somebody has to ring."""

FARTHEST: Final = timedelta(days=366)

_MOMENT: Final = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})[:时](\d{1,2})?(?:[:分](\d{1,2})?秒?)?分?)?"
)


class NoMoment(ValueError):
    """Words that are no day and time of day."""


def due(
    received_at: datetime, stated: datetime | None, limit: Limit | None, calendar: WorkingTime
) -> datetime | None:
    """The earlier of what the hotline states and what our own item allows; None without both."""
    if limit is None:
        return stated
    ours = deadline(received_at, limit.amount, cast(Unit, limit.unit), calendar)
    return min(ours, stated or ours)


def return_until(asked_at: datetime, calendar: WorkingTime) -> datetime:
    """Until when the hotline should have decided on a return."""
    return deadline(asked_at, RETURN.amount, cast(Unit, RETURN.unit), calendar)


def read_moment(text: str, zone: ZoneInfo, *, ends: bool) -> datetime:
    """What an exported sheet writes: 2026-11-29 10:30, 2026/11/29 10:30:00, 2026年11月29日 10时.

    A day alone is its last minute where something `ends`, else its first. Raises `NoMoment`.
    """
    found = _MOMENT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise NoMoment(text)
    year, month, day, *clock = found.groups()
    hours, minutes, seconds = (int(part) if part else 0 for part in clock)
    try:
        at = time(hours, minutes, seconds) if clock[0] else time(23, 59) if ends else time()
        return datetime.combine(date(int(year), int(month), int(day)), at, zone)
    except ValueError as error:
        raise NoMoment(text) from error
