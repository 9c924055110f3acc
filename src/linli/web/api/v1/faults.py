"""Turns what the capabilities refuse into problem details: one table."""

from collections.abc import Callable, Sequence
from datetime import UTC
from functools import partial
from typing import Any, Final

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext, gettext_noop
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from linli.ground.files.actions import BadPhoto, PhotoMustWait, TooManyPhotos
from linli.ground.idempotency.actions import KeyReused
from linli.ground.paging import BadPage
from linli.ground.rights.asker import Refused
from linli.respond.alerts.logic import AlertIsOver, AlreadyTaken
from linli.respond.cases.logic.faults import (
    BadFilter,
    BadText,
    IllegalMove,
    NotFound,
    StaleVersion,
)
from linli.sense.devices.logic import BadDevice
from linli.sense.reports.logic import BadReport
from linli.sense.reports.queries import explain as explain_report
from linli.sense.signals.logic import BadSignal
from linli.web.api.v1 import shape_faults
from linli.web.api.v1.shapes import Unusable
from linli.web.shared import problems
from linli.web.shared.problems import FieldError, Kind, Problem

log = structlog.get_logger(__name__)

REPORT_FIELDS: Final = {"text": "description", "place_code": "place"}
"""Fields of a report that have another name at this door."""

ARGUMENT: Final = "wanted"
"""The argument of a view that holds the body, or all of the query."""

NOT_JSON: Final = gettext_noop("Cannot parse request body")
"""So ninja calls a body that is not JSON."""

Explain = Callable[[Any], Problem]


def plain(kind: Kind) -> Explain:
    """An error of which the kind says it all."""
    return lambda _error: Problem(kind)


def one_field(error: BadSignal | BadFilter | BadPage | Unusable) -> Problem:
    return Problem(problems.INVALID, errors=(FieldError(error.field, error.reason),))


def _worded(error: BadText | BadDevice) -> Problem:
    reason = gettext(error.message)
    if error.values:
        reason %= error.values
    return Problem(problems.INVALID, errors=(FieldError(error.field, reason),))


def _report(error: BadReport) -> Problem:
    fields = (REPORT_FIELDS.get(fault.field, fault.field) for fault in error.faults)
    reasons = map(explain_report, error.faults)
    return Problem(problems.INVALID, errors=tuple(map(FieldError, fields, reasons)))


def _photo(error: BadPhoto) -> Problem:
    return Problem(problems.INVALID, errors=(FieldError("photo", str(error)),))


def _too_many(error: TooManyPhotos) -> Problem:
    return Problem(problems.TOO_MANY, {"reason": str(error)})


def _stale(error: StaleVersion) -> Problem:
    current = {"current": error.current}
    return Problem(problems.STALE, current, more=current)


def _illegal(error: IllegalMove) -> Problem:
    more: dict[str, Any] = {"allowed": list(error.allowed)}
    if error.guard:
        more["guard"] = gettext(error.guard)
    return Problem(problems.ILLEGAL_MOVE, {"source": error.source, "to": error.to[:32]}, more=more)


def _taken(error: AlreadyTaken) -> Problem:
    at = error.at.astimezone(UTC).isoformat(timespec="seconds")
    return Problem(problems.TAKEN, {"name": error.name, "at": at})


def _shape(error: ValidationError) -> Problem:
    """What ninja found wrong, field by field."""
    fields = [FieldError(_path(one["loc"]), shape_faults.told(one)) for one in error.errors]
    return Problem(problems.INVALID, errors=tuple(fields))


def _path(location: Sequence[str | int]) -> str:
    """`version` for ("body", "wanted", "version"): the first says where, the next whose it is."""
    steps = [str(step) for step in location[1:] if step != ARGUMENT]
    return ".".join(steps) or "body"


def _http(error: HttpError) -> Problem:
    return Problem(problems.UNREADABLE, {"reason": gettext(error.message)})


def _unreadable(error: Exception) -> Problem:
    return Problem(problems.UNREADABLE, {"reason": str(error)[:200]})


def _too_large(_error: RequestDataTooBig) -> Problem:
    return Problem(problems.TOO_LARGE, {"most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE})


EXPLANATIONS: Final[dict[type[Exception], Explain]] = {
    AuthenticationError: plain(problems.SIGN_IN),
    Refused: plain(problems.REFUSED),
    Http404: plain(problems.NOT_FOUND),
    NotFound: plain(problems.NOT_FOUND),
    KeyReused: plain(problems.KEY_REUSED),
    StaleVersion: _stale,
    IllegalMove: _illegal,
    AlreadyTaken: _taken,
    AlertIsOver: plain(problems.OVER),
    ValidationError: _shape,
    Unusable: one_field,
    BadSignal: one_field,
    BadDevice: _worded,
    BadFilter: one_field,
    BadPage: one_field,
    BadText: _worded,
    BadReport: _report,
    BadPhoto: _photo,
    PhotoMustWait: plain(problems.BUSY),
    TooManyPhotos: _too_many,
    HttpError: _http,
    RequestDataTooBig: _too_large,
    BadRequest: _unreadable,
    SuspiciousOperation: _unreadable,
    MultiPartParserError: _unreadable,
    UnreadablePostError: _unreadable,
}


def explain_all(api: NinjaAPI) -> None:
    """Every error of the API answers as problem details, our own faults too."""
    for kind, explain in EXPLANATIONS.items():
        api.add_exception_handler(kind, partial(_answer, explain))
    api.add_exception_handler(OperationalError, partial(_noted, problems.BUSY))
    api.add_exception_handler(Exception, partial(_noted, problems.FAULT))


def _answer(explain: Explain, _request: HttpRequest, error: Exception) -> HttpResponse:
    return explain(error).response()


def _noted(kind: Kind, request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("api request failed", path=request.path, method=request.method, exc_info=error)
    return Problem(kind).response()
