"""Taking a report: the form, and the page that shows the receipt."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.ground.files.sounds import MOST_SECONDS
from linli.ground.rights.asker import Asker
from linli.ground.tries.logic import TooManyTries
from linli.registers.places import queries as places
from linli.respond.cases.actions import join_publicly
from linli.respond.cases.logic.faults import IllegalMove, NotFound
from linli.respond.cases.queries import Sought
from linli.respond.cases.queries.public import PublicCase, already_told
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import check_report
from linli.sense.reports.logic import MOST_PHOTOS, BadReport, NewReport, Taken
from linli.sense.reports.queries import holders
from linli.web.portal.around import having_joined, joined
from linli.web.portal.choice import choice
from linli.web.portal.opened import opened, require_tries_left, take_miss
from linli.web.portal.places import Meant, meant
from linli.web.shared.access import anybody, filled_in, viewed
from linli.web.shared.guessing import again_at
from linli.web.shared.limits import REPORTS, may_report
from linli.web.shared.outlines import has_map
from linli.web.shared.receipts import spaced
from linli.web.shared.report_form import ReportForm
from linli.web.shared.request import Request


@filled_in
@anybody
def report(request: Request) -> HttpResponse:
    """Shows the form, or takes it: the same form sent twice makes one report."""
    if request.method != "POST":
        return form_page(request, ReportForm.asked(request))
    form = ReportForm.sent(request)
    if "step" in request.POST:
        return _step(request, form)
    if not may_report(request):
        told = _("Too many reports have come from your network; try again in %(seconds)d seconds.")
        form.faults["text"] = told % {"seconds": REPORTS.wait_seconds}
        return form_page(request, form, status=429)
    receipt = form.taken_before("portal")
    return _received(request, receipt) if receipt else _take(request, form)


@viewed
@anybody
def received(request: Request, receipt: str) -> HttpResponse:
    """The receipt, large enough to copy onto paper."""
    try:
        require_tries_left(request, receipt)
        if reports.by_receipt(receipt) is None:
            take_miss(request)
            raise Http404
    except TooManyTries as full:
        told = {"typed": receipt, "again_at": again_at(full)}
        return render(request, "portal/find.html", told, status=429)
    guarded = holders.is_guarded(receipt)
    page = {"receipt": receipt, "spaced": spaced(receipt), "is_guarded": guarded}
    return render(request, "portal/received.html", page)


def _step(request: Request, form: ReportForm) -> HttpResponse:
    """What was asked on the way is answered in the form; what was filled in stays."""
    form.faults.clear()
    form.add_photos(request)
    form.add_voice(request)
    if request.POST["step"] == "elsewhere":
        form.spot, form.trouble = None, ""
    if request.POST["step"] == "find-place":
        form.spot = None
    return form_page(request, form, form.status if form.faults else 200)


def _take(request: Request, form: ReportForm) -> HttpResponse:
    """With the photos that came along, or the form again with what is wrong with it."""
    form.add_photos(request)
    form.add_voice(request)
    if form.faults:
        return form_page(request, form, form.status)
    if case_id := _as_id(request.POST.get("join", "")):
        return _join(request, form, case_id)
    known = [] if request.POST.get("anyway") else _known(request, form)
    if known:
        return form_page(request, form, 200, known=known)
    receipt = form.take("portal", request.asker)
    return _received(request, receipt) if receipt else form_page(request, form, form.status)


def _known(request: Request, form: ReportForm) -> list[PublicCase]:
    """What others told already of the same, for forms that ask; a form with faults says them."""
    if "asks" not in request.POST:
        return []
    new = form.as_report("portal")
    place = places.by_code(new.place_code) if new.place_code else None
    try:
        check_report(new, request.asker)
    except BadReport:
        return []
    place_id = place.id if place else None
    return already_told(Sought(item=new.item, place_id=place_id, lat=new.lat, lon=new.lon))


def _join(request: Request, form: ReportForm, case_id: UUID) -> HttpResponse:
    """The report becomes one more voice of that case, with a receipt of its own."""
    if receipt := joined(request).get(str(case_id)):
        return _received(request, receipt)

    def take_in(new: NewReport, asker: Asker) -> Taken:
        return join_publicly(case_id, new, asker)

    try:
        receipt = form.take("portal", request.asker, take_in)
    except (IllegalMove, NotFound):
        form.faults["text"] = _("That was settled meanwhile; please send yours.")
    else:
        if receipt:
            return having_joined(request, case_id, receipt)
    return form_page(request, form, form.status)


def _received(request: Request, receipt: str) -> HttpResponse:
    """Whoever sent it has it open in this browser."""
    return opened(
        HttpResponseRedirect(reverse("portal:received", args=[receipt])), request, receipt
    )


def form_page(
    request: Request,
    form: ReportForm,
    status: int = 200,
    *,
    known: Sequence[PublicCase] = (),
) -> HttpResponse:
    """The form as it stands: empty, or with what was typed and what is wrong with it."""
    asked = request.POST.get("find_item", "") if request.POST.get("step") == "find-item" else ""
    page = {
        "form": form,
        "known": known,
        "has_map": has_map(),
        "places_meant": _places_meant(request, form),
        "choice": choice(asked, form.values.get("item", "")),
        "most_photos": MOST_PHOTOS,
        "most_seconds": MOST_SECONDS,
        "most_minutes": MOST_SECONDS // 60,
    }
    return render(request, "portal/report.html", page, status=status)


def _places_meant(request: Request, form: ReportForm) -> list[Meant] | None:
    """Places that the words may mean, when somebody asked; None before."""
    if request.POST.get("step") != "find-place":
        return None
    return meant(form.values.get("address", ""))


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
