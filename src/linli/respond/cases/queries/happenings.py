"""What happened to cases within a time: for the log and the numbers of a duty desk, for incidents.

For a desk, what is to be maintained stands on a list of its own, and would bury the rest.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from linli.ground.rights.asker import Asker, Scope, Where
from linli.registers.catalogue.logic import DUTY
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.states import State
from linli.respond.cases.models import TimelineEntry
from linli.respond.cases.queries.rows import Step, timeline_step


@dataclass(frozen=True, slots=True)
class Happening:
    """One step of one case."""

    step: Step
    case_id: UUID
    number: str
    item: str
    place_id: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases were opened, filed and closed."""

    opened: int
    filed: int
    closed: int


def happenings(
    since: datetime, until: datetime, acts: Collection[str], asker: Asker, limit: int
) -> list[Happening]:
    """The newest steps of these kinds from `since` up to, but not at, `until`, newest first."""
    found = _between(since, until, asker).filter(act__in=acts, case__list=DUTY)
    return _newest(found, limit)


def of_cases(
    case_ids: Collection[UUID],
    span: tuple[datetime, datetime],
    acts: Collection[str],
    asker: Asker,
    limit: int,
) -> list[Happening]:
    """The same of these cases alone, on whatever list they are."""
    found = _between(*span, asker).filter(case__in=list(case_ids), act__in=acts)
    return _newest(found, limit)


def _newest(found: "QuerySet[TimelineEntry]", limit: int) -> list[Happening]:
    newest = found.select_related("case").order_by("-at", "-id")[:limit]
    return [
        Happening(
            timeline_step(entry),
            entry.case_id,
            entry.case.number,
            entry.case.item,
            entry.case.place_id,
        )
        for entry in newest
    ]


def tally(since: datetime, until: datetime, asker: Asker) -> Tally:
    """A case that is filed as it opens counts for both."""
    wanted = {
        "opened": Q(act=Act.OPENED),
        "filed": Q(to_state=State.FILED),
        "closed": Q(to_state=State.CLOSED),
    }
    found = (
        _between(since, until, asker)
        .filter(case__list=DUTY)
        .aggregate(
            **{name: Count("case", filter=chosen, distinct=True) for name, chosen in wanted.items()}
        )
    )
    return Tally(**found)


def _between(since: datetime, until: datetime, asker: Asker) -> "QuerySet[TimelineEntry]":
    """From the time to the case, never the other way: a reach may hold a million cases."""
    inside = _inside(asker.require("see", "case"))
    return TimelineEntry.objects.filter(inside, at__gte=since, at__lt=until)


def _inside(scope: Scope) -> Q:
    if scope.everywhere:
        return Q()
    found = Q(pk__in=[])
    for level, place_id in sorted(scope.places):
        found |= Q(**{f"case__{level}_id": place_id})
    if scope.unplaced:
        found |= Q(**{f"case__{column}": None for column in Where().columns()})
    return found
