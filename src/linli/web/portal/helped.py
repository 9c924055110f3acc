"""Saying under the receipt number whether it helped, and asking for it to be done again."""

from collections.abc import Callable
from typing import Final

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
from linli.wire.texts import N_

NOT_CLOSED: Final = N_("This report is not closed, so there is nothing to be done again yet.")


@posted
@anybody
def helped(request: Request, receipt: str) -> HttpResponse:
    """Keeps the answer and leads back to the page of the report."""
    words, has_helped = request.POST.get("words", ""), request.POST.get("helped") == "yes"

    def act() -> None:
        try:
            callbacks.answer(receipt, has_helped, words)
        except (IllegalMove, NotFound) as over:
            raise _Over(_("This report is not waiting for your answer any more.")) from over

    return _kept(request, receipt, act, "portal/helped_page.html")


@posted
@anybody
def again(request: Request, receipt: str) -> HttpResponse:
    """Keeps why it is not settled; sent twice it counts once."""

    def act() -> None:
        try:
            callbacks.dispute(receipt, request.POST.get("words", ""))
        except IllegalMove as over:
            raise _Over(_(over.guard) if over.guard else _(NOT_CLOSED)) from over
        except NotFound as unknown:
            raise _Over(_(NOT_CLOSED)) from unknown

    return _kept(request, receipt, act, "portal/again_page.html")


class _Over(Exception):
    """It cannot be said any more; the text is for the reader."""


def _kept(request: Request, receipt: str, act: Callable[[], None], template: str) -> HttpResponse:
    here = reverse("portal:follow", args=[receipt])
    fault, status = "", 400
    if not may_report(request):
        told = _("Too many reports have come from your network; try again in %(seconds)d seconds.")
        fault, status = told % {"seconds": REPORTS.wait_seconds}, 429
    elif not is_open(request, receipt):
        return HttpResponseRedirect(here)
    else:
        try:
            act()
        except UnknownReport:
            page = {"typed": receipt, "unknown": True}
            return render(request, "portal/find.html", page, status=404)
        except BadText as bad:
            fault = _(bad.message) % bad.values
        except _Over as over:
            fault, status = str(over), 409
    if not fault:
        return HttpResponseRedirect(f"{here}?{THANKS}=yes")
    words = request.POST.get("words", "")
    page = {"receipt": receipt, "fault": fault, "words": words, "is_over": status == 409}
    return render(request, template, page, status=status)
