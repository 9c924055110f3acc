"""The codes that hang at places: the list, making one, its picture, revoking it."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.paging import BadPage
from linli.ground.rights.asker import Refused
from linli.registers.places import queries as places
from linli.registers.places.logic.details import NEAR_LEVELS
from linli.registers.places.queries import PlaceRow
from linli.sense.tags import actions
from linli.sense.tags import queries as tags
from linli.sense.tags.actions import UnknownTag
from linli.sense.tags.logic import KINDS, BadTag, NewTag
from linli.sense.tags.queries import TagRow
from linli.web.console.pages import show
from linli.web.console.places import place_typed, places_of
from linli.web.console.printing import answer, no_code
from linli.web.console.prints.poster import tag_poster
from linli.web.shared.access import filled_in, posted, staff, viewed
from linli.web.shared.qr import qr_picture
from linli.web.shared.reached import LeadsNowhere, public_address, why_nowhere
from linli.web.shared.request import Request
from linli.wire.texts import N_

ROWS: Final = 50
MOST_FOUND: Final = 50
AROUND: Final = ("street", "community")


@dataclass(frozen=True, slots=True)
class Where:
    """A place in words."""

    name: str
    around: str


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was filled in; `chosen` is the code of a place that was suggested."""

    place: str = ""
    chosen: str = ""
    kind: str = KINDS[0]
    spot: str = ""

    @classmethod
    def of(cls, request: Request) -> "Typed":
        sent = {name: request.POST.get(name, "").strip() for name in ("place", "chosen", "spot")}
        return cls(kind=request.POST.get("kind", ""), **sent)

    def as_tag(self, request: Request) -> NewTag:
        """Raises `BadTag` for a place that is not known."""
        offered = places_of(request.asker, "make", "tag")
        place = places.by_code(self.chosen) or place_typed(self.place, offered)
        if place is None:
            unknown = N_("There is no place called “%(place)s”.")
            raise BadTag("place", unknown, {"place": self.place})
        return NewTag(self.kind, place.id, self.spot)


@filled_in
@staff
def tag_list(request: Request) -> HttpResponse:
    """Codes within reach, newest first, and the form that makes one."""
    request.asker.require("see", "tag")
    if request.method != "POST":
        return _page(request, Typed(), {})
    typed = Typed.of(request)
    try:
        actions.make(typed.as_tag(request), request.asker)
    except BadTag as bad:
        return _page(request, typed, {bad.field: _(bad.message) % bad.values}, status=400)
    except Refused:
        outside = {"place": _("This place is not within your reach.")}
        return _page(request, typed, outside, status=403)
    return HttpResponseRedirect(reverse("console:tags"))


@viewed
@staff
def picture(request: Request, tag_id: UUID) -> HttpResponse:
    """The QR code, to be printed; it leads to the report form of its place."""
    row = tags.tag(tag_id, request.asker)
    if row is None:
        raise Http404
    try:
        address = public_address(request, reverse("portal:tag", args=[row.code]))
    except LeadsNowhere as nowhere:
        return no_code(request, nowhere)
    return HttpResponse(qr_picture(address), content_type="image/svg+xml")


@viewed
@staff
def poster(request: Request, tag_id: UUID) -> HttpResponse:
    """The same code on a page to be hung up; none for a code that leads nowhere any more."""
    row = tags.tag(tag_id, request.asker)
    if row is None or row.revoked_at is not None:
        raise Http404
    try:
        address = public_address(request, reverse("portal:tag", args=[row.code]))
    except LeadsNowhere as nowhere:
        return no_code(request, nowhere)
    (where,) = _where([row])
    name = " ".join(one for one in (where.name, row.spot) if one)
    return answer(request, tag_poster(row.kind, name, row.code, address), row.code)


@posted
@staff
def revoke(request: Request, tag_id: UUID) -> HttpResponse:
    try:
        actions.revoke(tag_id, request.asker)
    except UnknownTag as unknown:
        raise Http404 from unknown
    return HttpResponseRedirect(reverse("console:tags"))


def _page(
    request: Request, typed: Typed, fault: dict[str, str], *, status: int = 200
) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    found = _named(asked, request)
    try:
        page = tags.tags(
            request.asker,
            place_ids=[one.id for one in found],
            cursor=request.GET.get("cursor", ""),
            limit=ROWS,
        )
    except BadPage as bad:
        raise Http404 from bad
    rows = [] if asked and not found else page.items
    onward = urlencode({"q": asked, "cursor": page.next}) if page.next and rows else ""
    context: dict[str, Any] = {
        "asked": asked,
        "rows": list(zip(rows, _where(rows), strict=True)),
        "next": f"{reverse('console:tags')}?{onward}" if onward else "",
        "typed": typed,
        "fault": fault,
        "kinds": KINDS,
        "places": places_of(request.asker, "make", "tag"),
        "can_revoke": request.asker.may("revoke", "tag"),
        "nowhere": why_nowhere(request),
    }
    return show(request, "console/tags.html", context, status=status)


def _where(rows: list[TagRow]) -> list[Where]:
    """Of all rows at once: names from the estate down, and what lies around them."""
    language = get_language() or "zh-hans"
    paths = places.paths(row.place_id for row in rows)
    found = []
    for row in rows:
        path = paths.get(row.place_id, ())
        near = [one.label(language) for one in path if one.level in NEAR_LEVELS] or [
            one.label(language) for one in path[-1:]
        ]
        around = [one.label(language) for one in path if one.level in AROUND]
        found.append(Where(" ".join(near), " · ".join(around)))
    return found


def _named(asked: str, request: Request) -> list[PlaceRow]:
    """The places that may be meant by what was searched for."""
    if not asked:
        return []
    found = places.find_places(asked, request.asker, limit=MOST_FOUND, right=("see", "tag"))
    return [one.place for one in found]
