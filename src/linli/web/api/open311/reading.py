"""`GET requests.json` and `GET requests/{id}.json`."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from linli.ground import clock
from linli.respond.cases import queries as cases
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import PublicFilter, PublicReport
from linli.web.api.open311 import wanted
from linli.web.api.open311.answers import Faulty, answer
from linli.web.api.open311.rows import rows_of, status_of
from linli.web.api.open311.wanted import MOST_ROWS, STATUSES, Wanted

MOST_LOOKED_THROUGH: Final = 20
"""Pages of a thousand that are read to find one status: 20,000 reports in 90 days."""


def list_requests(request: HttpRequest) -> HttpResponse:
    """Public reports, newest first; four queries however many there are."""
    asked = wanted.read(request.GET, clock.now())
    return answer(rows_of(_found(asked), extensions=asked.extensions))


def one_request(request: HttpRequest, id: str) -> HttpResponse:
    """One public report, also before it has a case. The standard wants an array here too."""
    report_id = wanted.as_id(id)
    found = reports.public_reports(PublicFilter(ids=(report_id,))) if report_id else []
    if not found:
        raise Faulty(404, _("There is no request with the id “%(id)s”.") % {"id": id[:80]})
    return answer(rows_of(found, extensions=wanted.wants_extensions(request.GET)))


def _found(asked: Wanted) -> list[PublicReport]:
    if asked.ids is not None:
        by_id = PublicFilter(ids=asked.ids, limit=MOST_ROWS)
        return reports.public_reports(by_id) if asked.ids else []
    if asked.status in (frozenset(), STATUSES):
        return reports.public_reports(_filter(asked, asked.page, asked.page_size))
    return _with_status(asked)


def _with_status(asked: Wanted) -> list[PublicReport]:
    """The case knows the status: reports are read a thousand at a time until the page is full."""
    skip, found = (asked.page - 1) * asked.page_size, list[PublicReport]()
    for page in range(1, MOST_LOOKED_THROUGH + 1):
        read = reports.public_reports(_filter(asked, page, MOST_ROWS))
        case_of = cases.of_signals([report.signal_id for report in read])
        found += [one for one in read if status_of(case_of.get(one.signal_id)) in asked.status]
        if len(read) < MOST_ROWS or len(found) >= skip + asked.page_size:
            break
    return found[skip : skip + asked.page_size]


def _filter(asked: Wanted, page: int, limit: int) -> PublicFilter:
    return PublicFilter(items=asked.items, start=asked.start, end=asked.end, page=page, limit=limit)
