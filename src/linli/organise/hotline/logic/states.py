"""The states of an order of the hotline and every step between them. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.respond.cases.logic.faults import IllegalMove
from linli.respond.cases.logic.states import State as CaseState
from linli.wire.texts import N_


class State(StrEnum):
    """Where an order stands between the hotline and us; the work itself is its case's."""

    WITH_US = "with_us"
    RETURN_ASKED = "return_asked"
    REPLIED = "replied"
    RETURNED = "returned"
    ANSWERED = "answered"


LABELS: Final[dict[State, str]] = {
    State.WITH_US: N_("With us"),
    State.RETURN_ASKED: N_("Return asked for"),
    State.REPLIED: N_("Reply to hand in"),
    State.RETURNED: N_("Returned to the hotline"),
    State.ANSWERED: N_("Answered there"),
}

OPEN: Final = frozenset({State.WITH_US, State.RETURN_ASKED, State.REPLIED})


@dataclass(frozen=True, slots=True)
class Transition:
    """One step. `act` on an order of the hotline is the right that it needs."""

    source: State
    to: State
    act: str


S = State

TRANSITIONS: Final = (
    Transition(S.WITH_US, S.RETURN_ASKED, "return"),
    Transition(S.RETURN_ASKED, S.WITH_US, "return"),
    Transition(S.RETURN_ASKED, S.RETURNED, "return"),
    Transition(S.WITH_US, S.REPLIED, "reply"),
    Transition(S.REPLIED, S.REPLIED, "reply"),
    Transition(S.REPLIED, S.WITH_US, "reply"),
    Transition(S.REPLIED, S.ANSWERED, "reply"),
)


REPLIABLE: Final = frozenset(
    {CaseState.FEEDBACK, CaseState.CLOSED, CaseState.REJECTED, CaseState.VOIDED}
)
"""The work was checked, or there is none: the hotline can be told what came of it."""


def require_step(source: str, to: str, act: str) -> None:
    """Raises `IllegalMove` unless this right leads from here to there."""
    if not any((one.to, one.act) == (to, act) for one in leaving(source)):
        allowed = tuple(one.to.value for one in leaving(source))
        raise IllegalMove("hotline_order", source, to, allowed)


def require_worked_on(case_state: str) -> None:
    """Raises `IllegalMove` as long as nobody can say what came of its case; empty for none."""
    if case_state not in REPLIABLE:
        going_on = N_("Its case is still being worked on; reply once that is checked.")
        raise IllegalMove("hotline_order", case_state, State.REPLIED, (), going_on)


def leaving(source: str) -> tuple[Transition, ...]:
    """Every step from here, in the order of the table."""
    return tuple(one for one in TRANSITIONS if one.source == source)
