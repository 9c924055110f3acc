"""What others see of a case: plain values, never the tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.ground.rights.asker import Asker, Scope, Where
from linli.ground.rights.filters import within
from linli.ground.rights.scoped import LEVEL_COLUMNS
from linli.registers.calendars.logic import is_overdue
from linli.registers.catalogue.logic import is_emergency
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.states import State
from linli.respond.cases.models import Case, CaseHandler, CaseParty, TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case. `list` says on whose list it is; `parties` and `handlers` hold ids.

    In feedback it waits for its reporters until `feedback_until`, and then closes by itself; at
    `resumes_at` one goes on by itself that waits for details or is suspended.
    `supervised` is the highest level of supervision that it came under; `is_whistled`: several
    units were called at once to it.
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
    is_whistled: bool
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

    @property
    def has_check_photos(self) -> bool:
        """Whether somebody who looked at it brought photos."""
        return self.act in CHECKS and bool(self.detail.get("photo_ids"))


CHECKS: Final = frozenset({Act.VERIFIED, Act.SENT_BACK, Act.LOOKED})

_NOT_ITS_OWN: Final = {"where", "merged_into", "parties", "handlers"}
_OWN: Final = tuple(one.name for one in fields(CaseRow) if one.name not in _NOT_ITS_OWN)
_COLUMNS: Final = (*_OWN, *LEVEL_COLUMNS, "merged_into_id", "rank", "due")


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


def read(cases: "QuerySet[Case]") -> "QuerySet[Case, Any]":
    """With what a row and the order of a list need, and no more: a model is slow to be made."""
    return cases.values_list(*_COLUMNS, named=True)


def case_rows(cases: Iterable[Any]) -> list[CaseRow]:
    """Of cases, or of what `read` reads of them; who is concerned is asked for all together."""
    found = list(cases)
    parties = _of_each(CaseParty.objects.order_by("party_id"), "party_id", found)
    handlers = _of_each(CaseHandler.objects.all(), "user_id", found)
    return [_case_row(one, parties.get(one.id, ()), handlers.get(one.id, ())) for one in found]


def _of_each(people: "QuerySet[Any]", column: str, cases: Sequence[Any]) -> dict[UUID, list[int]]:
    concerned: dict[UUID, list[int]] = {}
    told = people.filter(case__in=[one.id for one in cases])
    for case_id, person in told.values_list("case_id", column):
        concerned.setdefault(case_id, []).append(person)
    return concerned


def _case_row(case: Any, parties: Iterable[int], handlers: Iterable[int]) -> CaseRow:
    own = {name: getattr(case, name) for name in _OWN}
    return CaseRow(
        where=Where.of(case),
        merged_into=case.merged_into_id,
        parties=tuple(parties),
        handlers=frozenset(handlers),
        **own,
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
