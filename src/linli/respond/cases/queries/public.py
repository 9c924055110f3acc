"""What everybody may know of open cases: item, state, estate, and how many told the same.

Whoever asks here has shown no right, so that nothing else is handed out. Of what was told in
confidence alone nothing is: in a small estate the item itself may point at who told it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from linli.ground.database import single
from linli.ground.rights.asker import Asker
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import DUTY
from linli.respond.cases.logic.states import JOINABLE
from linli.respond.cases.models import Case, CaseSignal
from linli.respond.cases.queries.near import RADIUS_M, NearCase, Sought, near
from linli.sense.reports import queries as reports

PORTAL = Asker.for_part("portal")
MOST_OFFERED = 20
"""More are not looked at for one who tells the same."""
_LOOKED_AT = 20
"""What more people have told points at none of them."""


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
    return next(iter(_told([found] if found else [])), None)


def public_cases(place_ids: Iterable[int], limit: int = 50) -> list[PublicCase]:
    """Those at these places, the newest first."""
    wanted = _open_to_all().filter(place_id__in=list(place_ids))
    return _told(wanted.order_by("-opened_at", "-id")[:limit])


def already_told(sought: Sought, limit: int = 3) -> list[PublicCase]:
    """Open cases of the same item so near that somebody may be telling of one of them."""
    code = sought.item
    if code not in _public_items() or (sought.place_id is None and sought.lat is None):
        return []
    same = [one.case.id for one in near(sought, PORTAL, limit=MOST_OFFERED) if _may_be(one)]
    found = {row.id: row for row in _told(_open_to_all().filter(pk__in=same))}
    return [found[one] for one in same if one in found][:limit]


def report_ids(case_id: UUID) -> list[UUID]:
    """The reports of the case, for what was released of them."""
    told = CaseSignal.objects.filter(case=case_id, report_id__isnull=False).order_by("id")
    return [one for one in told.values_list("report_id", flat=True) if one is not None]


def _may_be(one: NearCase) -> bool:
    return one.is_same_item and (one.metres is None or one.metres <= RADIUS_M)


def _open_to_all() -> "QuerySet[Case]":
    return Case.objects.filter(is_open=True, list=DUTY, item__in=_public_items())


def _public_items() -> list[str]:
    return [item.code for item in catalogue.items() if item.public]


def _told(cases: "Iterable[Case]") -> list[PublicCase]:
    """With how many told each: as many queries for all of them as for one."""
    rows = list(cases)
    told = CaseSignal.objects.filter(case__in=[row.pk for row in rows])
    counted = told.values_list("case").annotate(Count("report_id"), Count("pk")).order_by()
    people = {case: (reports, signals) for case, reports, signals in counted}
    hidden = _in_confidence([case for case, (count, _) in people.items() if count <= _LOOKED_AT])
    shown = []
    for row in rows:
        reports_of, signals = people.get(row.pk, (0, 0))
        open_to_all = reports_of - hidden[row.pk]
        if signals == 0 or signals > hidden[row.pk]:
            place_id, at = row.place_id, row.opened_at
            shown.append(PublicCase(row.id, row.item, row.state, place_id, at, open_to_all))
    return shown


def _in_confidence(case_ids: list[UUID]) -> Counter[UUID]:
    """How many reports of each were told in confidence."""
    told = CaseSignal.objects.filter(case__in=case_ids, report_id__isnull=False)
    case_of = {report: case for report, case in told.values_list("report_id", "case") if report}
    return Counter(case_of[one] for one in reports.in_confidence(list(case_of)))
