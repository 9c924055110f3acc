"""Decides whether a dispatch can still be taken back as a mistake. Pure."""

from datetime import datetime, timedelta
from typing import Final

from linli.organise.tasks.logic.states import State
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import IllegalMove
from linli.wire.texts import N_

WINDOW: Final = timedelta(minutes=30)
"""A wrong unit is noticed at once or by its call; what is older is cancelled, and counted."""

QUIET: Final = frozenset(
    {Act.REMINDED, Act.OVERDUE, Act.SUPERVISED_1, Act.SUPERVISED_2, Act.UNDISPATCHED}
)
"""What can stand on the timeline about a work order with which nobody did anything."""

UNTOUCHED: Final = frozenset({State.DISPATCHED, State.IN_PROGRESS})

BEGUN: Final = N_("The unit has begun with it: cancel the work order instead.")
TOO_LATE: Final = N_("It was sent more than half an hour ago: cancel the work order instead.")
OTHERS: Final = N_("Other units have worked on it: cancel the work order instead.")


def objection(state: str, sent_at: datetime, now: datetime, *, is_touched: bool) -> str:
    """Why it cannot be taken back any more; empty when it can."""
    if state not in UNTOUCHED or is_touched:
        return BEGUN
    return TOO_LATE if now > sent_at + WINDOW else ""


def require_undoable(state: str, why: str) -> None:
    """Raises `IllegalMove` where there is a reason why not."""
    if why:
        raise IllegalMove("task", state, "withdrawn", (), why)
