"""Photos that a resident sent, for that resident."""

from uuid import UUID

from django.http import Http404, HttpResponse

from linli.sense.reports import queries as reports
from linli.web.shared.access import anybody, to_sign_in, viewed
from linli.web.shared.photos import photo_answer
from linli.web.shared.request import Request


@viewed
@anybody
def own_photo(request: Request, report_id: UUID, photo_id: UUID) -> HttpResponse:
    if request.asker.user_id is None:
        return to_sign_in(request)
    report = reports.report(report_id, request.asker)
    if report is None or photo_id not in report.photo_ids:
        raise Http404
    return photo_answer(photo_id)
