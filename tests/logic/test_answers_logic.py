"""What a reporter hears about a case."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.organise.answers.logic import (
    TOLD,
    WORDS,
    Came,
    Message,
    Word,
    message_for,
    steps,
    text_for,
)
from linli.respond.cases.logic.states import MERGE, TELL, TRANSITIONS, State

TEN = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)


def came(*states: str) -> list[Came]:
    return [Came(TEN + timedelta(minutes=n), state) for n, state in enumerate(states, 1)]


def test_every_state_of_a_case_has_a_word_for_residents() -> None:
    assert WORDS.keys() == {state.value for state in State}


def test_there_is_a_message_for_every_state_a_case_can_come_to() -> None:
    assert TOLD.keys() == {state.value for state in State} - {"received"}


ACTS = {TELL: "supplemented", MERGE: "unmerged"}


def test_there_is_a_message_for_every_public_step() -> None:
    told = {
        message_for(step.source, step.to, ACTS.get(step.who, "moved"))
        for step in TRANSITIONS
        if step.is_public
    }

    assert told >= {Message.ACCEPTED, Message.HANDLING, Message.HANDLED, Message.CLOSED}


def test_a_report_goes_through_the_words_of_a_resident() -> None:
    taken = steps(TEN, came("filed", "handling", "resolved", "feedback", "closed"))

    assert taken == [
        (TEN, Word.RECEIVED),
        (TEN + timedelta(minutes=2), Word.HANDLING),
        (TEN + timedelta(minutes=3), Word.HANDLED_TO_CONFIRM),
        (TEN + timedelta(minutes=5), Word.CLOSED),
    ]


def test_filed_work_is_received_and_not_yet_being_handled() -> None:
    assert steps(TEN, came("filed"))[-1][1] is Word.RECEIVED


def test_work_that_goes_to_another_hand_is_still_being_handled() -> None:
    assert steps(TEN, came("handling", "filed"))[-1][1] is Word.HANDLING


def test_rework_goes_back_to_being_handled() -> None:
    assert steps(TEN, came("handling", "resolved", "handling"))[-1][1] is Word.HANDLING


def test_what_was_worked_on_ends_as_closed_and_not_as_never_accepted() -> None:
    assert steps(TEN, came("filed", "handling", "voided"))[-1][1] is Word.CLOSED
    assert steps(TEN, came("filed", "voided"))[-1][1] is Word.NOT_ACCEPTED


def test_a_report_that_joined_later_has_no_step_before_it_was_received() -> None:
    late = TEN + timedelta(hours=1)

    assert steps(late, came("handling")) == [(late, Word.RECEIVED), (late, Word.HANDLING)]


@pytest.mark.parametrize(
    ("from_state", "to_state", "message"),
    [
        ("received", "filed", Message.ACCEPTED),
        ("filed", "handling", Message.HANDLING),
        ("resolved", "handling", Message.HANDLING_AGAIN),
        ("handling", "resolved", Message.HANDLED),
        ("resolved", "feedback", Message.CONFIRM),
        ("feedback", "closed", Message.CLOSED),
        ("closed", "filed", Message.TAKEN_UP_AGAIN),
        ("received", "rejected", Message.REJECTED),
        ("received", "voided", Message.SET_ASIDE),
        ("handling", "voided", Message.STOPPED),
        ("feedback", "voided", Message.STOPPED),
    ],
)
def test_each_step_has_its_message(from_state: str, to_state: str, message: Message) -> None:
    assert message_for(from_state, to_state) is message


def test_what_a_reporter_told_is_acknowledged_whatever_the_case_goes_back_to() -> None:
    for to in ("received", "verifying"):
        assert message_for("info_requested", to, "supplemented") is Message.SUPPLEMENTED
        assert message_for("info_requested", to, "unsupplemented") is Message.UNSUPPLEMENTED
    assert message_for("info_requested", "verifying", "moved") is Message.CHECKING


def test_a_rejection_passes_its_reason_on() -> None:
    assert text_for(Message.REJECTED, "It is on private ground.", ["wuye"]) == (
        "It is on private ground."
    )


def test_other_reasons_stay_inside() -> None:
    assert text_for(Message.CLOSED, "Nobody picked up the phone.", ["wuye"]) == ""


def test_one_party_is_named_and_two_are_not() -> None:
    assert text_for(Message.HANDLING, "", ["wuye"]) == "wuye"
    assert text_for(Message.HANDLING, "", ["wuye", "water"]) == ""
