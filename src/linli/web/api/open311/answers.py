"""How Open311 answers: arrays, also for errors (GeoReport v2, "Errors")."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from linli.web.api.open311.formats import FORMATS

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """What is answered, in whatever format is asked for; `name` is what XML calls the whole."""

    name: str
    body: Any
    status: int = 200


View = Callable[..., Told | HttpResponse]
Served = Callable[..., HttpResponse]


class Faulty(Exception):
    """The request cannot be served as it is; each sentence says what is wrong with it."""

    def __init__(self, status: int, *sentences: str, retry_seconds: int | None = None) -> None:
        super().__init__(*sentences)
        self.status = status
        self.sentences = sentences
        self.retry_seconds = retry_seconds


def methods(ending: str, **views: View) -> Served:
    """One address with a view for each method: `methods("xml", GET=find, POST=post)`."""

    def by_method(request: HttpRequest, **found: str) -> HttpResponse:
        view = views.get("GET" if request.method == "HEAD" else request.method or "")
        if view is None:
            told = _("%(method)s is not possible here.") % {"method": request.method}
            refusal = _faults(Faulty(405, told), ending)
            refusal["Allow"] = ", ".join(views)
            return refusal
        try:
            answer = view(request, **found)
            return _written(answer, ending) if isinstance(answer, Told) else answer
        except Faulty as faulty:
            return _faults(faulty, ending)
        except Exception:
            log.exception("open311 request failed", path=request.path, method=request.method)
            broken = Faulty(500, _("Something broke on our side and was noted."))
            return _faults(broken, ending)

    by_method.takes = tuple(views)  # type: ignore[attr-defined]  # as pages say it
    return by_method


def _written(told: Told, ending: str) -> HttpResponse:
    chosen = FORMATS[ending]
    written = chosen.write(told.name, told.body)
    return HttpResponse(written, status=told.status, content_type=chosen.media_type)


def _faults(faulty: Faulty, ending: str) -> HttpResponse:
    body = [{"code": faulty.status, "description": sentence} for sentence in faulty.sentences]
    written = _written(Told("errors", body, faulty.status), ending)
    if faulty.retry_seconds is not None:
        written["Retry-After"] = str(faulty.retry_seconds)
    return written
