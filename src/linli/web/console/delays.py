"""What units ask for about their time: asking, the list of what waits, and deciding."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from linli.ground.paging import BadPage
from linli.organise.delays import actions
from linli.organise.delays import queries as delays
from linli.organise.delays.logic import DelayKind, Wanted
from linli.organise.tasks import actions as tasks
from linli.web.console.pages import show
from linli.web.console.tasks import act_on_task
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.forms import moment_typed, number_of
from linli.web.shared.named import Named
from linli.web.shared.request import Request

OFFICE_OPENS: Final = time(9)


@viewed
@staff
def waiting(request: Request) -> HttpResponse:
    """What nobody has decided yet, the oldest first."""
    try:
        page = delays.waiting(request.asker, request.GET.get("cursor", ""))
    except BadPage:
        return HttpResponseRedirect(reverse("console:delays"))
    named = Named(row.place_id for row in page.items)
    context = {"rows": page.items, "next": page.next, "named": named}
    return show(request, "console/delays.html", context)


@posted
@staff
def ask(request: Request, task_id: UUID) -> HttpResponse:
    version, asker = number_of(request, "version"), request.asker
    return act_on_task(
        request, task_id, lambda: actions.ask(task_id, _wanted(request.POST), asker, version)
    )


@posted
@staff
def plan(request: Request, task_id: UUID) -> HttpResponse:
    """Plans the work for a time, or begins it."""
    version, asker = number_of(request, "version"), request.asker
    form = request.POST

    def act() -> None:
        if form.get("act") == "begin":
            tasks.begin_planned(task_id, asker, version)
        else:
            at = moment_typed(form.get("planned_at", ""))
            actions.plan(task_id, at, form.get("reason", ""), asker, version)

    return act_on_task(request, task_id, act)


@posted
@staff
def decide(request: Request, delay_id: UUID) -> HttpResponse:
    row = delays.delay(delay_id, request.asker)
    if row is None:
        raise Http404
    why = request.POST.get("why", "")

    def act() -> None:
        if request.POST.get("outcome") == "approved":
            actions.approve(delay_id, request.asker)
        else:
            actions.refuse(delay_id, why, request.asker)

    return act_on_task(request, row.task_id, act)


def _wanted(form: Mapping[str, str]) -> Wanted:
    """What was asked for; a number or a day that is none is as if it were missing."""
    amount = form.get("amount", "")
    return Wanted(
        kind=DelayKind.SUSPENSION if form.get("kind") == "suspension" else DelayKind.EXTENSION,
        reason=form.get("reason", ""),
        amount=int(amount) if amount.isdecimal() and len(amount) < 6 else None,
        review_at=_morning(form.get("review_on", "")),
    )


def _morning(typed: str) -> datetime | None:
    """When the office opens on that day."""
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(typed), OFFICE_OPENS))
    except (ValueError, OverflowError):
        return None
