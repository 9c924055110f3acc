"""What belongs to the reports of a case: photos, and who sent them, by one audited door."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.respond.cases import queries as cases
from linli.sense.reports import queries as reports
from linli.sense.reports.logic import UnknownReport
from linli.web.console.pages import show
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.photos import photo_answer
from linli.web.shared.request import Request, wants_part

PURPOSES: Final[dict[str, Promise]] = {
    "details": _("ask for details"),
    "result": _("tell the result"),
    "danger": _("somebody may be in danger"),
}


@posted
@staff
def reporter(request: Request, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Who reported it, and how to reach them; the look and its purpose are in the audit."""
    row = cases.case(case_id, request.asker)
    purpose = request.POST.get("purpose", "")
    if row is None or purpose not in PURPOSES or not belongs(report_id, case_id, request):
        raise Http404
    asker = replace(request.asker, purpose=f"{purpose}: {row.number}")
    try:
        found = reports.reporter_of(report_id, asker)
    except UnknownReport as unknown:
        raise Http404 from unknown
    template = "reporter" if wants_part(request) else "reporter_page"
    return show(request, f"console/{template}.html", {"reporter": found, "case": row})


@viewed
@staff
def photo(request: Request, report_id: UUID, photo_id: UUID) -> HttpResponse:
    """A photo of a report that this asker may see, or of what was added to it."""
    report = reports.report(report_id, request.asker)
    if report is None:
        raise Http404
    added = reports.supplements([report_id], request.asker)
    if photo_id not in {*report.photo_ids, *(one for row in added for one in row.photo_ids)}:
        raise Http404
    return photo_answer(photo_id)


def belongs(report_id: UUID, case_id: UUID, request: Request) -> bool:
    report = reports.report(report_id, request.asker)
    return report is not None and report.signal_id in cases.signal_ids(case_id, request.asker)
