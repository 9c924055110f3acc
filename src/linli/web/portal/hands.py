"""The work order of somebody without an account: one link, one task, one telephone."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.ground.files.actions import BadPhoto, PhotoMustWait, TooManyPhotos, store_photo
from linli.ground.rights.asker import VISITOR
from linli.ground.tries.logic import TooManyTries
from linli.organise.tasks import actions
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.actions import Visit
from linli.organise.tasks.logic.links import BadLink, Why
from linli.organise.tasks.logic.results import MOST_PHOTOS, require_photos
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.queries import Linked
from linli.respond.cases.logic.faults import BadText, IllegalMove, StaleVersion
from linli.web.portal.hands_marks import holding, marks, require_tries_left, take_miss, take_try
from linli.web.shared.access import anybody, filled_in, posted
from linli.web.shared.forms import number_of
from linli.web.shared.guessing import again_at
from linli.web.shared.limits import may_send_photos, photos_wait_seconds
from linli.web.shared.photos import read_upload
from linli.web.shared.request import Request
from linli.wire.texts import N_

DONE: Final = "done"
"""In the address of the page to which a result that was taken in leads."""

TOLD: Final[dict[Why, str]] = {
    Why.UNKNOWN: N_("This link leads to no work order. Please compare it with the message."),
    Why.OVER: N_(
        "This link is no longer valid: the work is finished or was taken back, or its time is over."
        " If you still have something to do, ask whoever sent it for a new one."
    ),
    Why.OTHER_PHONE: N_(
        "This link belongs to the telephone that opened it first. If that was not yours, ask"
        " whoever sent it for a new one."
    ),
    Why.NO_DIGITS: N_("Please open the link first."),
    Why.WRONG_DIGITS: N_(
        "These are not the last four digits of the telephone number that the link was sent to."
    ),
}
STATUSES: Final = {
    Why.UNKNOWN: HTTPStatus.NOT_FOUND,
    Why.OVER: HTTPStatus.GONE,
    Why.OTHER_PHONE: HTTPStatus.FORBIDDEN,
    Why.NO_DIGITS: HTTPStatus.FORBIDDEN,
    Why.WRONG_DIGITS: HTTPStatus.FORBIDDEN,
}

View = Callable[[Request, str], HttpResponse]


def _kept_by_nobody(view: View) -> View:
    """What stands there is kept on no way and found by no search.

    The address itself goes to no other site: the policy of all our pages is `same-origin`; with
    `no-referrer`, browsers would send forms without an origin, and these are refused.
    """

    @wraps(view)
    def guarded(request: Request, secret: str) -> HttpResponse:
        answer = view(request, secret)
        answer["Cache-Control"] = "private, no-store"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return guarded


@filled_in
@anybody
@_kept_by_nobody
def hands(request: Request, secret: str) -> HttpResponse:
    """The work order; before that the question for the digits of the telephone."""
    if request.method == "POST":
        return _bind(request, secret)
    if request.GET.get(DONE) == "yes":
        return render(request, "portal/hands_done.html")
    return _opened(request, lambda opened: _page(request, secret, opened), secret)


@posted
@anybody
@_kept_by_nobody
def sign(request: Request, secret: str) -> HttpResponse:
    def act(_opened: Linked) -> None:
        before = _stored(request, "before")
        actions.sign_by_link(_visit(request, secret), before)

    return _act(request, secret, act, "")


@posted
@anybody
@_kept_by_nobody
def finish(request: Request, secret: str) -> HttpResponse:
    def act(opened: Linked) -> None:
        count = len(request.FILES.getlist("after"))
        require_photos(count, is_needed=tasks.needs_photo(opened.task))
        before, after = _stored(request, "before"), _stored(request, "after")
        text = request.POST.get("text", "")
        actions.finish_by_link(_visit(request, secret), text, after, before)

    return _act(request, secret, act, f"?{DONE}=yes")


def _bind(request: Request, secret: str) -> HttpResponse:
    try:
        require_tries_left(request)
        tasks.link_at(secret)
        take_try(request, secret)
        held = actions.bind(secret, request.POST.get("digits", ""))
    except TooManyTries as full:
        return _digits(request, secret, HTTPStatus.TOO_MANY_REQUESTS, again_at=again_at(full))
    except BadLink as bad:
        if bad.why is Why.WRONG_DIGITS:
            return _digits(request, secret, STATUSES[bad.why], fault=_(TOLD[bad.why]))
        return _shut(request, bad)
    return holding(HttpResponseRedirect(_here(secret)), request, held)


def _opened(request: Request, shown: Callable[[Linked], HttpResponse], secret: str) -> HttpResponse:
    """What this telephone gets of the link; else the question for its digits, or why nothing."""
    try:
        require_tries_left(request)
        opened = tasks.linked(secret, marks(request))
    except TooManyTries as full:
        return _digits(request, secret, HTTPStatus.TOO_MANY_REQUESTS, again_at=again_at(full))
    except BadLink as bad:
        if bad.why is Why.NO_DIGITS and request.method == "GET":
            return _digits(request, secret)
        return _shut(request, bad)
    return shown(opened)


def _act(request: Request, secret: str, act: Callable[[Linked], None], after: str) -> HttpResponse:
    """Does it and leads back to the page; else the page again with what went wrong."""

    def again(told: str, status: HTTPStatus) -> HttpResponse:
        return _opened(request, lambda now: _page(request, secret, now, told, status), secret)

    def done(opened: Linked) -> HttpResponse:
        try:
            act(opened)
        except BadText as bad:
            return again(_(bad.message) % bad.values, HTTPStatus.BAD_REQUEST)
        except (BadPhoto, PhotoMustWait, TooManyPhotos) as bad:
            return again(str(bad), HTTPStatus.BAD_REQUEST)
        except (StaleVersion, IllegalMove):
            told = _("This was sent already, or the work order has changed. See what it says now.")
            return again(told, HTTPStatus.CONFLICT)
        except BadLink as bad:
            return _shut(request, bad)
        return HttpResponseRedirect(_here(secret) + after)

    return _opened(request, done, secret)


def _visit(request: Request, secret: str) -> Visit:
    return Visit(secret, marks(request), number_of(request, "version"))


def _stored(request: Request, field: str) -> list[UUID]:
    """Raises `BadText` for too many, and what storing a photo raises."""
    uploads = request.FILES.getlist(field)
    require_photos(len(uploads), is_needed=False)
    if not may_send_photos(request, len(uploads)):
        message = N_(
            "Too many photos have come from your network; try again in %(seconds)d seconds."
        )
        raise BadText("photos", message, {"seconds": photos_wait_seconds(len(uploads))})
    return [store_photo(read_upload(upload), VISITOR).id for upload in uploads]


def _here(secret: str) -> str:
    return reverse("portal:hands", args=[secret])


def _page(
    request: Request, secret: str, opened: Linked, fault: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    page = {
        "secret": secret,
        "task": opened.task,
        "address": opened.address,
        "words": opened.words,
        "worker": opened.link.worker_name,
        "is_signed": opened.task.state != State.DISPATCHED,
        "needs_photo": tasks.needs_photo(opened.task),
        "most_photos": MOST_PHOTOS,
        "fault": fault,
        "typed": request.POST.get("text", ""),
    }
    return render(request, "portal/hands.html", page, status=status)


def _digits(
    request: Request, secret: str, status: int = HTTPStatus.OK, **why: object
) -> HttpResponse:
    return render(request, "portal/hands_digits.html", {"secret": secret, **why}, status=status)


def _shut(request: Request, bad: BadLink) -> HttpResponse:
    told: dict[str, object] = {"fault": _(TOLD[bad.why])}
    if bad.why is Why.UNKNOWN:
        try:
            take_miss(request)
        except TooManyTries as full:
            told["again_at"] = again_at(full)
    return render(request, "portal/hands_shut.html", told, status=STATUSES[bad.why])
