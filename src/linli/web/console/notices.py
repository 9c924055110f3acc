"""One's own notices: what is unread first; opening one leads to what it is about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.ground import clock
from linli.ground.paging import BadPage
from linli.organise.notices import actions
from linli.organise.notices import queries as notices
from linli.organise.notices.queries import MOST_COUNTED, NoticeRow
from linli.respond.cases.logic.faults import NotFound
from linli.web.console.pages import show
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.named import Named
from linli.web.shared.request import Request

PAGES: Final = {
    "case": "console:case",
    "task": "console:task",
    "order": "console:hotline-order",
    "incident": "console:incident",
}
"""Where a notice leads to that is about one thing."""


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a digest, and the list behind it."""

    label: Promise
    page: str
    tab: str = ""

    @property
    def address(self) -> str:
        asked = f"?{urlencode({'tab': self.tab})}" if self.tab else ""
        return f"{reverse(self.page)}{asked}"


PARTS: Final = {
    "tasks_late": Part(_("late"), "console:tasks", "overdue"),
    "tasks_today": Part(_("due today"), "console:tasks"),
    "tasks_next": Part(_("due on the next working day"), "console:tasks"),
    "tasks_to_sign": Part(_("to be signed for"), "console:tasks", "new"),
    "cases_late": Part(_("late"), "console:queue", "due"),
    "cases_today": Part(_("due today"), "console:queue"),
    "cases_next": Part(_("due on the next working day"), "console:queue"),
    "cases_to_accept": Part(_("to be accepted"), "console:queue", "received"),
    "cases_to_dispatch": Part(_("to be dispatched"), "console:queue", "filed"),
    "cases_to_call": Part(_("to be called back"), "console:queue", "feedback"),
    "cases_to_decide": Part(_("asked to be done again"), "console:queue", "disputed"),
    "cases_to_check": Part(_("to be checked"), "console:queue", "resolved"),
    "cases_to_look_at": Part(_("to be looked at on the spot"), "console:foot"),
    "delays": Part(_("asked for by units"), "console:delays"),
}


@viewed
@staff
def inbox(request: Request) -> HttpResponse:
    try:
        page = notices.notices(request.asker, request.GET.get("cursor", ""))
    except BadPage:
        return HttpResponseRedirect(reverse("console:notices"))
    context = {
        "rows": [(row, _counts(row)) for row in page.items],
        "named": Named(row.place_id for row in page.items),
        "next": page.next,
        "until": clock.now().isoformat(),
        "has_unread": any(not row.is_read for row in page.items),
    }
    return show(request, "console/notices.html", context)


@posted
@staff
def open_notice(request: Request, notice_id: UUID) -> HttpResponse:
    try:
        row = actions.read(notice_id, request.asker)
    except NotFound as unknown:
        raise Http404 from unknown
    return HttpResponseRedirect(_address(row))


@posted
@staff
def read_all(request: Request) -> HttpResponse:
    """What the page showed, and not what has come in since."""
    actions.read_all(_until(request.POST.get("until", "")), request.asker)
    return HttpResponseRedirect(reverse("console:notices"))


def _address(row: NoticeRow) -> str:
    if row.about in PAGES:
        return reverse(PAGES[row.about], args=[row.about_id])
    if row.about == "delays":
        return reverse("console:delays")
    counted = [PARTS[name].address for name in row.detail if name in PARTS]
    return counted[0] if counted else reverse("console:notices")


def _counts(row: NoticeRow) -> list[tuple[Part, str]]:
    """Of a digest, in the order in which they are told."""
    return [
        (part, f"{MOST_COUNTED - 1}+" if row.detail[name] >= MOST_COUNTED else row.detail[name])
        for name, part in PARTS.items()
        if name in row.detail
    ]


def _until(told: str) -> datetime:
    """Whatever else is sent, nothing is marked that is not there yet."""
    try:
        seen = parse_datetime(told)
    except ValueError:
        seen = None
    now = clock.now()
    return min(seen, now) if seen and seen.tzinfo else now
