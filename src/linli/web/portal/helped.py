"""Saying under the receipt number whether it helped."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.organise.callbacks import actions as callbacks
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound
from linli.sense.reports.logic import UnknownReport
from linli.web.portal.follow import THANKS
from linli.web.portal.opened import is_open
from linli.web.shared.access import anybody, posted
from linli.web.shared.limits import REPORTS, may_report
from linli.web.shared.request import Request


@posted
@anybody
def helped(request: Request, receipt: str) -> HttpResponse:
    """Keeps the answer and leads back to the page of the report."""
    words, has_helped = request.POST.get("words", ""), request.POST.get("helped") == "yes"
    fault, status = "", 400
    if not may_report(request):
        told = _("Too many reports have come from your network; try again in %(seconds)d seconds.")
        fault, status = told % {"seconds": REPORTS.wait_seconds}, 429
    elif not is_open(request, receipt):
        return HttpResponseRedirect(reverse("portal:follow", args=[receipt]))
    else:
        try:
            callbacks.answer(receipt, has_helped, words)
        except UnknownReport:
            page = {"typed": receipt, "unknown": True}
            return render(request, "portal/find.html", page, status=404)
        except BadText as bad:
            fault = _(bad.message) % bad.values
        except (IllegalMove, NotFound):
            fault, status = _("This report is not waiting for your answer any more."), 409
    if not fault:
        here = reverse("portal:follow", args=[receipt])
        return HttpResponseRedirect(f"{here}?{THANKS}=yes")
    page = {"receipt": receipt, "fault": fault, "words": words, "is_over": status == 409}
    return render(request, "portal/helped_page.html", page, status=status)
