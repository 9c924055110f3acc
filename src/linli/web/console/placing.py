"""Finding out where it is: cases without a place, with what their words may mean."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language

from linli.ground.paging import BadPage
from linli.ground.rights.asker import Asker
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow, Right
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import place_case
from linli.respond.cases.logic.faults import BadText
from linli.respond.cases.queries import CaseFilter, CaseRow
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import ReportRow
from linli.web.console.finding import PlaceOption, place_option
from linli.web.console.pages import show
from linli.web.console.places import only
from linli.web.console.troubles import EXPECTED, Trouble, trouble_of
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.forms import number_of
from linli.web.shared.request import Request
from linli.wire.texts import N_

PLACE_CASE: Final[Right] = ("place", "case")
ROWS: Final = 10
SUGGESTED: Final = 3
MOST_COUNTED: Final = 99
LOST: Final = CaseFilter(list="duty", open_only=True, unplaced=True, order="queue", limit=ROWS)
MOST_WORDS: Final = 60
"""Of what a caller said; an address stands at its beginning or nowhere."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A case without a place, what was told of it, and where that may be."""

    case: CaseRow
    report: ReportRow | None
    options: list[PlaceOption]

    @property
    def typed(self) -> str:
        """The address as it was told, where the asker may read it: only so it finds its place."""
        return (self.report.address if self.report else "") or self.case.address


@viewed
@staff
def placing(request: Request) -> HttpResponse:
    """The list, the gravest first; after each placing it is shown again with what came of it."""
    return _page(request)


@posted
@staff
def put_place(request: Request, case_id: UUID) -> HttpResponse:
    """Says where one case is. Whoever comes second reads that it was done."""
    request.asker.require(*PLACE_CASE)
    version = number_of(request, "version")
    try:
        place = _chosen(request)
        into = place_case(case_id, place.id, request.asker, version)
    except EXPECTED as error:
        trouble = trouble_of(error)
        return _page(request, trouble)
    done = {"placed": str(case_id), **({"into": str(into)} if into else {})}
    return HttpResponseRedirect(f"{reverse('console:placing')}?{urlencode(done)}")


def _chosen(request: Request) -> PlaceRow:
    """What was chosen, or typed in full. Raises `BadText`."""
    code, typed = request.POST.get("place_chosen", ""), request.POST.get("place_code", "").strip()
    place = (places.by_code(code) if code else None) or places.by_code(typed[:120])
    if place is None and typed:
        found = places.find_places(typed[:120], request.asker, limit=SUGGESTED, right=PLACE_CASE)
        place = only([one.place for one in found if one.label(_language()) == typed])
    if place is None:
        raise BadText("place", N_("Choose the place from what is suggested while you type."))
    return place


def _page(request: Request, trouble: Trouble | None = None) -> HttpResponse:
    asker = request.asker
    asker.require(*PLACE_CASE)
    wanted = replace(LOST, cursor=request.GET.get("cursor", ""))
    try:
        page = cases.cases(wanted, asker)
    except BadPage:
        return HttpResponseRedirect(reverse("console:placing"))
    context = {
        "lost": _with_words(page.items, asker),
        "next": f"?{urlencode({'cursor': page.next})}" if page.next else "",
        "count": cases.counted({"": LOST}, asker, MOST_COUNTED + 1)[""],
        "most": MOST_COUNTED,
        "placed": _asked_case(request, "placed"),
        "into": _asked_case(request, "into"),
        "trouble": trouble,
        "reload": reverse("console:placing"),
        "focus": sorted({place_id for _, place_id in asker.scope(*PLACE_CASE).places}),
    }
    status = trouble.status if trouble else HTTPStatus.OK
    return show(request, "console/placing.html", context, status=status)


def _with_words(rows: list[CaseRow], asker: Asker) -> list[Lost]:
    signal_of = cases.first_signals((row.id for row in rows), asker)
    told = {one.signal_id: one for one in reports.of_signals(signal_of.values(), asker)}
    by_case = {case_id: told.get(signal_id) for case_id, signal_id in signal_of.items()}
    texts = [_words(row, by_case.get(row.id)) for row in rows]
    found = places.find_places_in_texts(texts, asker, limit=SUGGESTED, right=PLACE_CASE)
    return [
        Lost(row, by_case.get(row.id), [place_option(one) for one in options])
        for row, options in zip(rows, found, strict=True)
    ]


def _words(row: CaseRow, report: ReportRow | None) -> str:
    """Where people say that it is: in the address, else at the beginning of what they told."""
    if report is None:
        return row.address
    return report.address or row.address or report.text[:MOST_WORDS]


def _asked_case(request: Request, name: str) -> CaseRow | None:
    try:
        return cases.case(UUID(request.GET.get(name, "")), request.asker)
    except ValueError:
        return None


def _language() -> str:
    return get_language() or "zh-hans"
