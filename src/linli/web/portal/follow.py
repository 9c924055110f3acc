"""Following a report: by its receipt, or one's own after signing in."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from linli.ground.keys import read_short_code
from linli.organise.answers import queries as answers
from linli.organise.answers.logic import Word
from linli.organise.answers.words import LABELS
from linli.sense.reports import queries as reports
from linli.web.shared.access import anybody, to_sign_in
from linli.web.shared.receipts import spaced
from linli.web.shared.request import Request

WAY = (Word.RECEIVED, Word.HANDLING, Word.HANDLED_TO_CONFIRM, Word.CLOSED)
"""The usual way of a report, shown as a line that fills."""


@anybody
def find(request: Request) -> HttpResponse:
    """The receipt box of the first page leads to the page of that report."""
    receipt = read_short_code(request.GET.get("receipt", ""))[:40]
    if not receipt.isalnum():
        return render(request, "portal/find.html", {"typed": receipt})
    return HttpResponseRedirect(reverse("portal:follow", args=[receipt]))


@anybody
def follow(request: Request, receipt: str) -> HttpResponse:
    """What became of it; a receipt that nobody has leads to the box, with what was typed in it."""
    followed = answers.follow(receipt, get_language() or "zh-hans")
    if followed is None:
        page = {"typed": receipt, "unknown": True}
        return render(request, "portal/find.html", page, status=404)
    page = {
        "followed": followed,
        "spaced": spaced(followed.receipt),
        "way": _way(followed.state_code),
        "lines": sorted(followed.answers, key=lambda told: told.at, reverse=True),
    }
    return render(request, "portal/follow.html", page)


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
