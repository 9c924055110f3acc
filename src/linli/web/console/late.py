"""What is late, how far, and which post hears of it; and which posts are named for that."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from linli.ground.paging import BadPage
from linli.organise.supervision import queries as supervision
from linli.registers.parties import actions
from linli.registers.parties import queries as parties
from linli.registers.parties.logic import OFFICES, BadParty, Office
from linli.registers.parties.queries import PostRow
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.web.console.pages import show
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.forms import number_of
from linli.web.shared.named import Named
from linli.web.shared.request import Request

NAMED_AT: Final = ("city", "district", "street", "community")


@dataclass(frozen=True, slots=True)
class Charge:
    """A post and what it is named for in a place."""

    office: Office
    words: str
    place: PlaceRow | None
    place_id: int
    post: PostRow


@viewed
@staff
def late(request: Request) -> HttpResponse:
    """The latest by its time first; all within reach, or what the asker's own posts hear of."""
    is_own = request.GET.get("own") == "yes"
    try:
        page = supervision.escalations(
            request.asker, own=is_own, cursor=request.GET.get("cursor", "")
        )
    except BadPage:
        return HttpResponseRedirect(reverse("console:late"))
    named = Named(row.place_id for row in page.items)
    posts = {one.id: one for one in parties.all_posts()}
    rows = [(row, posts.get(row.post_id or 0)) for row in page.items]
    context = {"rows": rows, "next": page.next, "named": named, "is_own": is_own}
    return show(request, "console/late.html", context)


@viewed
@staff
def charges(request: Request) -> HttpResponse:
    request.asker.require("see", "post")
    return _charges(request)


@posted
@staff
def set_charge(request: Request) -> HttpResponse:
    office, place_id = request.POST.get("office", ""), number_of(request, "place_id")
    post_id = number_of(request, "post_id")
    return _act(request, lambda: actions.set_charge(office, place_id, post_id, request.asker))


@posted
@staff
def end_charge(request: Request) -> HttpResponse:
    office, place_id = request.POST.get("office", ""), number_of(request, "place_id")
    return _act(request, lambda: actions.end_charge(office, place_id, request.asker))


def _act(request: Request, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except BadParty as bad:
        return _charges(request, bad)
    return HttpResponseRedirect(reverse("console:charges"))


def _charges(request: Request, fault: BadParty | None = None) -> HttpResponse:
    named = [
        Charge(office, OFFICES[office], places.place(place_id), place_id, post)
        for office, place_id, post in parties.charges()
    ]
    context = {
        "charges": named,
        "offices": [(office.value, OFFICES[office]) for office in Office],
        "places": [one for one in places.down_to_estates() if one.level in NAMED_AT],
        "posts": parties.all_posts(),
        "can_save": request.asker.may("save", "post"),
        "fault": fault,
    }
    return show(request, "console/charges.html", context, status=422 if fault else 200)
