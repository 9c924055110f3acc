"""`GET requests`, `GET requests/{id}`, and the photos that both name."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from linli.ground import clock
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import PublicFilter, PublicReport
from linli.web.api.open311 import wanted
from linli.web.api.open311.answers import Faulty, Told
from linli.web.api.open311.rows import Row, rows_of
from linli.web.api.open311.wanted import MOST_ROWS, STATUSES, Wanted
from linli.web.shared.photos import photo_answer
from linli.web.shared.reached import address_of


def list_requests(request: HttpRequest) -> Told:
    """Public reports, newest first; a thousand cost as many queries as one."""
    asked = wanted.read(request.GET, clock.now())
    return Told("service_requests", _told(_found(asked), request, extensions=asked.extensions))


def one_request(request: HttpRequest, id: str) -> Told:
    """One public report, also before it has a case. The standard wants an array here too."""
    found = _one(id)
    if found is None:
        raise Faulty(404, _("There is no request with the id “%(id)s”.") % {"id": id[:80]})
    extensions = wanted.wants_extensions(request.GET)
    return Told("service_requests", _told([found], request, extensions=extensions))


def of_token(_request: HttpRequest, token: str) -> Told:
    """`GET tokens/{token}`: each report has its id at once, so that the id is its own token."""
    found = _one(token)
    if found is None:
        told = _("There is no token “%(token)s”; reports here have their id at once.")
        raise Faulty(404, told % {"token": token[:80]})
    request_id = str(found.id)
    return Told("service_requests", [{"service_request_id": request_id, "token": request_id}])


def photo(_request: HttpRequest, report_id: UUID, photo_id: UUID) -> HttpResponse:
    """A photo that the desk lets everybody see, as long as it does."""
    found = _one(str(report_id))
    if found is None or found.released is None or photo_id not in found.released.photo_ids:
        raise Faulty(404, _("There is no such photo; GET requests names those there are."))
    answer = photo_answer(photo_id)
    answer["Cache-Control"] = "private, no-store"  # it may be taken back
    return answer


def _one(id: str) -> PublicReport | None:
    report_id = wanted.as_id(id)
    found = reports.public_reports(PublicFilter(ids=(report_id,))) if report_id else []
    return next(iter(found), None)


def _told(found: list[PublicReport], request: HttpRequest, *, extensions: bool) -> list[Row]:
    return rows_of(found, partial(address_of, request), extensions=extensions)


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
