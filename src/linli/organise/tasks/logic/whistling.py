"""Decides whom a whistle (吹哨) can call, and whether all have come. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from linli.organise.tasks.logic.states import OPEN
from linli.respond.cases.logic.faults import BadText
from linli.respond.cases.logic.texts import read_text
from linli.wire.texts import N_

MOST_HELPERS: Final = 10
LONGEST_WHY: Final = 1000

COME: Final = N_("A whistle called you: come, or have who whistled release you.")


@dataclass(frozen=True, slots=True)
class Call:
    """Who is called at once to one case: the lead, its helpers, and why."""

    lead: int
    helpers: Sequence[int]
    why: str


def read_call(call: Call) -> str:
    """Why, fit to be kept. Raises `BadText`, also for a lead that helps itself, or nobody else."""
    helpers = set(call.helpers)
    if not helpers or len(helpers) > MOST_HELPERS:
        message = N_("Choose at least one unit that helps, and at most %(most)d.")
        raise BadText("helpers", message, {"most": MOST_HELPERS})
    if call.lead in helpers:
        raise BadText("helpers", N_("The lead cannot help itself: choose other units to help."))
    return read_text("why", call.why, LONGEST_WHY)


def has_come(state: str, *, is_signed: bool) -> bool:
    """Whether a called unit signed for it, or was released with a reason."""
    return is_signed or state not in OPEN
