"""Reads cases, within what the asker may see.

`devices_of`, `has_reports` and `summaries` ask nobody: they are for our own parts, which show what
they find to those who may see it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from linli.ground import clock
from linli.ground.database import batches, single
from linli.ground.paging import Page
from linli.ground.rights.asker import Asker
from linli.registers.calendars import queries as calendars
from linli.registers.calendars.logic import OFFICE
from linli.registers.catalogue.logic import SEVERITIES
from linli.respond.cases.logic.feedback import dispute_until
from linli.respond.cases.logic.states import MOVE, Rights, Situation, State, steps_open
from linli.respond.cases.models import Case, CaseSignal, TimelineEntry
from linli.respond.cases.queries.filters import CaseFilter
from linli.respond.cases.queries.listing import counted, listed
from linli.respond.cases.queries.near import NearCase, Sought, near
from linli.respond.cases.queries.rows import (
    CaseRow,
    Step,
    case_rows,
    read,
    scope_covers,
    timeline_step,
    visible,
)
from linli.respond.cases.queries.searching import search

__all__ = [
    "CaseFilter",
    "CaseRow",
    "Move",
    "NearCase",
    "Page",
    "Sought",
    "Step",
    "case",
    "case_of_signal",
    "cases",
    "counted",
    "course",
    "courses",
    "devices_of",
    "disputable_until",
    "first_signals",
    "has_reports",
    "is_watched",
    "moves",
    "near",
    "of_signals",
    "open_by_severity",
    "scope_covers",
    "signal_ids",
    "situation",
    "some",
    "summaries",
    "timeline",
]


@dataclass(frozen=True, slots=True)
class Move:
    """A step that the asker may take now."""

    to: str
    needs_reason: bool
    sets_aside: bool = False


def case(case_id: UUID, asker: Asker) -> CaseRow | None:
    """The case, or None when there is none within the asker's reach."""
    found = single(read(visible(asker).filter(pk=case_id)))
    return case_rows([found])[0] if found else None


def some(case_ids: Iterable[UUID], asker: Asker) -> dict[UUID, CaseRow]:
    """Those of these cases that are within the asker's reach."""
    found = read(visible(asker).filter(pk__in=set(case_ids)))
    return {row.id: row for row in case_rows(found)}


def cases(wanted: CaseFilter, asker: Asker) -> Page[CaseRow]:
    """One page of what is asked for. Raises `BadFilter`, `BadPage`, `Refused`.

    With words a page may hold fewer than its limit, and more come with the next.
    """
    if wanted.q.strip():
        return search(wanted, asker)
    return listed(wanted, asker)


def timeline(case_id: UUID, asker: Asker) -> list[Step]:
    """What happened to the case, oldest first; empty when it is not within the asker's reach."""
    return [timeline_step(entry) for entry in _entries([case_id], asker)]


def course(case_id: UUID, asker: Asker) -> list[Step]:
    """The part of the timeline that goes from state to state: short, however many joined."""
    return courses([case_id], asker).get(case_id, [])


def courses(case_ids: Iterable[UUID], asker: Asker) -> dict[UUID, list[Step]]:
    """`course` of each of these cases that has one within the asker's reach."""
    found: dict[UUID, list[Step]] = {}
    for entry in _entries(case_ids, asker).exclude(to_state=""):
        found.setdefault(entry.case_id, []).append(timeline_step(entry))
    return found


def _entries(case_ids: Iterable[UUID], asker: Asker) -> "QuerySet[TimelineEntry]":
    seen = visible(asker).filter(pk__in=set(case_ids))
    return TimelineEntry.objects.filter(case__in=seen).order_by("id")


def signal_ids(case_id: UUID, asker: Asker) -> list[UUID]:
    """The signals of the case, in the order in which they came."""
    seen = visible(asker).filter(pk=case_id)
    joined = CaseSignal.objects.filter(case__in=seen).order_by("id")
    return list(joined.values_list("signal_id", flat=True))


def first_signals(case_ids: Iterable[UUID], asker: Asker) -> dict[UUID, UUID]:
    """What was noticed first of each of these cases within the asker's reach."""
    seen = visible(asker).filter(pk__in=set(case_ids))
    joined = CaseSignal.objects.filter(case__in=seen).order_by("-id")
    return dict(joined.values_list("case_id", "signal_id"))


def is_watched(case_id: UUID) -> bool:
    """Whether a device of ours measures what the case is about."""
    return CaseSignal.objects.filter(case=case_id).exclude(device_id="").exists()


def has_reports(case_id: UUID) -> bool:
    """Whether somebody waits for an answer."""
    return CaseSignal.objects.filter(case=case_id, report_id__isnull=False).exists()


def devices_of(case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The device whose signal opened or joined each of these cases first, if any did."""
    found: dict[UUID, str] = {}
    for some in batches(case_ids):
        told = CaseSignal.objects.filter(case__in=some).exclude(device_id="").order_by("-id")
        found |= dict(told.values_list("case_id", "device_id"))
    return found


def case_of_signal(signal_id: UUID, asker: Asker) -> CaseRow | None:
    return of_signals([signal_id], asker).get(signal_id)


def of_signals(signal_ids: Iterable[UUID], asker: Asker) -> dict[UUID, CaseRow]:
    """The case of each of these signals that has one yet, within the asker's reach."""
    case_ids = dict(
        CaseSignal.objects.filter(signal_id__in=set(signal_ids)).values_list("signal_id", "case")
    )
    found = read(visible(asker).filter(pk__in=set(case_ids.values())))
    rows = {row.id: row for row in case_rows(found)}
    return {signal_id: rows[case_id] for signal_id, case_id in case_ids.items() if case_id in rows}


def summaries(case_ids: Iterable[UUID]) -> list[CaseRow]:
    """These cases, whoever may see them, oldest first."""
    found = Case.objects.filter(pk__in=set(case_ids)).order_by("id")
    return case_rows(read(found))


def situation(row: CaseRow, asker: Asker, open_tasks: int = 0) -> Situation:
    """What the guards look at."""
    return Situation(
        is_placed=row.place_id is not None,
        has_reports=has_reports(row.id),
        open_tasks=open_tasks,
        has_handled=asker.user_id in row.handlers,
        is_emergency=row.is_emergency,
        is_disputable=(until := disputable_until(row)) is not None and clock.now() <= until,
        is_led=scope_covers(row, asker.scope("reopen", "case")),
    )


def disputable_until(row: CaseRow) -> datetime | None:
    """Until when its reporters may ask for a closed case to be done again; None for any other."""
    if row.state != State.CLOSED or row.closed_at is None:
        return None
    return dispute_until(row.closed_at, calendars.calendar(OFFICE))


def moves(row: CaseRow, asker: Asker, by: Rights = MOVE) -> list[Move]:
    """The steps that this asker may take now by these rights, in the order of the table."""
    if not any(scope_covers(row, asker.scope(act, kind)) for act, kind in by):
        return []
    open_now = steps_open(row.state, by, situation(row, asker))
    return [Move(one.to, one.needs_reason, one.sets_aside) for one in open_now]


def open_by_severity(asker: Asker) -> dict[str, int]:
    """How many open cases there are of each severity, the gravest first."""
    found = visible(asker).filter(is_open=True).values_list("severity").annotate(Count("pk"))
    counted = dict(found.order_by())
    return {severity: counted.get(severity, 0) for severity in SEVERITIES}
