"""Following a report by its receipt, telling more when asked, and one's own after signing in."""

import unicodedata
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.keys import read_short_code
from linli.ground.tries.logic import TooManyTries
from linli.organise.answers import queries as answers
from linli.organise.answers.logic import Word
from linli.organise.answers.queries import Followed
from linli.organise.answers.words import LABELS
from linli.organise.callbacks import queries as callbacks
from linli.respond.cases.logic.faults import IllegalMove, NotFound
from linli.sense.reports import queries as reports
from linli.sense.reports.logic import MOST_PHOTOS
from linli.sense.reports.queries import holders
from linli.web.portal.opened import is_open, opened, require_tries_left, take_miss, take_try
from linli.web.portal.supplement_form import SupplementForm
from linli.web.shared.access import anybody, filled_in, to_sign_in, viewed
from linli.web.shared.guessing import again_at
from linli.web.shared.limits import REPORTS, may_report
from linli.web.shared.receipts import spaced
from linli.web.shared.request import Request

WAY = (Word.RECEIVED, Word.HANDLING, Word.HANDLED_TO_CONFIRM, Word.CLOSED)
"""The usual way of a report, shown as a line that fills."""

THANKS = "added"
"""In the address of the page to which a form that was taken in leads."""


@filled_in
@anybody
def find(request: Request) -> HttpResponse:
    """The receipt box leads to the page of that report; the digits of the phone open all of it.

    A number that nobody has and digits that do not fit get the same answer.
    """
    sent = request.POST if request.method == "POST" else request.GET
    receipt, digits = read_short_code(sent.get("receipt", ""))[:40], _digits(sent.get("digits", ""))
    if not receipt.isalnum():
        return _box(request, receipt)
    there = HttpResponseRedirect(reverse("portal:follow", args=[receipt]))
    if request.method != "POST" or not digits:
        return there
    try:
        take_try(request, receipt)
    except TooManyTries as full:
        return _box(request, receipt, 429, again_at=again_at(full))
    if not holders.fits(receipt, digits):
        return _box(request, receipt, 404, unfit=True)
    return opened(there, request, receipt)


@filled_in
@anybody
def follow(request: Request, receipt: str) -> HttpResponse:
    """What became of it, and the form for what the desk asks.

    A receipt that nobody has leads to the box, with what was typed in it; one that is not open in
    this browser tells where the report stands, and no more.
    """
    try:
        require_tries_left(request, receipt)
        followed = answers.follow(receipt, get_language() or "zh-hans")
        if followed is None:
            take_miss(request)
    except TooManyTries as full:
        return _box(request, receipt, 429, again_at=again_at(full))
    if followed is None:
        return _box(request, receipt, 404, unknown=True)
    if not is_open(request, receipt):
        status = 200 if request.method == "GET" else 403
        return _page(request, closed(followed), SupplementForm(), status, is_closed=True)
    if request.method == "POST":
        return _supplement(request, followed)
    return _page(request, followed, SupplementForm())


def closed(followed: Followed) -> Followed:
    """Item, state and estate: what everybody may know of any report."""
    return replace(
        followed,
        answers=(),
        asked=None,
        asks_whether_it_helped=False,
        planned_at=None,
        is_referred=False,
    )


def _box(request: Request, typed: str, status: int = 200, **why: object) -> HttpResponse:
    return render(request, "portal/find.html", {"typed": typed, **why}, status=status)


def _digits(typed: str) -> str:
    """At most four, whatever width they were typed in."""
    folded = unicodedata.normalize("NFKC", typed[:40])
    return "".join(sign for sign in folded if sign.isascii() and sign.isdecimal())[-4:]


def _supplement(request: Request, followed: Followed) -> HttpResponse:
    """Takes in what was asked for. The same form sent twice counts once."""
    form = SupplementForm.sent(request)
    if not may_report(request):
        told = _("Too many reports have come from your network; try again in %(seconds)d seconds.")
        form.faults["text"] = told % {"seconds": REPORTS.wait_seconds}
        return _page(request, followed, form, status=429)
    if followed.asked is not None:  # or nobody needs the photos, and they are not kept
        form.add_photos(request)
    try:
        is_taken = not form.faults and form.take(followed.receipt, request.asker)
    except (IllegalMove, NotFound):
        return _page(request, followed, form, status=409)
    if not is_taken:
        status = HTTPStatus.CONFLICT if followed.asked is None else form.status
        return _page(request, followed, form, status)
    here = reverse("portal:follow", args=[followed.receipt])
    return HttpResponseRedirect(f"{here}?{THANKS}=yes")


def _page(
    request: Request,
    followed: Followed,
    form: SupplementForm,
    status: int = 200,
    *,
    is_closed: bool = False,
) -> HttpResponse:
    page = {
        "followed": followed,
        "spaced": spaced(followed.receipt),
        "way": _way(followed.state_code),
        "lines": sorted(followed.answers, key=lambda told: told.at, reverse=True),
        "form": form,
        "is_closed": is_closed,
        "most_photos": MOST_PHOTOS,
        "thanks": THANKS in request.GET and followed.asked is None,
        "disputable_until": _disputable_until(followed, is_closed=is_closed),
        "unasked": status == HTTPStatus.CONFLICT,
    }
    return render(request, "portal/follow.html", page, status=status)


def _disputable_until(followed: Followed, *, is_closed: bool) -> datetime | None:
    """Until when the reader may ask for it to be done again, if this browser may see all of it."""
    if is_closed or followed.state_code is not Word.CLOSED:
        return None
    return callbacks.disputable_until(followed.receipt)


@viewed
@anybody
def mine(request: Request) -> HttpResponse:
    """One's own reports, newest first."""
    if request.asker.user_id is None:
        return to_sign_in(request)
    own = reports.own_reports(request.asker)
    followed = answers.follow_all(own, get_language() or "zh-hans")
    return render(request, "portal/mine.html", {"own": list(zip(own, followed, strict=True))})


def _way(reached: Word) -> list[tuple[str, bool]]:
    """The words of the usual way and which of them are behind; none for a report off that way."""
    if reached not in WAY:
        return []
    return [(str(LABELS[word]), place <= WAY.index(reached)) for place, word in enumerate(WAY)]
