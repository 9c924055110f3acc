"""Finds the place that a resident means: while they type, as a step of the form, or on a map."""

import time
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from linli.ground.rights.asker import VISITOR
from linli.registers.places import queries as places
from linli.registers.places.queries import FoundPlace
from linli.web.shared.access import anybody, viewed
from linli.web.shared.limits import AddressLimit
from linli.web.shared.outlines import WITHOUT_HOMES, outlines_answer
from linli.web.shared.request import Request

MOST: Final = 6
AROUND: Final = ("street", "community")
ASKED: Final = AddressLimit(burst=120.0, per_second=4.0)
"""As fast as a household types."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A place that may be meant: its name from the estate down, and where that is."""

    code: str
    name: str
    where: str


@viewed
@anybody
def find_place(request: Request) -> HttpResponse:
    """The options of a listbox for what is typed in `q`, or for the point that was pressed."""
    typed = request.GET.get("q", "").strip()[:100]
    lat, lon = request.GET.get("lat", ""), request.GET.get("lon", "")
    is_allowed = ASKED.allows(request.META.get("REMOTE_ADDR", ""), time.monotonic())
    options = (pressed(lat, lon) if lat and lon else meant(typed)) if is_allowed else []
    page = {"typed": typed, "options": options}
    return render(request, "portal/places_found.html", page, status=200 if is_allowed else 429)


@viewed
@anybody
def outlines(request: Request) -> HttpResponse:
    """What maps are drawn of."""
    return outlines_answer(request, WITHOUT_HOMES, is_public=True)


def meant(typed: str) -> list[Meant]:
    """At most six; homes are not offered, for nobody shall look through them."""
    typed = typed.strip()[:100]
    if not typed:
        return []
    found = places.find_places(typed, VISITOR, limit=2 * MOST, right=None)
    return [_meant(one) for one in found if one.place.level != "home"][:MOST]


def pressed(lat: str, lon: str) -> list[Meant]:
    """The one place around a point of the map, never a home; none far from all of them."""
    try:
        found = places.locate(float(lat), float(lon))
    except ValueError:
        return []
    inside = [one for one in places.path(found.place.id) if one.level != "home"] if found else []
    return [_meant(FoundPlace(inside[-1], tuple(inside[:-1]), 1.0, ()))] if inside else []


def _meant(found: FoundPlace) -> Meant:
    language = get_language() or "zh-hans"
    around = (one.label(language) for one in found.above if one.level in AROUND)
    return Meant(found.place.code, found.label(language), " · ".join(around))
