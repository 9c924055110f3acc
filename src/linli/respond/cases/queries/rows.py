"""What others see of a case: plain values, never the tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.ground.rights.asker import Asker, Scope, Where
from linli.ground.rights.filters import within
from linli.registers.calendars.logic import is_overdue
from linli.registers.catalogue.logic import is_emergency
from linli.respond.cases.logic.states import State
from linli.respond.cases.models import Case, CaseParty, TimelineEntry

PEOPLE: Final = ("parties", "handlers")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case. `list` says on whose list it is; `parties` and `handlers` hold ids.

    In feedback it waits for its reporters until `feedback_until`, and then closes by itself; at
    `resumes_at` one goes on by itself that waits for details or is suspended.
    `supervised` is the highest level of supervision that it came under.
    Whoever is among the `handlers` has worked on it, and never checks it.
    """

    id: UUID
    number: str
    item: str
    item_version: int
    state: str
    severity: str
    list: str
    is_open: bool
    place_id: int | None
    where: Where
    lat: float | None
    lon: float | None
    address: str
    opened_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    last_signal_at: datetime
    due_at: datetime | None
    warn_at: datetime | None
    feedback_until: datetime | None
    resumes_at: datetime | None
    signal_count: int
    rework_count: int
    returned_count: int
    supervised: int
    version: int
    merged_into: UUID | None
    parties: tuple[int, ...]
    handlers: frozenset[int]

    @property
    def is_emergency(self) -> bool:
        """Whether what is done about it overtakes everything else."""
        return is_emergency(self.severity)

    @property
    def work_due_at(self) -> datetime | None:
        """By when the work is to be done, while somebody is at it: the desk's own clocks are no
        promise to anybody else.
        """
        return self.due_at if self.state == State.HANDLING else None

    def is_overdue(self, now: datetime) -> bool:
        return is_overdue(self.due_at, is_open=self.is_open, now=now)


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a timeline. Reporters hear only of public ones."""

    id: UUID
    at: datetime
    actor_id: int | None
    actor_name: str
    act: str
    from_state: str
    to_state: str
    reason: str
    detail: dict[str, Any]
    is_public: bool


def visible(asker: Asker) -> "QuerySet[Case]":
    """The cases this asker may see. Raises `Refused` when that is none by right."""
    return Case.objects.filter(inside(asker.require("see", "case")))


def inside(scope: Scope) -> Q:
    """Cases within the scope; a party reaches the cases that concern it."""
    concerned = concerning(scope)
    return within(scope) if concerned is None else within(scope) | concerned


def concerning(scope: Scope, **which: bool) -> Q | None:
    """Cases that the scope reaches because they concern its parties; None if it has none."""
    if scope.everywhere or not scope.parties:
        return None
    # A subquery, not a join: a case with two of these parties would be listed twice.
    concerned = CaseParty.objects.filter(party_id__in=sorted(scope.parties), **which)
    return Q(pk__in=concerned.values("case_id"))


def scope_covers(row: CaseRow, scope: Scope) -> bool:
    return scope.covers(row.where, parties=row.parties)


def with_people(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    """Two more queries for all rows together, not for each."""
    return cases.prefetch_related(*PEOPLE)


def case_rows(cases: Iterable[Case]) -> list[CaseRow]:
    return [case_row(case) for case in cases]


def case_row(case: Case) -> CaseRow:
    return CaseRow(
        id=case.id,
        number=case.number,
        item=case.item,
        item_version=case.item_version,
        state=case.state,
        severity=case.severity,
        list=case.list,
        is_open=case.is_open,
        place_id=case.place_id,
        where=Where.of(case),
        lat=case.lat,
        lon=case.lon,
        address=case.address,
        opened_at=case.opened_at,
        changed_at=case.changed_at,
        closed_at=case.closed_at,
        last_signal_at=case.last_signal_at,
        due_at=case.due_at,
        warn_at=case.warn_at,
        feedback_until=case.feedback_until,
        resumes_at=case.resumes_at,
        signal_count=case.signal_count,
        rework_count=case.rework_count,
        returned_count=case.returned_count,
        supervised=case.supervised,
        version=case.version,
        merged_into=case.merged_into_id,
        parties=tuple(sorted(one.party_id for one in case.parties.all())),
        handlers=frozenset(one.user_id for one in case.handlers.all()),
    )


def timeline_step(entry: TimelineEntry) -> Step:
    return Step(
        id=entry.id,
        at=entry.at,
        actor_id=entry.actor_id,
        actor_name=entry.actor_name,
        act=entry.act,
        from_state=entry.from_state,
        to_state=entry.to_state,
        reason=entry.reason,
        detail=entry.detail,
        is_public=entry.is_public,
    )
