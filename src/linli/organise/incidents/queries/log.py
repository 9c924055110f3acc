"""Reads the log of an incident: its own lines, and what happened to its cases meanwhile."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from linli.ground import clock
from linli.ground.rights.asker import Asker
from linli.organise.incidents.models import IncidentCase, IncidentLine
from linli.organise.incidents.queries import IncidentRow
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.queries.happenings import Happening, of_cases

MOST_SHOWN: Final = 200
WHOLE: Final = 30_000
"""More than an incident can hold by hand, with what happened to its cases."""

DRAWN: Final = (
    Act.DISPATCHED,
    Act.SIGNED,
    Act.RETURNED,
    Act.CANCELLED,
    Act.FINISHED,
    Act.VERIFIED,
    Act.SENT_BACK,
    Act.MOVED,
    Act.ALERTED,
    Act.NOBODY_TO_CALL,
    Act.ACKNOWLEDGED,
    Act.MERGED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One line: of the incident itself, or drawn from what happened to a case of it."""

    at: datetime
    who: str
    done: str = ""
    text: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    id: UUID | None = None
    sequence: int = 0
    corrects: int | None = None
    is_corrected: bool = False
    happening: Happening | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """The newest lines, newest first; `is_cut`: there are older ones."""

    lines: tuple[LineRow, ...]
    is_cut: bool


def log(row: IncidentRow, asker: Asker, limit: int = MOST_SHOWN) -> Log:
    """Of an incident that the asker sees; of its cases what the asker may see of those."""
    found = IncidentLine.objects.filter(incident=row.id).order_by("-sequence")
    own = _rows(list(found.select_related("corrects")[: limit + 1]))
    drawn = _drawn(row, asker, limit + 1) if asker.may("see", "case") else []
    lines = sorted([*own, *drawn], key=lambda line: (line.at, line.sequence), reverse=True)
    return Log(tuple(lines[:limit]), len(lines) > limit)


def _drawn(row: IncidentRow, asker: Asker, limit: int) -> list[LineRow]:
    """What happened to each case while it belonged to the incident."""
    until = row.stood_down_at or clock.now()
    spans: dict[UUID, list[tuple[datetime, datetime]]] = {}
    belonged = IncidentCase.objects.filter(incident=row.id)
    for case_id, since, left_at in belonged.values_list("case_id", "joined_at", "left_at"):
        spans.setdefault(case_id, []).append((since, left_at or until))
    found = of_cases(spans, (row.opened_at, until), DRAWN, asker, limit)
    return [
        LineRow(at=one.step.at, who=one.step.actor_name, happening=one)
        for one in found
        if any(since <= one.step.at <= end for since, end in spans[one.case_id])
    ]


def _rows(found: list[IncidentLine]) -> list[LineRow]:
    wrong = IncidentLine.objects.filter(corrects__in=[one.pk for one in found])
    corrected = set(wrong.values_list("corrects", flat=True))
    return [
        LineRow(
            at=one.at,
            who=one.who,
            done=one.done,
            text=one.text,
            detail=one.detail,
            id=one.id,
            sequence=one.sequence,
            corrects=one.corrects.sequence if one.corrects else None,
            is_corrected=one.pk in corrected,
        )
        for one in found
    ]


def line(line_id: UUID, incident_id: UUID) -> LineRow | None:
    """The line that is to be set right."""
    found = IncidentLine.objects.select_related("corrects")
    rows = _rows(list(found.filter(pk=line_id, incident=incident_id)))
    return rows[0] if rows else None
