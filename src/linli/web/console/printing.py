"""What is printed comes as a PDF, to be looked at and sent to a printer from there."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.prints.blocks import Poster, Sheet
from linli.ground.prints.typesetting import NoPrint, PrintMustWait, typeset
from linli.ground.rights.asker import Refused
from linli.organise.tasks import queries as tasks
from linli.respond.cases import queries as cases
from linli.respond.cases.queries import CaseRow
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import Reporter
from linli.web.console.case_reports import PURPOSES
from linli.web.console.pages import show
from linli.web.console.prints.case_file import case_file
from linli.web.console.prints.work_order import work_order
from linli.web.shared.access import filled_in, staff, viewed
from linli.web.shared.reached import LeadsNowhere, public_address
from linli.web.shared.request import Request

PDF: Final = "application/pdf"
MOST_REPORTERS: Final = 10
BUSY: Final = 503
NOWHERE: Final = 409


@filled_in
@staff
def case_print(request: Request, case_id: UUID) -> HttpResponse:
    """The file of a case. Sent with a purpose, it also says who told it, and that is audited."""
    row = cases.case(case_id, request.asker)
    if row is None:
        raise Http404
    told_by = _reporters(request, row) if request.method == "POST" else {}
    return answer(request, case_file(row, request.asker, told_by), row.number)


@viewed
@staff
def task_print(request: Request, task_id: UUID) -> HttpResponse:
    task = tasks.task(task_id, request.asker)
    if task is None:
        raise Http404
    may_see = request.asker.may("see", "case")
    case = cases.case(task.case_id, request.asker) if may_see else None
    sheet = work_order(task, case, request.asker, _entered_at(request, task_id))
    return answer(request, sheet, task.case_number)


def answer(request: Request, what: Sheet | Poster, name: str) -> HttpResponse:
    """The PDF, kept by nobody on the way; or a page that says why there is none."""
    try:
        content = typeset(what)
    except PrintMustWait as busy:
        return show(request, "console/no_print.html", {"told": str(busy)}, status=BUSY)
    except NoPrint as refusal:
        return show(request, "console/no_print.html", {"told": str(refusal)}, status=500)
    headers = {
        "Content-Disposition": f'inline; filename="{name}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=PDF, headers=headers)


def no_code(request: Request, nowhere: LeadsNowhere) -> HttpResponse:
    """Paper that leads nowhere hangs for years: it is not printed."""
    return show(request, "console/no_print.html", {"told": str(nowhere)}, status=NOWHERE)


def _entered_at(request: Request, task_id: UUID) -> str | None:
    """Where its result is entered; none on paper that would lead nowhere."""
    try:
        return public_address(request, reverse("portal:order", args=[task_id]))
    except LeadsNowhere:
        return None


def _reporters(request: Request, row: CaseRow) -> dict[UUID, Reporter | None]:
    """Who sent the newest reports of the case; each look, and what for, is in the audit."""
    purpose = request.POST.get("purpose", "")
    if purpose not in PURPOSES:
        raise Http404
    request.asker.require("see", "reporter")
    asker = replace(request.asker, purpose=f"{purpose}: {row.number}")
    newest = cases.signal_ids(row.id, asker)[-MOST_REPORTERS:]
    found: dict[UUID, Reporter | None] = {}
    for report in reports.of_signals(newest, asker):
        try:
            found[report.id] = reports.reporter_of(report.id, asker)
        except Refused:
            found[report.id] = None
    with atomic():
        audit.record(asker, "print", "reporter", str(row.id), case_id=str(row.id))
    return found
