"""Decides what can be done to many rows at once, and says why one was left out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from linli.ground.rights.asker import Refused
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.logic.states import GUARDS
from linli.respond.cases.logic.texts import LONGEST_REASON, LONGEST_TOLD, read_text
from linli.wire.texts import N_

MOST_ROWS: Final = 200
LONGEST_KEY: Final = 64

LEFT_OUT: Final = (NotFound, Refused, StaleVersion, IllegalMove, BadText)
"""What is refused for one row, and leaves the others as they are."""


TOLD: Final[dict[type[Exception], str]] = {
    NotFound: N_("It is not within your reach, or is not there any more."),
    Refused: N_("This is for somebody else to decide."),
    StaleVersion: N_("It has changed since you saw it: look at it, then decide."),
    IllegalMove: N_("This step is not possible in the state that it is in now."),
}
ABOUT_PERSONS: Final = frozenset(one.otherwise for one in GUARDS.values() if one.about_person)


class Outcome(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class Kind(StrEnum):
    """What the rows are."""

    CASES = "cases"
    TASKS = "tasks"


@dataclass(frozen=True, slots=True)
class ManyAct:
    """An act on many rows: the right that each needs, and what is asked for once.

    `target` is what else must be chosen: a party, a place, or for each row a person.
    """

    kind: Kind
    right: tuple[str, str]
    label: str
    needs_reason: bool = False
    target: str = ""
    longest_reason: int = LONGEST_REASON


ACTS: Final[dict[str, ManyAct]] = {
    "file": ManyAct(Kind.CASES, ("move", "case"), N_("File them")),
    "dispatch": ManyAct(Kind.CASES, ("dispatch", "task"), N_("Send work orders"), target="party"),
    "place": ManyAct(Kind.CASES, ("place", "case"), N_("Set their place"), target="place"),
    "void": ManyAct(
        Kind.CASES,
        ("move", "case"),
        N_("Void them"),
        needs_reason=True,
        longest_reason=LONGEST_TOLD,
    ),
    "sign": ManyAct(Kind.TASKS, ("sign", "task"), N_("Sign for them")),
    "return": ManyAct(Kind.TASKS, ("return", "task"), N_("Return them"), needs_reason=True),
    "cancel": ManyAct(Kind.TASKS, ("cancel", "task"), N_("Cancel them"), needs_reason=True),
    "hand_over": ManyAct(
        Kind.TASKS, ("hand_over", "task"), N_("Hand them over"), needs_reason=True, target="person"
    ),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One row at the version at which somebody saw it; `target_id` only where each has its own."""

    thing_id: UUID
    version: int
    target_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewBatch:
    """`key` is that of the form. Without a party, each goes to whoever has the duty."""

    key: str
    act: str
    rows: Sequence[Chosen]
    reason: str = ""
    target_id: int | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why one row was left out: `told % values` is for people."""

    told: str
    values: dict[str, Any]


def act_of(code: str) -> ManyAct:
    """Raises `BadText`."""
    if code not in ACTS:
        message = N_("There is no act “%(act)s” for many rows at once.")
        raise BadText("act", message, {"act": code[:32]})
    return ACTS[code]


def read_batch(new: NewBatch) -> NewBatch:
    """The same, with its reason as it is kept. Raises `BadText`."""
    act = act_of(new.act)
    if not new.rows:
        raise BadText("rows", N_("Nothing is chosen; please tick at least one row."))
    if len(new.rows) > MOST_ROWS:
        message = N_("These are %(count)d rows; please choose at most %(most)d.")
        raise BadText("rows", message, {"count": len(new.rows), "most": MOST_ROWS})
    if len({one.thing_id for one in new.rows}) < len(new.rows):
        raise BadText("rows", N_("One row was chosen twice; please choose each once."))
    if act.target == "place" and new.target_id is None:
        raise BadText("target", N_("Please choose a place."))
    if act.target == "person" and any(one.target_id is None for one in new.rows):
        raise BadText("target", N_("Please choose who goes on with the work."))
    if not new.key.isprintable() or not 0 < len(new.key) <= LONGEST_KEY:
        raise BadText("key", N_("The form has lost its key; please open it again."))
    reason = read_text("reason", new.reason, act.longest_reason, is_required=act.needs_reason)
    return NewBatch(new.key, new.act, new.rows, reason, new.target_id)


def why(error: Exception) -> Why:
    """What to tell of a row that was left out."""
    match error:
        case BadText():
            return Why(error.message, {name: str(one) for name, one in error.values.items()})
        case IllegalMove() if error.guard:
            return Why(error.guard, {})
        case Refused() if str(error) in ABOUT_PERSONS:
            return Why(str(error), {})
        case _:
            return Why(next(told for kind, told in TOLD.items() if isinstance(error, kind)), {})
