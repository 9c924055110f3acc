"""Finds the place that a resident means: while they type, or as a step of the form."""

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
    """The options of a listbox for what is typed in `q`."""
    typed = request.GET.get("q", "").strip()[:100]
    is_allowed = ASKED.allows(request.META.get("REMOTE_ADDR", ""), time.monotonic())
    page = {"typed": typed, "options": meant(typed) if is_allowed else []}
    return render(request, "portal/places_found.html", page, status=200 if is_allowed else 429)


def meant(typed: str) -> list[Meant]:
    """At most six; homes are not offered, for nobody shall look through them."""
    typed = typed.strip()[:100]
    if not typed:
        return []
    found = places.find_places(typed, VISITOR, limit=2 * MOST, right=None)
    return [_meant(one) for one in found if one.place.level != "home"][:MOST]


def _meant(found: FoundPlace) -> Meant:
    language = get_language() or "zh-hans"
    around = (one.label(language) for one in found.above if one.level in AROUND)
    return Meant(found.place.code, found.label(language), " · ".join(around))
