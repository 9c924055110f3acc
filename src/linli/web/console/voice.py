"""Listening to the voice message of a report: asked for with a purpose, then played."""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse

from linli.ground.files import queries as files
from linli.respond.cases import queries as cases
from linli.sense.reports import queries as reports
from linli.sense.reports.logic import UnknownReport
from linli.web.console.case_reports import PURPOSES, belongs
from linli.web.console.pages import show
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.request import Request, wants_part
from linli.web.shared.sounds import sound_answer

_SALT: Final = "console.voice"
TICKETS_LAST: Final = timedelta(minutes=30)
"""A message is heard more than once while it is written down; then it is asked for anew."""


@posted
@staff
def listen(request: Request, case_id: UUID, report_id: UUID) -> HttpResponse:
    """The player. The look and its purpose are in the audit: a voice tells who speaks."""
    row = cases.case(case_id, request.asker)
    purpose = request.POST.get("purpose", "")
    if row is None or purpose not in PURPOSES or not belongs(report_id, case_id, request):
        raise Http404
    asker = replace(request.asker, purpose=f"{purpose}: {row.number}")
    try:
        voice_id = reports.listen(report_id, asker)
    except UnknownReport as unknown:
        raise Http404 from unknown
    page = {
        "case": row,
        "report_id": report_id,
        "sound": files.sound(voice_id),
        "ticket": ticket(report_id, request),
    }
    template = "voice_player" if wants_part(request) else "voice_page"
    return show(request, f"console/{template}.html", page)


@viewed
@staff
def voice(request: Request, report_id: UUID, ticket: str) -> HttpResponse:
    """The sound itself, for whoever asked for it a moment ago and still has it within reach."""
    try:
        told = signing.loads(ticket, salt=_SALT, max_age=TICKETS_LAST)
    except signing.BadSignature as bad:
        raise Http404 from bad
    request.asker.require("hear", "voice")
    report = reports.report(report_id, request.asker)
    if told != [str(report_id), request.asker.user_id] or report is None or not report.voice_id:
        raise Http404
    return sound_answer(request, report.voice_id)


def ticket(report_id: UUID, request: Request) -> str:
    return signing.dumps([str(report_id), request.asker.user_id], salt=_SALT)
