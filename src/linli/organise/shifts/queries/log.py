"""Reads the duty log of a desk: lines by hand, and what happened to cases, in one order of time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from linli.ground.rights.asker import Asker
from linli.ground.search import queries as documents
from linli.ground.search.logic.sought import sought
from linli.ground.search.queries import Span
from linli.organise.shifts.models import LogLine
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.queries.happenings import Happening, happenings

KIND: Final = "log_line"
MOST_LINES: Final = 400
MOST_FOUND: Final = 100

LOGGED: Final = (
    Act.OPENED,
    Act.ALERTED,
    Act.NOBODY_TO_CALL,
    Act.ACKNOWLEDGED,
    Act.DISPATCHED,
    Act.RETURNED,
    Act.FINISHED,
    Act.VERIFIED,
    Act.SENT_BACK,
    Act.MOVED,
    Act.UNANSWERED,
    Act.ANSWERED,
    Act.SUPERVISED,
)
"""What of cases belongs into a log; that another message joined does not."""


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line: written by hand, or drawn from a `happening`."""

    at: datetime
    who: str
    text: str = ""
    id: UUID | None = None
    corrects: datetime | None = None
    is_corrected: bool = False
    written_at: datetime | None = None
    happening: Happening | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """Lines in the order of time; `is_cut`: there were more than are shown."""

    lines: tuple[LineRow, ...]
    is_cut: bool


def desk_mark(desk_id: int) -> str:
    return f"desk={desk_id}"


def log(desk_id: int, since: datetime, until: datetime, asker: Asker) -> Log:
    """What is written and what happened from `since` up to `until`.

    `asker`: with the rights at this desk only. Raises `Refused`.
    """
    asker.require("see", "shift")
    found = LogLine.objects.filter(
        desk_id=desk_id, happened_at__gte=since, happened_at__lt=until
    ).order_by("-happened_at", "-id")
    by_hand = _rows(list(found.select_related("corrects")[: MOST_LINES + 1]))
    drawn = happenings(since, until, LOGGED, asker, MOST_LINES + 1)
    lines = [*by_hand, *map(_drawn, drawn)]
    lines.sort(key=lambda line: line.at, reverse=True)
    is_cut = len(lines) > MOST_LINES
    return Log(tuple(reversed(lines[:MOST_LINES])), is_cut)


def search(desk_id: int, words: str, asker: Asker) -> Log:
    """The newest lines by hand with these words, newest first. Raises `Refused`."""
    asker.require("see", "shift")
    wanted = sought(words, marks=[[desk_mark(desk_id)]])
    hits = documents.newest(KIND, wanted, Span(), MOST_FOUND + 1).items
    rows = LogLine.objects.filter(pk__in=[hit.thing_id for hit in hits], desk_id=desk_id)
    found = _rows(list(rows.select_related("corrects").order_by("-happened_at", "-id")))
    return Log(tuple(found[:MOST_FOUND]), len(hits) > MOST_FOUND)


def line(line_id: UUID, desk_id: int) -> LineRow | None:
    """The line of this desk that is to be set right."""
    found = LogLine.objects.select_related("corrects").filter(pk=line_id, desk_id=desk_id)
    rows = _rows(list(found))
    return rows[0] if rows else None


def _rows(found: list[LogLine]) -> list[LineRow]:
    wrong = LogLine.objects.filter(corrects__in=[one.pk for one in found])
    corrected = set(wrong.values_list("corrects", flat=True))
    return [
        LineRow(
            at=one.happened_at,
            who=one.written_by_name,
            text=one.text,
            id=one.id,
            corrects=one.corrects.happened_at if one.corrects else None,
            is_corrected=one.pk in corrected,
            written_at=one.written_at,
        )
        for one in found
    ]


def _drawn(one: Happening) -> LineRow:
    return LineRow(at=one.step.at, who=one.step.actor_name, happening=one)
