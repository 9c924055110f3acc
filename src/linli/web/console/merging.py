"""Two cases side by side: are they one problem? And what was merged by mistake, apart again."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from linli.ground.rights.asker import Asker
from linli.organise.tasks import actions
from linli.respond.cases import queries as cases
from linli.respond.cases.queries import CaseRow
from linli.sense.reports import queries as reports
from linli.web.console.case import page
from linli.web.console.pages import show
from linli.web.console.troubles import Trouble, attempt
from linli.web.shared.access import filled_in, posted, staff
from linli.web.shared.forms import number_of
from linli.web.shared.request import Request

MOST_TOLD = 5


@filled_in
@staff
def merge(request: Request, case_id: UUID, into_id: UUID) -> HttpResponse:
    """Both cases, and one press that merges the first into the second."""
    request.asker.require("merge", "case")
    if request.method != "POST":
        return _side_by_side(request, case_id, into_id)
    versions = number_of(request, "version"), number_of(request, "into_version")
    reason = request.POST.get("reason", "")
    return attempt(
        lambda: actions.merge(case_id, into_id, request.asker, *versions, reason=reason),
        reverse("console:case", args=[into_id]),
        lambda trouble: _side_by_side(request, case_id, into_id, trouble),
    )


@posted
@staff
def unmerge(request: Request, case_id: UUID) -> HttpResponse:
    version, reason = number_of(request, "version"), request.POST.get("reason", "")
    return attempt(
        lambda: actions.unmerge(case_id, request.asker, version, reason),
        reverse("console:case", args=[case_id]),
        lambda trouble: page(request, case_id, trouble),
    )


def _side_by_side(
    request: Request, case_id: UUID, into_id: UUID, trouble: Trouble | None = None
) -> HttpResponse:
    both = [_seen(one, request.asker) for one in (case_id, into_id)]
    context = {
        "case": both[0],
        "into": both[1],
        "sides": [(row, _told(row, request.asker)) for row in both],
        "trouble": trouble,
        "reload": request.path,
    }
    status = trouble.status if trouble else 200
    return show(request, "console/merging.html", context, status=status)


def _seen(case_id: UUID, asker: Asker) -> CaseRow:
    row = cases.case(case_id, asker)
    if row is None:
        raise Http404
    return row


def _told(row: CaseRow, asker: Asker) -> list[reports.ReportRow]:
    """What was told first; as the page of the case shows it to whoever may see it."""
    if not asker.may("see", "report"):
        return []
    return reports.of_signals(cases.signal_ids(row.id, asker)[:MOST_TOLD], asker)
