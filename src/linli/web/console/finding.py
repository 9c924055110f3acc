"""Answers what is typed into a field that finds a place or a matter, with the options of a listbox.

The field is a combobox (WAI-ARIA): its text goes to these addresses, and it points with
`aria-controls` at the list and with `aria-activedescendant` at one of the options.
"""

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.ground.finding.logic.likeness import How
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import DUTY, ItemDefinition, Meant
from linli.registers.places import queries as places
from linli.registers.places.logic.finding import Reason, Why
from linli.registers.places.logic.outlines import BadPoint
from linli.registers.places.queries import FoundPlace, Right
from linli.web.shared.access import staff, viewed
from linli.web.shared.request import Request

PLACES: Final = 8
ITEMS: Final = 8

RIGHTS: Final[dict[str, Right]] = {
    "report": places.TAKE_REPORT,
    "case": ("place", "case"),
    "device": ("register", "device"),
    "tag": ("make", "tag"),
    "ledger": ("save", "ledger"),
}
"""What the place is looked for; only places where the asker may do this are offered."""

WHY: Final[dict[Why, Promise]] = {
    Why.PART: _("part of the name"),
    Why.PINYIN: _("by pinyin"),
    Why.SOUND: _("sounds alike"),
    Why.INITIALS: _("by initials"),
    Why.ALIAS: _("also called “%(words)s”"),
    Why.CODE: _("by its code"),
    Why.NO_BUILDING: _("building %(words)s is not in the register"),
    Why.NO_ENTRANCE: _("entrance %(words)s has no entry of its own"),
    Why.NO_FLAT: _("flat %(words)s has no entry of its own"),
}
"""What stands in the name or the path that is shown needs no words."""

HOW: Final[dict[How, Promise]] = {
    How.PINYIN: WHY[Why.PINYIN],
    How.SOUND: WHY[Why.SOUND],
    How.INITIALS: WHY[Why.INITIALS],
}


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """A place as it is offered: its name from the estate down, where that is, and why."""

    found: FoundPlace
    name: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class ItemOption:
    """A matter as it is offered, and why."""

    item: ItemDefinition
    name: str
    why: str


@viewed
@staff
def find_place(request: Request) -> HttpResponse:
    """The places that `q` may mean, at most eight; `lat` and `lon` decide between equals."""
    right = RIGHTS.get(request.GET.get("for", "report"))
    if right is None:
        raise BadRequest(f"for is {request.GET['for'][:20]!r}; use one of {', '.join(RIGHTS)}.")
    request.asker.require(*right)
    typed = request.GET.get("q", "")
    try:
        found = places.find_places(
            typed, request.asker, limit=PLACES, near=_near(request), right=right
        )
    except BadPoint as bad:
        raise BadRequest(str(bad)) from bad
    context = {"typed": typed.strip(), "options": [place_option(one) for one in found]}
    return render(request, "console/places_found.html", context)


@viewed
@staff
def find_item(request: Request) -> HttpResponse:
    """The matters that `q` may mean, at most eight; without words all that the desk deals with."""
    request.asker.require("take", "report")
    typed = request.GET.get("q", "").strip()
    if typed:
        options = [_item(one) for one in catalogue.find_items(typed, of_list=DUTY, limit=ITEMS)]
    else:
        all_of_them = [item for item in catalogue.items() if item.list == DUTY]
        options = [ItemOption(item, item.label(_language()), "") for item in all_of_them]
    return render(request, "console/items_found.html", {"typed": typed, "options": options})


def _near(request: Request) -> tuple[float, float] | None:
    try:
        return float(request.GET["lat"]), float(request.GET["lon"])
    except (KeyError, ValueError):
        return None


def place_option(found: FoundPlace) -> PlaceOption:
    """A place as forms offer it, in the reader's language."""
    language = _language()
    around = (one for one in found.above if one.level in ("street", "community"))
    return PlaceOption(
        found,
        found.label(language),
        " · ".join(one.label(language) for one in around),
        " · ".join(filter(None, map(_reason, found.why))),
    )


def _reason(reason: Reason) -> str:
    words = WHY.get(reason.why)
    return str(words) % {"words": reason.words} if words else ""


def _item(meant: Meant) -> ItemOption:
    reasons = [str(HOW[meant.how])] if meant.how in HOW else []
    if meant.is_synonym:
        reasons.insert(0, str(WHY[Why.ALIAS]) % {"words": meant.name})
    return ItemOption(meant.item, meant.item.label(_language()), " · ".join(reasons))


def _language() -> str:
    return get_language() or "zh-hans"
