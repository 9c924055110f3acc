"""When nobody is left to be asked, and what must be said."""

from uuid import UUID

import pytest

from linli.organise.callbacks.logic import (
    LABELS,
    MOST_TRIES,
    Heard,
    Outcome,
    are_all_settled,
    is_settled,
    read_heard,
)
from linli.respond.cases.logic.faults import BadText

SOME, OTHER = UUID(int=7), UUID(int=8)
HELPED, NOT_REACHED, DECLINED = Outcome.HELPED, Outcome.NOT_REACHED, Outcome.DECLINED


@pytest.mark.parametrize(
    ("outcomes", "settled"),
    [
        ([], False),
        ([NOT_REACHED] * (MOST_TRIES - 1), False),
        ([NOT_REACHED] * MOST_TRIES, True),
        ([NOT_REACHED, HELPED], True),
        ([DECLINED], True),
    ],
)
def test_a_reporter_is_asked_until_they_say_something_or_were_not_reached_thrice(
    outcomes: list[Outcome], settled: bool
) -> None:
    assert is_settled(outcomes) is settled


def test_a_case_waits_for_everybody_who_can_be_rung() -> None:
    assert are_all_settled([SOME, OTHER], {SOME: [HELPED], OTHER: [DECLINED]})
    assert not are_all_settled([SOME, OTHER], {SOME: [HELPED]})
    assert are_all_settled([], {OTHER: [HELPED]})


def test_whoever_says_that_it_did_not_help_says_what_is_wrong() -> None:
    assert read_heard(SOME, "not_helped", " It still leaks. ").words == "It still leaks."
    assert read_heard(SOME, "helped", " ") == Heard(SOME, HELPED, "")
    with pytest.raises(BadText):
        read_heard(SOME, "not_helped", " ")


def test_an_unknown_outcome_is_refused_and_all_have_words() -> None:
    with pytest.raises(BadText):
        read_heard(SOME, "angry", "")
    assert LABELS.keys() == set(Outcome)
