"""Decides what the result on a printed work order must say before it counts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from linli.organise.tasks.logic.links import DIGITS, LONGEST_NAME, called, read_phone
from linli.organise.tasks.logic.states import State
from linli.respond.cases.logic.faults import BadText
from linli.respond.cases.logic.texts import read_text
from linli.wire.texts import N_

CLOCKS_DIFFER: Final = timedelta(minutes=5)

OVER: Final[dict[str, str]] = {
    State.DONE: N_("The result of this work order is here already; it counts as it came first."),
    State.RETURNED: N_("The unit returned this work order: nobody works by it any more."),
    State.CANCELLED: N_("This work order was taken back: nobody works by it any more."),
    State.REFERRED: N_("An outside body has the work now."),
}
"""Why no result can be entered, by the state of the work order."""


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What somebody without an account wrote on a printed work order, or told with it.

    `name` and `phone` may be empty; of the number only the last digits are kept.
    """

    text: str
    done_at: datetime | None
    name: str = ""
    phone: str = ""
    photo_ids: Sequence[UUID] = ()
    before_ids: Sequence[UUID] = ()


def read_worker(name: str, phone: str) -> str:
    """How the worker stands on the timeline; empty for nobody. Raises `BadText`."""
    named = read_text("name", name, LONGEST_NAME, is_required=False)
    number = read_phone(phone) if phone.strip() else ""
    if named and number:
        return called(named, number)
    return named or (f"…{number[-DIGITS:]}" if number else "")


def read_done_at(told: datetime | None, began: datetime, now: datetime) -> datetime:
    """When it was done: after it was sent, or sent back for the last time. Raises `BadText`."""
    if told is None:
        raise BadText("done_at", N_("Please say on which day and at what time it was done."))
    if told > now + CLOCKS_DIFFER:
        message = N_("This time is still to come; please compare it with the paper.")
        raise BadText("done_at", message)
    if told < began.replace(second=0, microsecond=0):
        message = N_(
            "The work order was sent, or sent back, after this time: an older paper does not count."
            " Please compare number and date."
        )
        raise BadText("done_at", message)
    return told
