"""What is being done around here: open cases of an estate, and telling the same as others."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.ground.idempotency.actions import once
from linli.ground.rights.asker import VISITOR
from linli.ground.rights.table import LEVELS
from linli.organise.answers.logic import WORDS
from linli.organise.answers.words import label
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.respond.cases.actions import join_publicly
from linli.respond.cases.logic.faults import IllegalMove, NotFound
from linli.respond.cases.queries import public
from linli.respond.cases.queries.public import PublicCase
from linli.sense.reports import queries as reports
from linli.sense.reports.logic import BadReport, NewReport
from linli.sense.reports.queries import PublicFilter, Released
from linli.web.portal.opened import opened
from linli.web.shared.access import anybody, filled_in, viewed
from linli.web.shared.limits import REPORTS, may_report
from linli.web.shared.outlines import has_map
from linli.web.shared.photo_form import sent_key
from linli.web.shared.photos import photo_answer
from linli.web.shared.reached import is_over_https
from linli.web.shared.request import Request

MOST: Final = 50
MOST_FOUND: Final = 10
MOST_JOINED: Final = 30
ONE_MONTH: Final = 30 * 24 * 3600
COOKIE: Final = "linli_joined"
_SALT: Final = "portal.joined"


@dataclass(frozen=True, slots=True)
class Shown:
    """A case in residents' words."""

    case: PublicCase
    word: str


@viewed
@anybody
def around(request: Request) -> HttpResponse:
    """Finds the estate by words, or step by step from the streets down."""
    asked = request.GET.get("q", "").strip()[:100]
    found = places.find_places(asked, VISITOR, limit=MOST_FOUND, right=None) if asked else []
    inside = [one.place for one in found if one.place.level != "home"]
    top = [] if asked else [row for row in places.page("street", limit=MOST).items]
    page = {"asked": asked, "choices": inside or top, "is_none": bool(asked) and not inside}
    page["has_map"] = has_map()
    return render(request, "portal/around.html", page)


@viewed
@anybody
def estate(request: Request, code: str) -> HttpResponse:
    """Open cases of an estate; of what is larger, what lies in it."""
    place = places.by_code(code[:64])
    if place is None or place.level == "home":
        raise Http404
    if place.level in LEVELS:
        page = {"place": place, "choices": _below(place), "has_map": has_map()}
        return render(request, "portal/around.html", page)
    place = _estate_of(place)
    ids = [place.id, *(one.id for one in places.children(place.id))]
    shown = [_shown(one) for one in public.public_cases(ids, MOST)]
    return render(
        request, "portal/estate.html", {"place": place, "shown": shown, "has_map": has_map()}
    )


@filled_in
@anybody
def case(request: Request, case_id: UUID) -> HttpResponse:
    """One case as everybody sees it, and one button for whoever would tell the same.

    The same form sent twice counts once, also by two processes at once.
    """
    found = public.public_case(case_id)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found)
    if receipt := joined(request).get(str(case_id)):
        return HttpResponseRedirect(reverse("portal:received", args=[receipt]))
    if not may_report(request):
        told = _("Too many reports have come from your network; try again in %(seconds)d seconds.")
        return _page(request, found, told % {"seconds": REPORTS.wait_seconds}, 429)
    phone = request.POST.get("reporter_phone", "")
    new = NewReport(item=found.item, text="", channel="portal", reporter_phone=phone)

    def act() -> tuple[int, str]:
        return 201, join_publicly(case_id, new, request.asker).receipt

    try:
        receipt = str(once(f"joining {case_id}", sent_key(request), b"", act)[1])
    except BadReport as bad:
        return _page(request, found, reports.explain(bad.faults[0]), 400)
    except IllegalMove as settled:
        return _page(request, found, _(settled.guard), 409)
    except NotFound as gone:
        raise Http404 from gone
    return having_joined(request, case_id, receipt)


@viewed
@anybody
def photo(_request: Request, case_id: UUID, photo_id: UUID) -> HttpResponse:
    """A photo that the desk has released, as long as it is."""
    if public.public_case(case_id) is None:
        raise Http404
    if photo_id not in {one for told in _released(case_id) for one in told.photo_ids}:
        raise Http404
    answer = photo_answer(photo_id)
    answer["Cache-Control"] = "private, no-store"  # it may be taken back
    return answer


def joined(request: Request) -> dict[str, str]:
    """The receipts of cases that this browser has joined: once is enough."""
    try:
        kept: dict[str, str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=ONE_MONTH
        )
    except signing.BadSignature:
        return {}
    return kept


def having_joined(request: Request, case_id: UUID, receipt: str) -> HttpResponse:
    """Leads to the receipt, and remembers it."""
    there = HttpResponseRedirect(reverse("portal:received", args=[receipt]))
    kept = dict([*joined(request).items(), (str(case_id), receipt)][-MOST_JOINED:])
    there.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_SALT, compress=True),
        max_age=ONE_MONTH,
        httponly=True,
        samesite="Lax",
        secure=is_over_https(request),
    )
    return opened(there, request, receipt)


def _page(request: Request, found: PublicCase, fault: str = "", status: int = 200) -> HttpResponse:
    page: dict[str, Any] = {
        "shown": _shown(found),
        "released": _released(found.id),
        "fault": fault,
        "key": sent_key(request),
        "phone": request.POST.get("reporter_phone", ""),
        "receipt": joined(request).get(str(found.id), ""),
    }
    return render(request, "portal/case.html", page, status=status)


def _shown(case: PublicCase) -> Shown:
    return Shown(case, label(WORDS[case.state]))


def _released(case_id: UUID) -> list[Released]:
    """What the desk lets everybody read of its reports, the oldest first."""
    ids = tuple(public.report_ids(case_id))
    wanted = PublicFilter(ids=ids, is_released=True, limit=MOST)
    told = reports.public_reports(wanted) if ids else []
    return [one.released for one in reversed(told) if one.released]


def _estate_of(place: PlaceRow) -> PlaceRow:
    """The estate around a building; a building that stands alone is shown by itself."""
    above = [one for one in places.path(place.id) if one.level == "estate"]
    return above[0] if above else place


def _below(place: PlaceRow) -> list[PlaceRow]:
    return [one for one in places.children(place.id) if one.level != "home"]
