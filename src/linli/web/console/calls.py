"""Calling back the reporters of a case: what each of them said."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from linli.organise.callbacks import actions as callbacks
from linli.organise.callbacks.logic import read_heard
from linli.web.console.case import page
from linli.web.console.troubles import attempt
from linli.web.shared.access import posted, staff
from linli.web.shared.forms import number_of
from linli.web.shared.request import Request


@posted
@staff
def call_back(request: Request, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Keeps what came of one call; the case may close, or be taken up again."""
    outcome, words = request.POST.get("outcome", ""), request.POST.get("words", "")
    version = number_of(request, "version")

    def act() -> None:
        heard = read_heard(report_id, outcome, words)
        callbacks.call_back(case_id, heard, request.asker, version)

    return attempt(
        act,
        reverse("console:case", args=[case_id]),
        lambda trouble: page(request, case_id, trouble, typed_report=report_id),
    )
