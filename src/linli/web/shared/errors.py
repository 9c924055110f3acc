"""Pages for what went wrong: what happened, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.ground.rights.asker import VISITOR
from linli.web.shared.icons import Icon


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of error page."""

    status: int
    icon: Icon
    title: Promise
    text: Promise | str


TROUBLES = {
    trouble.status: trouble
    for trouble in (
        Trouble(
            400,
            Icon("circle-question-mark"),
            _("We could not read this request"),
            _("Something in it is broken or too large. Go back, check it, and send it again."),
        ),
        Trouble(
            403,
            Icon("lock"),
            _("This is not open to you"),
            _("Your account does not have the right to do this. If you need it for your work, ask "
              "the security administrator."),
        ),
        Trouble(
            404,
            Icon("map-pin-off"),
            _("There is nothing at this address"),
            _("It may have been typed wrong, or it is not within what you may see."),
        ),
        Trouble(
            405,
            Icon("circle-question-mark"),
            _("This address cannot be opened this way"),
            _("It belongs to a button. Go back to the page with the button and press it there."),
        ),
        Trouble(
            500,
            Icon("unplug"),
            _("Something broke on our side"),
            _("What went wrong has been written down. Nothing you sent was half done: try again "
              "in a minute. If it stays like this, call the duty desk."),
        ),
    )
}  # fmt: skip

_TOO_LARGE = Trouble(
    413,
    Icon("file-x"),
    _("This file is too large"),
    _(
        "A form and its files may have %(most)d MB in all, a list of a register 30 MB. Nothing of"
        " it was taken in. Split the list, or save it as .csv, and send it again."
    ),
)
BARE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""Of a page that no middleware of Django's has seen."""

STALE_FORM = Trouble(
    403,
    Icon("clock-alert"),
    _("This form was open for too long"),
    _("To protect you, a form is only taken from the page we sent. Go back, load the page again, "
      "and send it once more."),
)  # fmt: skip

_ELSEWHERE = Trouble(
    403,
    Icon("lock"),
    _("Forms are not taken at this address"),
    _("Open %(address)s and do it there: what is sent here is not encrypted on its way."),
)

# Django hands over what went wrong; the pages show none of it.


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _show(request, TROUBLES[400])


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _show(request, TROUBLES[403])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _show(request, TROUBLES[404])


def not_allowed(request: HttpRequest, methods: Iterable[str]) -> HttpResponse:
    refusal = _show(request, TROUBLES[405])
    refusal["Allow"] = ", ".join(methods)
    return refusal


def broken(request: HttpRequest) -> HttpResponse:
    return _show(request, TROUBLES[500])


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Django's `CSRF_FAILURE_VIEW`."""
    public, headers = settings.ENVIRONMENT.public_url, request.headers
    if public and not (headers.get("Origin") or headers.get("Referer", "")).startswith(public):
        return _show(request, replace(_ELSEWHERE, text=_ELSEWHERE.text % {"address": public}))
    return _show(request, STALE_FORM)


def too_large(language: str, most_bytes: int) -> bytes:
    """The page for a body that never becomes a request of Django's."""
    with translation.override(language):
        text = _TOO_LARGE.text % {"most": most_bytes // 1024**2}
        trouble = {"status": 413, "icon": _TOO_LARGE.icon, "title": _TOO_LARGE.title, "text": text}
        page = {"trouble": trouble, "language": language, "asker": VISITOR}
        return render_to_string("shared/error.html", page).encode()


def _show(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    return render(request, "shared/error.html", {"trouble": trouble}, status=trouble.status)
