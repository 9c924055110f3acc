"""Decides for when work can be planned. Pure."""

from datetime import datetime, timedelta
from typing import Final

from linli.respond.cases.logic.faults import BadText
from linli.wire.texts import N_

LONGEST_AHEAD: Final = timedelta(days=180)


def require_plannable(at: datetime | None, due: datetime | None, now: datetime) -> datetime:
    """`at`, if work that is due then can be planned for it; `due` None asks for no deadline.

    Raises `BadText`.
    """
    if at is None:
        raise BadText("planned_at", N_("Say for when it is planned: a day and a time."))
    if not now < at <= now + LONGEST_AHEAD:
        message = N_("The time must lie ahead, and within %(days)d days.")
        raise BadText("planned_at", message, {"days": LONGEST_AHEAD.days})
    if due is not None and at > due:
        raise BadText(
            "planned_at", N_("That is after the deadline: say why, to ask for more time.")
        )
    return at
