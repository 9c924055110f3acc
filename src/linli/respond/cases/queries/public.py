"""What everybody may know of open cases: item, state, estate, and how many told the same.

Whoever asks here has shown no right, so that nothing else is handed out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from linli.ground.database import single
from linli.ground.rights.asker import Asker
from linli.registers.catalogue import queries as catalogue
from linli.respond.cases.logic.states import JOINABLE
from linli.respond.cases.models import Case, CaseSignal
from linli.respond.cases.queries.near import RADIUS_M, NearCase, Sought, near

PORTAL = Asker.for_part("portal")
_DUTY = "duty"


@dataclass(frozen=True, slots=True)
class PublicCase:
    """One open case of a public item. `people` is how many have told it."""

    id: UUID
    item: str
    state: str
    place_id: int | None
    opened_at: datetime
    people: int

    @property
    def is_joinable(self) -> bool:
        return self.state in JOINABLE


def public_case(case_id: UUID) -> PublicCase | None:
    """The case, if it is open and about something that everybody may report."""
    found = single(_open_to_all().filter(pk=case_id))
    return _told([found])[0] if found else None


def public_cases(place_ids: Iterable[int], limit: int = 50) -> list[PublicCase]:
    """Those at these places, the newest first."""
    wanted = _open_to_all().filter(place_id__in=list(place_ids))
    return _told(wanted.order_by("-opened_at", "-id")[:limit])


def already_told(sought: Sought, limit: int = 3) -> list[PublicCase]:
    """Open cases of the same item so near that somebody may be telling of one of them."""
    code = sought.item
    if code not in _public_items() or (sought.place_id is None and sought.lat is None):
        return []
    same = [one.case.id for one in near(sought, PORTAL, limit=20) if _may_be(one)]
    found = {row.id: row for row in _told(_open_to_all().filter(pk__in=same))}
    return [found[one] for one in same if one in found][:limit]


def report_ids(case_id: UUID) -> list[UUID]:
    """The reports of the case, for what was released of them."""
    told = CaseSignal.objects.filter(case=case_id, report_id__isnull=False).order_by("id")
    return [one for one in told.values_list("report_id", flat=True) if one is not None]


def _may_be(one: NearCase) -> bool:
    return one.is_same_item and (one.metres is None or one.metres <= RADIUS_M)


def _open_to_all() -> "QuerySet[Case]":
    return Case.objects.filter(is_open=True, list=_DUTY, item__in=_public_items())


def _public_items() -> list[str]:
    return [item.code for item in catalogue.items() if item.public]


def _told(cases: "Iterable[Case]") -> list[PublicCase]:
    """With their counts: one query for all of them."""
    rows = list(cases)
    told = CaseSignal.objects.filter(case__in=[row.pk for row in rows], report_id__isnull=False)
    people = dict(told.values_list("case").annotate(Count("pk")).order_by())
    return [
        PublicCase(row.id, row.item, row.state, row.place_id, row.opened_at, people.get(row.pk, 0))
        for row in rows
    ]
