"""Taking a report: the form, and the page that shows the receipt."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.ground.files.sounds import MOST_SECONDS
from linli.sense.reports import queries as reports
from linli.sense.reports.logic import MOST_PHOTOS
from linli.web.portal.choice import choice
from linli.web.portal.opened import opened
from linli.web.shared.access import anybody, filled_in, viewed
from linli.web.shared.limits import REPORTS, may_report
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
    if reports.by_receipt(receipt) is None:
        raise Http404
    page = {"receipt": receipt, "spaced": spaced(receipt)}
    return render(request, "portal/received.html", page)


def _step(request: Request, form: ReportForm) -> HttpResponse:
    """What was asked on the way is answered in the form; what was filled in stays."""
    form.faults.clear()
    form.add_photos(request)
    form.add_voice(request)
    if request.POST["step"] == "elsewhere":
        form.spot, form.trouble = None, ""
    return form_page(request, form, form.status if form.faults else 200)


def _take(request: Request, form: ReportForm) -> HttpResponse:
    """With the photos that came along, or the form again with what is wrong with it."""
    form.add_photos(request)
    form.add_voice(request)
    receipt = "" if form.faults else form.take("portal", request.asker)
    return _received(request, receipt) if receipt else form_page(request, form, form.status)


def _received(request: Request, receipt: str) -> HttpResponse:
    """Whoever sent it has it open in this browser."""
    return opened(
        HttpResponseRedirect(reverse("portal:received", args=[receipt])), request, receipt
    )


def form_page(request: Request, form: ReportForm, status: int = 200) -> HttpResponse:
    """The form as it stands: empty, or with what was typed and what is wrong with it."""
    asked = request.POST.get("find_item", "") if request.POST.get("step") == "find-item" else ""
    page = {
        "form": form,
        "choice": choice(asked, form.values.get("item", "")),
        "most_photos": MOST_PHOTOS,
        "most_seconds": MOST_SECONDS,
        "most_minutes": MOST_SECONDS // 60,
    }
    return render(request, "portal/report.html", page, status=status)
