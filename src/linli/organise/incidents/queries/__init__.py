"""Reads incidents, within what the asker may see: those in reach, and where one's unit is called.

`incident_of_case` asks nobody: it is for those who see the case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from linli.ground.accounts import queries as accounts
from linli.ground.paging import Key, Order, Page, cut_parts
from linli.ground.rights.asker import Asker, Scope, Where
from linli.ground.rights.filters import parts, within
from linli.organise.incidents.models import (
    Incident,
    IncidentCase,
    IncidentResource,
    IncidentUnit,
)
from linli.respond.cases import queries as cases
from linli.respond.cases.queries import CaseRow

NEWEST: Final = Order(
    "newest_incident",
    (Key("opened_at", datetime, descending=True), Key("id", UUID, descending=True)),
)
MOST_FOUND: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """One incident. `offered_to` was asked to take over the command and has not answered.

    `parties`: the units that were ever called in, where one incident is read.
    """

    id: UUID
    name: str
    level: int
    place_id: int | None
    where: Where
    spot: str
    is_open: bool
    opened_at: datetime
    opened_by_name: str
    commander_id: int
    commander_name: str
    offered_to: int | None
    offered_to_name: str
    stood_down_at: datetime | None
    summary: str
    lines: int
    version: int
    parties: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit that was called in, and when it was called, arrived and was released."""

    id: UUID
    party_id: int
    order: str
    called_at: datetime
    arrived_at: datetime | None
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """Something that was lent; `why` it does not come back, if it does not."""

    id: UUID
    what: str
    count: int
    source: str
    holder: str
    got_at: datetime
    ended_at: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases belong to it, and how many units are called in and not released."""

    cases: int = 0
    units: int = 0


@dataclass(frozen=True, slots=True)
class CasesOf:
    """The cases that the asker may see, oldest first; and how many more there are."""

    rows: tuple[CaseRow, ...]
    unseen: int


def incident(incident_id: UUID, asker: Asker) -> IncidentRow | None:
    """The incident, or None when there is none within the asker's reach."""
    found = Incident.objects.filter(_reached(asker), pk=incident_id).first()
    if found is None:
        return None
    called = IncidentUnit.objects.filter(incident=incident_id)
    return incident_row(found, called.values_list("party_id", flat=True))


def incidents(
    asker: Asker, *, is_open: bool = True, cursor: str = "", limit: int = 50
) -> Page[IncidentRow]:
    """Those that are going on, or past ones, the newest first. Raises `BadPage`, `Refused`."""
    scope = asker.require("see", "incident")
    read = [
        Incident.objects.filter(part, is_open=is_open)
        for part in parts(scope, owned=_called_to(scope))
    ]
    rows, more = cut_parts(read, NEWEST, cursor, limit)
    return Page([incident_row(row) for row in rows], more)


def tallies(incident_ids: Iterable[UUID]) -> dict[UUID, Tally]:
    """Of incidents that somebody sees; again by their ids."""
    wanted = list(incident_ids)
    belonging = IncidentCase.objects.filter(incident__in=wanted, left_at=None)
    there = IncidentUnit.objects.filter(incident__in=wanted, released_at=None)
    of_cases = dict(belonging.values_list("incident").annotate(Count("pk")).order_by())
    of_units = dict(there.values_list("incident").annotate(Count("pk")).order_by())
    return {one: Tally(of_cases.get(one, 0), of_units.get(one, 0)) for one in wanted}


def units(incident_id: UUID) -> list[UnitRow]:
    """Of an incident that somebody sees, in the order in which they were called."""
    return [
        unit_row(one) for one in IncidentUnit.objects.filter(incident=incident_id).order_by("id")
    ]


def resources(incident_id: UUID) -> list[ResourceRow]:
    """Of an incident that somebody sees, in the order in which they came."""
    found = IncidentResource.objects.filter(incident=incident_id).order_by("id")
    return [
        ResourceRow(
            one.id,
            one.what,
            one.count,
            one.source,
            one.holder,
            one.got_at,
            one.ended_at,
            one.why,
        )
        for one in found
    ]


def cases_of(incident_id: UUID, asker: Asker) -> CasesOf:
    """Of an incident that the asker sees: of cases elsewhere only that there are some."""
    belonging = IncidentCase.objects.filter(incident=incident_id, left_at=None)
    ids = list(belonging.order_by("id").values_list("case_id", flat=True))
    if not ids or not asker.may("see", "case"):
        return CasesOf((), len(ids))
    scope = asker.scope("see", "case")
    seen = [row for row in cases.summaries(ids) if cases.scope_covers(row, scope)]
    return CasesOf(tuple(seen), len(ids) - len(seen))


def incident_of_case(case_id: UUID) -> tuple[UUID, str] | None:
    """The id and the name of the open incident that the case belongs to."""
    found = IncidentCase.objects.filter(case_id=case_id, is_open=True)
    return found.values_list("incident", "incident__name").first()


def free_cases(case_ids: Iterable[UUID]) -> set[UUID]:
    """Those of them that belong to no open incident."""
    wanted = set(case_ids)
    taken = IncidentCase.objects.filter(case_id__in=wanted, is_open=True)
    return wanted - set(taken.values_list("case_id", flat=True))


def may(act: str, row: IncidentRow, asker: Asker) -> bool:
    """Whether a right of the asker reaches this incident."""
    return asker.scope(act, "incident").covers(row.where, parties=row.parties)


def may_command(row: IncidentRow, asker: Asker) -> dict[int, str]:
    """Names, by ids, of whom the asker can offer the command to: who may have it there."""
    found = accounts.who_may("command", "incident", row.where)
    return {
        key: name for key, name in found.items() if key not in (row.commander_id, asker.user_id)
    }


def unit_row(one: IncidentUnit) -> UnitRow:
    return UnitRow(one.id, one.party_id, one.order, one.called_at, one.arrived_at, one.released_at)


def incident_row(one: Incident, called: Iterable[int] = ()) -> IncidentRow:
    return IncidentRow(
        id=one.id,
        name=one.name,
        level=one.level,
        place_id=one.place_id,
        where=Where.of(one),
        spot=one.spot,
        is_open=one.is_open,
        opened_at=one.opened_at,
        opened_by_name=one.opened_by_name,
        commander_id=one.commander_id,
        commander_name=one.commander_name,
        offered_to=one.offered_to,
        offered_to_name=one.offered_to_name,
        stood_down_at=one.stood_down_at,
        summary=one.summary,
        lines=one.lines,
        version=one.version,
        parties=frozenset(called),
    )


def _reached(asker: Asker) -> Q:
    scope = asker.require("see", "incident")
    called = _called_to(scope)
    return within(scope) if called is None else within(scope) | called


def _called_to(scope: Scope) -> Q | None:
    """Where a unit of the asker's was called in."""
    if scope.everywhere or not scope.parties:
        return None
    called = IncidentUnit.objects.filter(party_id__in=sorted(scope.parties))
    return Q(pk__in=called.values("incident"))
