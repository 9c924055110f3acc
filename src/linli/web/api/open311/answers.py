"""How Open311 answers: arrays, also for errors (GeoReport v2, "Errors")."""

from collections.abc import Callable
from typing import Any, Final

import msgspec
import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

log = structlog.get_logger(__name__)

MEDIA_TYPE: Final = "application/json; charset=utf-8"

View = Callable[..., HttpResponse]


class Faulty(Exception):
    """The request cannot be served as it is; each sentence says what is wrong with it."""

    def __init__(self, status: int, *sentences: str, retry_seconds: int | None = None) -> None:
        super().__init__(*sentences)
        self.status = status
        self.sentences = sentences
        self.retry_seconds = retry_seconds


def answer(body: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(body), status=status, content_type=MEDIA_TYPE)


def faults(faulty: Faulty) -> HttpResponse:
    body = [{"code": faulty.status, "description": sentence} for sentence in faulty.sentences]
    told = answer(body, faulty.status)
    if faulty.retry_seconds is not None:
        told["Retry-After"] = str(faulty.retry_seconds)
    return told


def methods(**views: View) -> View:
    """One address with a view for each method: `methods(GET=find, POST=post)`."""

    def by_method(request: HttpRequest, **found: str) -> HttpResponse:
        view = views.get("GET" if request.method == "HEAD" else request.method or "")
        if view is None:
            told = _("%(method)s is not possible here.") % {"method": request.method}
            refusal = faults(Faulty(405, told))
            refusal["Allow"] = ", ".join(views)
            return refusal
        try:
            return view(request, **found)
        except Faulty as faulty:
            return faults(faulty)
        except Exception:
            log.exception("open311 request failed", path=request.path, method=request.method)
            return faults(Faulty(500, _("Something broke on our side and was noted.")))

    by_method.takes = tuple(views)  # type: ignore[attr-defined]  # as pages say it
    return by_method
