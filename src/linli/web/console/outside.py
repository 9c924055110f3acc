"""Work that an outside body has: referring it, and what came of asking after it."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse

from linli.organise.tasks import actions
from linli.organise.tasks.logic.referrals import FollowUp, Handed
from linli.web.console.tasks import act_on_task
from linli.web.shared.access import posted, staff
from linli.web.shared.forms import evening_of, number_of
from linli.web.shared.request import Request


@posted
@staff
def outside(request: Request, task_id: UUID) -> HttpResponse:
    """Refers the work, or keeps what was heard of it."""
    return act_on_task(request, task_id, lambda: take(request, task_id))


def take(request: Request, task_id: UUID) -> None:
    """Does what the form says, on whichever page it stands."""
    version, form = number_of(request, "version"), request.POST
    if form.get("act") == "refer":
        actions.refer(task_id, _handed(form), request.asker, version)
    else:
        actions.follow_up(task_id, _follow_up(form), request.asker, version)


def _handed(form: Mapping[str, str]) -> Handed:
    return Handed(
        body=form.get("body", ""),
        way=form.get("way", ""),
        follower=form.get("follower", ""),
        answer_by=evening_of(form.get("answer_by", "")),
        reference=form.get("number", ""),
    )


def _follow_up(form: Mapping[str, str]) -> FollowUp:
    return FollowUp(
        heard=form.get("heard", ""),
        text=form.get("said", ""),
        answer_by=evening_of(form.get("answer_by", "")),
        reference=form.get("number", ""),
    )
