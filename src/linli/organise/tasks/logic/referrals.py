"""Decides about work that is referred to an outside body: what must be said of it, and when it is
asked after again. Pure.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from linli.registers.calendars.logic import DAY, WorkingTime, spans
from linli.respond.cases.logic.faults import BadText
from linli.respond.cases.logic.texts import read_text
from linli.wire.texts import N_

LONGEST_BODY: Final = 80
LONGEST_REFERENCE: Final = 64
LONGEST_FOLLOWER: Final = 60
LONGEST_SAID: Final = 1000
LONGEST_WAIT: Final = timedelta(days=90)


class Way(StrEnum):
    """How the outside body was told."""

    PHONE = "phone"
    LETTER = "letter"
    SYSTEM = "system"
    MESSAGE = "message"
    IN_PERSON = "in_person"


class Heard(StrEnum):
    """What came of asking after it; all but the first two bring the work back to the unit."""

    ASKED_AGAIN = "asked_again"
    WORKING = "working"
    DONE = "done"
    REFUSED = "refused"
    RECALLED = "recalled"


class Outcome(StrEnum):
    """How a referral ended: by what was heard, by its time, or because the work order ended."""

    DONE = "done"
    REFUSED = "refused"
    RECALLED = "recalled"
    NO_ANSWER = "no_answer"
    OVER = "over"


WAYS: Final[dict[Way, str]] = {
    Way.PHONE: N_("by telephone"),
    Way.LETTER: N_("by letter"),
    Way.SYSTEM: N_("in its own system"),
    Way.MESSAGE: N_("by message"),
    Way.IN_PERSON: N_("in person"),
}
HEARD: Final[dict[Heard, str]] = {
    Heard.ASKED_AGAIN: N_("Asked again, no answer yet"),
    Heard.WORKING: N_("It is working on it"),
    Heard.DONE: N_("It says that it is done: we look and report the result"),
    Heard.REFUSED: N_("It does not do it: the work is ours again"),
    Heard.RECALLED: N_("We take it back and do it ourselves"),
}
OUTCOMES: Final[dict[Outcome, str]] = {
    Outcome.DONE: N_("Done, it says"),
    Outcome.REFUSED: N_("Does not do it"),
    Outcome.RECALLED: N_("Taken back by the unit"),
    Outcome.NO_ANSWER: N_("No answer in time: back with the unit"),
    Outcome.OVER: N_("The work order ended"),
}

STAYS: Final = frozenset({Heard.ASKED_AGAIN, Heard.WORKING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """To whom work was given outside, how, who asks after it, and by when an answer must be here.

    `reference` is the number that it has there, if it is known.
    """

    body: str
    way: str
    follower: str
    answer_by: datetime | None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What was heard when somebody asked; it may promise another time, or tell its own number."""

    heard: str
    text: str
    answer_by: datetime | None = None
    reference: str = ""


def read_handed(handed: Handed, now: datetime) -> Handed:
    """Fit to be kept. Raises `BadText`."""
    if handed.answer_by is None:
        raise BadText(
            "answer_by", N_("Say by when an answer must be here, for example 2026-11-30.")
        )
    return Handed(
        body=read_text("body", handed.body, LONGEST_BODY),
        way=_one_of("way", handed.way, tuple(Way)),
        follower=read_text("follower", handed.follower, LONGEST_FOLLOWER),
        answer_by=_answer_by(handed.answer_by, now),
        reference=read_text("reference", handed.reference, LONGEST_REFERENCE, is_required=False),
    )


def read_follow_up(told: FollowUp, now: datetime) -> FollowUp:
    """The same for what was heard; only who still works on it can promise a time."""
    heard = _one_of("heard", told.heard, tuple(Heard))
    return replace(
        told,
        heard=heard,
        text=read_text("text", told.text, LONGEST_SAID),
        answer_by=_answer_by(told.answer_by, now) if heard == Heard.WORKING else None,
        reference=read_text("reference", told.reference, LONGEST_REFERENCE, is_required=False),
    )


def ask_again_at(now: datetime, calendar: WorkingTime) -> datetime:
    """When the office opens on the next working day (次日再催)."""
    day = now.astimezone(calendar.zone).date()
    for _ in range(LONGEST_WAIT.days):
        day += DAY
        opened = next(spans(day, calendar), None)
        if opened:
            return opened[0]
    return now + DAY


def _answer_by(at: datetime | None, now: datetime) -> datetime | None:
    if at is not None and not now < at <= now + LONGEST_WAIT:
        message = N_("The answer must be due ahead, and within %(days)d days.")
        raise BadText("answer_by", message, {"days": LONGEST_WAIT.days})
    return at


def _one_of(field: str, given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise BadText(field, N_("Please choose one of what is offered."))
    return given
