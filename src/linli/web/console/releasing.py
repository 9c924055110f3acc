"""Letting everybody read what a report says: written anew, looked at, released, and taken back."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.respond.cases import actions, queries
from linli.respond.cases.logic.faults import NotFound
from linli.sense.reports import queries as reports
from linli.sense.reports.logic import BadReport, UnknownReport, check_release, public_text
from linli.sense.reports.queries import ReportRow
from linli.web.console.pages import show
from linli.web.shared.access import filled_in, staff
from linli.web.shared.request import Request


@dataclass(frozen=True, slots=True)
class Typed:
    """What would be shown, and whether somebody made sure that nobody can be recognised."""

    text: str
    photos: tuple[UUID, ...] = ()
    is_sure: bool = False

    @classmethod
    def of(cls, request: Request, report: ReportRow) -> "Typed":
        sent = set(request.POST.getlist("photo"))
        photos = tuple(one for one in report.photo_ids if str(one) in sent)
        return cls(request.POST.get("text", ""), photos, request.POST.get("sure") == "yes")


@filled_in
@staff
def release(request: Request, case_id: UUID, report_id: UUID) -> HttpResponse:
    """The form, its preview, and what is done with it."""
    request.asker.require("release", "report")
    report = reports.report(report_id, request.asker)
    row = queries.case(case_id, request.asker)
    if row is None or report is None or not report.is_public or report.is_confidential:
        raise Http404
    page = {"case": row, "report": report}
    if request.method != "POST":
        shown = report.released
        text = shown.text if shown else public_text(report.text)
        typed = Typed(text, shown.photo_ids if shown else ())
        return show(request, "console/release.html", {**page, "typed": typed})
    typed, act = Typed.of(request, report), request.POST.get("act", "")
    try:
        fault = _done(act, case_id, report_id, typed, request)
    except (NotFound, UnknownReport) as unknown:
        raise Http404 from unknown
    if fault or act == "preview":
        told = {**page, "typed": typed, "fault": fault, "is_preview": not fault}
        return show(request, "console/release.html", told, status=400 if fault else 200)
    return HttpResponseRedirect(reverse("console:case", args=[case_id]))


def _done(act: str, case_id: UUID, report_id: UUID, typed: Typed, request: Request) -> str:
    """What is wrong with it; empty when it was done, or may be looked at."""
    if act == "withdraw":
        actions.withdraw_words(case_id, report_id, request.asker)
        return ""
    if not typed.text.strip() and not typed.photos:
        return _("Write what everybody may read, or choose a photo.")
    if typed.photos and not typed.is_sure:
        return _("Make sure first that nobody and no number plate can be recognised.")
    try:
        check_release(typed.text.replace("\r\n", "\n").strip())
        if act == "release":
            actions.release_words(case_id, report_id, typed.text, typed.photos, request.asker)
    except BadReport as bad:
        return reports.explain(bad.faults[0])
    return ""
