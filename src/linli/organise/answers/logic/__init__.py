"""Decides what a reporter hears about a case. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from linli.respond.cases.logic.faults import IllegalMove
from linli.respond.cases.logic.states import State
from linli.wire.texts import N_


class Word(StrEnum):
    """The five words that residents read: where their report stands."""

    RECEIVED = "received"
    HANDLING = "handling"
    HANDLED_TO_CONFIRM = "handled_to_confirm"
    CLOSED = "closed"
    NOT_ACCEPTED = "not_accepted"


class Message(StrEnum):
    """What a reporter is told at one step."""

    RECEIVED = "received"
    JOINED = "joined"
    CHECKING = "checking"
    INFO_REQUESTED = "info_requested"
    ACCEPTED = "accepted"
    HANDLING = "handling"
    HANDLING_AGAIN = "handling_again"
    WAITING = "waiting"
    HANDLED = "handled"
    CONFIRM = "confirm"
    CONFIRM_UNCHECKED = "confirm_unchecked"
    CLOSED = "closed"
    STAYS_CLOSED = "stays_closed"
    ASKED_AGAIN = "asked_again"
    DISPUTED = "disputed"
    TAKEN_UP_AGAIN = "taken_up_again"
    REJECTED = "rejected"
    SUPPLEMENTED = "supplemented"
    UNSUPPLEMENTED = "unsupplemented"
    SET_ASIDE = "set_aside"
    STOPPED = "stopped"
    MERGED = "merged"
    SEPARATED = "separated"
    ANSWERED = "answered"
    WRITTEN = "written"


class DraftState(StrEnum):
    """What became of an answer in the desk's own words."""

    WAITING = "waiting"
    SENT = "sent"
    HANDED_BACK = "handed_back"


LONGEST_ANSWER: Final = 800
"""So that what a template puts in still fits."""

NO_REPORTER: Final = N_("Nobody reported it, so nobody can be answered.")
MERGED: Final = N_("It was merged: answer its reporters in the case that goes on.")

WORDS: Final[dict[str, Word]] = {
    "received": Word.RECEIVED,
    "verifying": Word.RECEIVED,
    "info_requested": Word.RECEIVED,
    # Filed means that it will be done, not that anybody does it: say no more than is true.
    "filed": Word.RECEIVED,
    "handling": Word.HANDLING,
    "suspended": Word.HANDLING,
    "resolved": Word.HANDLED_TO_CONFIRM,
    "feedback": Word.HANDLED_TO_CONFIRM,
    "reopen_requested": Word.HANDLING,
    "closed": Word.CLOSED,
    "rejected": Word.NOT_ACCEPTED,
    "voided": Word.NOT_ACCEPTED,
    "merged": Word.RECEIVED,
}
"""State of a case → what a resident reads."""

TOLD: Final[dict[str, Message]] = {
    "verifying": Message.CHECKING,
    "info_requested": Message.INFO_REQUESTED,
    "filed": Message.ACCEPTED,
    "handling": Message.HANDLING,
    "suspended": Message.WAITING,
    "resolved": Message.HANDLED,
    "feedback": Message.CONFIRM,
    "closed": Message.CLOSED,
    "reopen_requested": Message.ASKED_AGAIN,
    "rejected": Message.REJECTED,
    "voided": Message.SET_ASIDE,
    "merged": Message.MERGED,
}
"""State a case has come to → what its reporters are told."""

TOLD_OTHERWISE: Final[dict[tuple[str, str], Message]] = {
    ("received", "feedback"): Message.ANSWERED,
    ("resolved", "handling"): Message.HANDLING_AGAIN,
    ("closed", "filed"): Message.TAKEN_UP_AGAIN,
    ("closed", "reopen_requested"): Message.DISPUTED,
    ("feedback", "filed"): Message.TAKEN_UP_AGAIN,
    ("handling", "voided"): Message.STOPPED,
    ("resolved", "voided"): Message.STOPPED,
    ("feedback", "voided"): Message.STOPPED,
    ("reopen_requested", "filed"): Message.TAKEN_UP_AGAIN,
    ("reopen_requested", "closed"): Message.STAYS_CLOSED,
    ("reopen_requested", "voided"): Message.STOPPED,
}
"""Steps, from and to, that are not told by where they lead alone."""

TOLD_BY_ACT: Final[dict[str, Message]] = {
    "supplemented": Message.SUPPLEMENTED,
    "unsupplemented": Message.UNSUPPLEMENTED,
    "unmerged": Message.SEPARATED,
    "unsampled": Message.CONFIRM_UNCHECKED,
}
"""Acts that say more than where they lead."""

NEEDS_REASON: Final = frozenset(
    {
        Message.INFO_REQUESTED,
        Message.REJECTED,
        Message.SET_ASIDE,
        Message.ANSWERED,
        Message.STAYS_CLOSED,
    }
)
"""Messages that pass on what the desk wrote; all other reasons stay inside."""

PUBLIC_LEVELS: Final = ("district", "street", "community", "estate")
"""What of a place a follower reads. Buildings and homes are whose they are; grids are ours."""


@dataclass(frozen=True, slots=True)
class Came:
    """A case came to a state at a time."""

    at: datetime
    state: str


def require_answerable(state: str, *, has_reports: bool) -> None:
    """Raises `IllegalMove` where there is nobody to be answered."""
    if state == State.MERGED:
        raise IllegalMove("case", state, "told", (), MERGED)
    if not has_reports:
        raise IllegalMove("case", state, "told", (), NO_REPORTER)


def message_for(from_state: str, to_state: str, act: str = "") -> Message:
    """What reporters are told when a case takes this step, which must be a public one."""
    if act in TOLD_BY_ACT:
        return TOLD_BY_ACT[act]
    return TOLD_OTHERWISE.get((from_state, to_state)) or TOLD[to_state]


def text_for(message: Message, reason: str, party_codes: list[str]) -> str:
    """What goes into the message besides its words: a reason, or the one party at work."""
    if message in NEEDS_REASON:
        return reason
    if message in (Message.HANDLING, Message.HANDLING_AGAIN) and len(party_codes) == 1:
        return party_codes[0]
    return ""


def steps(received_at: datetime, came: Iterable[Came]) -> list[tuple[datetime, Word]]:
    """How the word has changed, oldest first; the last one is where the report stands now.

    A state that leaves the word as it was is no step, nor is work that goes to another hand.
    """
    told = [(received_at, Word.RECEIVED)]
    for one in came:
        last, word = told[-1][1], WORDS[one.state]
        if word is Word.NOT_ACCEPTED and last is not Word.RECEIVED:
            word = Word.CLOSED  # what was worked on had been accepted
        if word is not last and (last, word) != (Word.HANDLING, Word.RECEIVED):
            told.append((max(received_at, one.at), word))
    return told
