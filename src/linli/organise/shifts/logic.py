"""Decides what may be signed, by whom, and what is new since somebody looked."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from linli.respond.cases.logic.faults import BadText
from linli.wire.texts import N_

LONGEST_NOTE: Final = 500
LONGEST_LINE: Final = 1000
LONGEST_REMARK: Final = 1000
OLDEST_LINE: Final = timedelta(days=31)
A_MOMENT: Final = timedelta(minutes=5)
"""Clocks of desks differ a little."""


class NotSigned(Exception):
    """A sheet cannot be signed so; the text, for people, says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class StaleSheet(NotSigned):
    """Something came in, or changed, since the asker looked: that has to be seen first."""

    def __init__(self) -> None:
        super().__init__(
            N_("Something has come in since you opened this page. See what is new, then sign.")
        )


BY_HIMSELF: Final = N_("You have signed for the other side already; somebody else must sign here.")
SIGNED_ALREADY: Final = N_("Somebody else was faster: this sheet is signed.")
REPLACED: Final = N_("There is a newer sheet; sign that one.")
RUNNING_ALREADY: Final = N_("A shift is running already at this desk.")
NOT_RUNNING: Final = N_("This shift is over; see the one that is running now.")
NOT_COMPLETE: Final = N_("First, whoever takes over has to sign.")


@dataclass(frozen=True, slots=True)
class Row:
    """A case on a sheet, in words. `mark` changes with what has to be seen of it."""

    mark: str
    case_id: str
    number: str
    what: str
    where: str
    state: str
    due: str


@dataclass(frozen=True, slots=True)
class NoteText:
    """A watch note on a sheet."""

    mark: str
    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the shift had to do; `open` is what is left."""

    taken: int
    filed: int
    closed: int
    open: int


@dataclass(frozen=True, slots=True)
class InAll:
    """How long the lists really are."""

    emergencies: int
    due: int
    callbacks: int


@dataclass(frozen=True, slots=True)
class Content:
    """What is handed over. A list that was cut says how many there are in all.

    Sheets that were signed before lists were counted know only whether one was cut.
    """

    emergencies: tuple[Row, ...]
    due: tuple[Row, ...]
    callbacks: tuple[Row, ...]
    notes: tuple[NoteText, ...]
    numbers: Numbers
    is_cut: bool
    counted: InAll | None = None

    @property
    def in_all(self) -> InAll:
        shown = InAll(len(self.emergencies), len(self.due), len(self.callbacks))
        return self.counted or shown

    @property
    def marks(self) -> tuple[str, ...]:
        rows = (*self.emergencies, *self.due, *self.callbacks)
        return (*(row.mark for row in rows), *(note.mark for note in self.notes))


@dataclass(frozen=True, slots=True)
class Since:
    """What came in between two looks."""

    rows: tuple[Row, ...]
    notes: tuple[NoteText, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.notes)


def mark(*parts: object) -> str:
    """Short, and another one when any part is another one."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:10]


def since(before: Iterable[str], now: Content) -> Since:
    """What of it was not there, or not so, before; each case once."""
    known = set(before)
    rows: dict[str, Row] = {}
    for row in (*now.emergencies, *now.due, *now.callbacks):
        if row.mark not in known:
            rows.setdefault(row.case_id, row)
    return Since(tuple(rows.values()), tuple(note for note in now.notes if note.mark not in known))


def require_seen(seen: Iterable[str], now: Content) -> None:
    """Raises `StaleSheet`."""
    if not since(seen, now).is_empty:
        raise StaleSheet


def require_recent(happened_at: datetime | None, now: datetime) -> datetime:
    """When a line of the log says that it happened. Raises `BadText`."""
    if happened_at is None:
        raise BadText("happened_at", N_("Write the time as on a clock, for example 14:05."))
    if not now - OLDEST_LINE <= happened_at <= now + A_MOMENT:
        message = N_("The time must not lie ahead, nor more than %(days)d days back.")
        raise BadText("happened_at", message, {"days": OLDEST_LINE.days})
    return happened_at
