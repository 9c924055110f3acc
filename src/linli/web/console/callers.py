"""Reports by the telephone number of whoever told them: posted, audited, never in an address."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.respond.cases import queries as cases
from linli.respond.cases.queries import CaseRow
from linli.sense.reports import queries as reports
from linli.sense.reports.logic import BadReport
from linli.sense.reports.queries import MOST_OF_A_CALLER, ReportRow
from linli.web.console.pages import show
from linli.web.shared.access import filled_in, staff
from linli.web.shared.named import Named
from linli.web.shared.request import Request

MOST_TYPED: Final = 32
WHY: Final[dict[str, Promise]] = {
    "asks": _("the caller asks after a report"),
    "adds": _("the caller adds something to a report"),
    "danger": _("somebody may be in danger"),
}


@dataclass(frozen=True, slots=True)
class OfCaller:
    """One report of a caller, and its case where it has one within reach."""

    report: ReportRow
    case: CaseRow | None


@filled_in
@staff
def callers(request: Request) -> HttpResponse:
    """The form; sent, also what was told from this number."""
    request.asker.require("see", "reporter")
    if request.method != "POST":
        return _page(request, {})
    purpose, phone = request.POST.get("purpose", ""), request.POST.get("phone", "")
    if purpose not in WHY:
        raise BadRequest(f"purpose is {purpose[:20]!r}; it must be one of {', '.join(WHY)}.")
    try:
        told = reports.of_caller(phone, replace(request.asker, purpose=purpose))
    except BadReport as bad:
        fault = reports.explain(bad.faults[0])
        return _page(request, {"fault": fault, "phone": phone[:MOST_TYPED]}, HTTPStatus.BAD_REQUEST)
    known = cases.of_signals([one.signal_id for one in told], request.asker) if told else {}
    found = [OfCaller(one, known.get(one.signal_id)) for one in told]
    named = Named(one.case.place_id for one in found if one.case)
    return _page(request, {"is_asked": True, "found": found, "named": named})


def _page(
    request: Request, context: dict[str, object], status: int = HTTPStatus.OK
) -> HttpResponse:
    frame = {"purposes": WHY, "most": MOST_OF_A_CALLER, "most_typed": MOST_TYPED}
    return show(request, "console/callers.html", {**frame, **context}, status=status)
