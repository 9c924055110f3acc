"""Decides about links that open one work order to somebody without an account. Pure."""

import hashlib
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from linli.organise.tasks.logic.states import State
from linli.respond.cases.logic.faults import BadText
from linli.respond.cases.logic.texts import read_text
from linli.wire.texts import N_

LONGEST_NAME: Final = 40
DIGITS: Final = 4
PHONE: Final = range(7, 16)
"""So many digits has a telephone number: ITU-T E.164 allows 15."""

BEYOND_DUE: Final = timedelta(days=2)
AT_MOST: Final = timedelta(days=14)

OPENS: Final = frozenset({State.DISPATCHED, State.IN_PROGRESS, State.SCHEDULED})
"""Work in these states can be done by whoever holds its link."""


class Why(StrEnum):
    """Why a link opens nothing."""

    UNKNOWN = "unknown"
    OVER = "over"
    OTHER_PHONE = "other_phone"
    NO_DIGITS = "no_digits"
    WRONG_DIGITS = "wrong_digits"


class BadLink(Exception):
    """The link opens nothing here; `why` says which of the reasons it is."""

    def __init__(self, why: Why) -> None:
        super().__init__(f"The link opens no work order: {why}.")
        self.why = why


def hashed(secret: str) -> str:
    """As a secret is kept: 256 random bits cannot be found again from it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def expires(now: datetime, due: datetime | None) -> datetime:
    """Two days after the work is due, for late work counted from now; at most two weeks."""
    return min(max(due or now, now) + BEYOND_DUE, now + AT_MOST)


def read_name(typed: str) -> str:
    """Raises `BadText`."""
    return read_text("name", typed, LONGEST_NAME)


def read_phone(typed: str) -> str:
    """The digits, with a leading + where one was typed. Raises `BadText`."""
    folded = unicodedata.normalize("NFKC", typed[:40]).strip()
    digits = digits_of(folded)
    others = set(folded) - set("0123456789 -()+")
    if others or len(digits) not in PHONE:
        message = N_("“%(phone)s” is no telephone number; please write its 7 to 15 digits.")
        raise BadText("phone", message, {"phone": typed[:40]})
    return f"+{digits}" if folded.startswith("+") else digits


def digits_of(typed: str) -> str:
    folded = unicodedata.normalize("NFKC", typed[:40])
    return "".join(sign for sign in folded if sign.isascii() and sign.isdecimal())


def called(name: str, phone: str) -> str:
    """How the worker stands on the timeline: enough to tell two of one name apart."""
    return f"{name} (…{phone[-DIGITS:]})"
