"""`GET requests` and `GET requests/{id}`."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.ground import clock
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import PublicFilter, PublicReport
from linli.web.api.open311 import wanted
from linli.web.api.open311.answers import Faulty, Told
from linli.web.api.open311.rows import rows_of
from linli.web.api.open311.wanted import MOST_ROWS, STATUSES, Wanted


def list_requests(request: HttpRequest) -> Told:
    """Public reports, newest first; a thousand cost as many queries as one."""
    asked = wanted.read(request.GET, clock.now())
    return Told("service_requests", rows_of(_found(asked), extensions=asked.extensions))


def one_request(request: HttpRequest, id: str) -> Told:
    """One public report, also before it has a case. The standard wants an array here too."""
    report_id = wanted.as_id(id)
    found = reports.public_reports(PublicFilter(ids=(report_id,))) if report_id else []
    if not found:
        raise Faulty(404, _("There is no request with the id “%(id)s”.") % {"id": id[:80]})
    rows = rows_of(found, extensions=wanted.wants_extensions(request.GET))
    return Told("service_requests", rows)


def _found(asked: Wanted) -> list[PublicReport]:
    if asked.ids is not None:
        by_id = PublicFilter(ids=asked.ids, limit=MOST_ROWS)
        return reports.public_reports(by_id) if asked.ids else []
    return reports.public_reports(
        PublicFilter(
            items=asked.items,
            is_open=None if asked.status in (frozenset(), STATUSES) else "open" in asked.status,
            start=asked.start,
            end=asked.end,
            page=asked.page,
            limit=asked.page_size,
        )
    )
