"""Decides whether a unit can be supervised for its work, and by when it has to answer."""

from datetime import datetime, timedelta
from typing import Final

from linli.registers.parties.logic import Office
from linli.respond.cases.logic.faults import BadText, IllegalMove
from linli.respond.cases.logic.ladder import Rung
from linli.respond.cases.logic.texts import read_text
from linli.wire.texts import N_

LONGEST_DEMAND: Final = 1000
LONGEST_TERM: Final = timedelta(days=90)

NOT_LATE: Final = N_("It is not late: a supervision letter is for work that is over its time.")


OFFICE_OF: Final = {
    0: Office.ADJUDICATOR,
    Rung.OVERDUE: Office.LEAD,
    Rung.SUPERVISE: Office.SUPERVISION,
    Rung.SUPERVISE_HEAD: Office.HEAD,
}
"""Which post hears of a step of the ladder; of the first step only the unit itself."""


def require_late(state: str, *, is_late: bool) -> None:
    """Raises `IllegalMove`."""
    if not is_late:
        raise IllegalMove("task", state, "supervised", (), NOT_LATE)


def read_demand(text: str, answer_by: datetime | None, now: datetime) -> str:
    """What is demanded, fit to be kept. Raises `BadText`, also for a term that cannot be kept."""
    said = read_text("demand", text, LONGEST_DEMAND)
    if answer_by is None:
        message = N_("Say by when the unit has to answer, for example 2026-11-30.")
        raise BadText("answer_by", message)
    if not now < answer_by <= now + LONGEST_TERM:
        message = N_("The term must lie ahead, and within %(days)d days.")
        raise BadText("answer_by", message, {"days": LONGEST_TERM.days})
    return said
