"""Decides what follows from what reporters say when they are asked whether it helped. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from linli.respond.cases.logic.faults import BadText
from linli.respond.cases.logic.texts import read_text
from linli.wire.texts import N_


class Outcome(StrEnum):
    """What came of asking one reporter once."""

    HELPED = "helped"
    NOT_HELPED = "not_helped"
    NOT_REACHED = "not_reached"
    DECLINED = "declined"


LABELS: Final[dict[Outcome, str]] = {
    Outcome.HELPED: N_("It helped"),
    Outcome.NOT_HELPED: N_("It did not help"),
    Outcome.NOT_REACHED: N_("Not reached"),
    Outcome.DECLINED: N_("Does not want to say"),
}

LONGEST_WORDS: Final = 1000
MOST_TRIES: Final = 3
"""Whoever was not reached so often is not rung again: the case does not wait for them."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one reporter said, or that they were not reached; `words` are theirs."""

    report_id: UUID
    outcome: Outcome
    words: str


def read_heard(report_id: UUID, outcome: str, words: str) -> Heard:
    """What was heard, if it can be kept. Raises `BadText`.

    Whoever takes the case up again must know what is still wrong.
    """
    if outcome not in set(Outcome):
        raise BadText("outcome", N_("Please choose what came of the call."))
    is_required = outcome == Outcome.NOT_HELPED
    said = read_text("words", words, LONGEST_WORDS, is_required=is_required)
    return Heard(report_id, Outcome(outcome), said)


def is_settled(outcomes: Sequence[Outcome]) -> bool:
    """Whether one reporter, asked with these outcomes so far, need not be asked again."""
    return len(outcomes) >= MOST_TRIES or any(one is not Outcome.NOT_REACHED for one in outcomes)


def are_all_settled(waiting: Iterable[UUID], said: Mapping[UUID, Sequence[Outcome]]) -> bool:
    """Whether nobody of those who can be reached is still to be asked."""
    return all(is_settled(said.get(one, ())) for one in waiting)
