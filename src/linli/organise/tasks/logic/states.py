"""The states of a task and every step between them: who may take it, and what it asks for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.respond.cases.logic.faults import IllegalMove
from linli.wire.texts import N_


class State(StrEnum):
    """`scheduled` for a time, or `referred` to an outside body: the unit still answers for it."""

    DISPATCHED = "dispatched"
    RETURNED = "returned"
    IN_PROGRESS = "in_progress"
    SCHEDULED = "scheduled"
    REFERRED = "referred"
    DONE = "done"
    CANCELLED = "cancelled"


LABELS: Final[dict[State, str]] = {
    State.DISPATCHED: N_("To be signed for"),
    State.RETURNED: N_("Returned"),
    State.IN_PROGRESS: N_("In progress"),
    State.SCHEDULED: N_("Scheduled"),
    State.REFERRED: N_("With an outside body"),
    State.DONE: N_("Done"),
    State.CANCELLED: N_("Cancelled"),
}

OPEN: Final = frozenset({State.DISPATCHED, State.IN_PROGRESS, State.SCHEDULED, State.REFERRED})


@dataclass(frozen=True, slots=True)
class Transition:
    """One step. `act` on `kind` is the right that it needs."""

    source: State
    to: State
    act: str
    kind: str
    needs_reason: bool
    needs_result: bool


def _step(source: State, to: State, who: str, marks: str = "") -> Transition:
    """`marks`: reason or result, which must be given."""
    act, kind = who.split()
    return Transition(source, to, act, kind, marks == "reason", marks == "result")


S = State

TRANSITIONS: Final = (
    #     from           to             who            marks
    _step(S.DISPATCHED,  S.IN_PROGRESS, "sign task"),
    _step(S.DISPATCHED,  S.RETURNED,    "return task", "reason"),
    _step(S.DISPATCHED,  S.CANCELLED,   "cancel task", "reason"),
    _step(S.IN_PROGRESS, S.DONE,        "finish task", "result"),
    _step(S.IN_PROGRESS, S.CANCELLED,   "cancel task", "reason"),
    _step(S.IN_PROGRESS, S.SCHEDULED,   "schedule task"),
    _step(S.SCHEDULED,   S.SCHEDULED,   "schedule task"),
    _step(S.SCHEDULED,   S.IN_PROGRESS, "begin task"),
    _step(S.SCHEDULED,   S.DONE,        "finish task", "result"),
    _step(S.SCHEDULED,   S.CANCELLED,   "cancel task", "reason"),
    _step(S.IN_PROGRESS, S.REFERRED,    "refer task"),
    _step(S.REFERRED,    S.REFERRED,    "follow_up task"),
    _step(S.REFERRED,    S.IN_PROGRESS, "recall task"),
    _step(S.REFERRED,    S.DONE,        "finish task", "result"),
    _step(S.REFERRED,    S.CANCELLED,   "cancel task", "reason"),
    _step(S.DISPATCHED,  S.CANCELLED,   "withdraw dispatch", "reason"),
    _step(S.IN_PROGRESS, S.CANCELLED,   "withdraw dispatch", "reason"),
    _step(S.CANCELLED,   S.DISPATCHED,  "merge case"),
    _step(S.DONE,        S.IN_PROGRESS, "verify case", "reason"),
)  # fmt: skip


def step(source: str, to: str, act: str = "") -> Transition:
    """The step from here to there, by this act if one is given. Raises `IllegalMove`."""
    there = (one for one in leaving(source) if one.to == to)
    found = next((one for one in there if act in ("", one.act)), None)
    if found is None:
        raise IllegalMove("task", source, to, tuple(one.to.value for one in by_hand(source)))
    return found


def leaving(source: str) -> tuple[Transition, ...]:
    """Every step from here, in the order of the table."""
    return tuple(one for one in TRANSITIONS if one.source == source)


def by_hand(source: str) -> tuple[Transition, ...]:
    """The steps that are asked for on the task itself; a check is asked for on its case."""
    return tuple(one for one in leaving(source) if one.kind == "task")


def is_known(state: str) -> bool:
    return state in set(State)
