"""The duty matrix: who answers for what where, its holes and overlaps, and giving a duty."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import ItemDefinition
from linli.registers.parties import actions
from linli.registers.parties import queries as parties
from linli.registers.parties.logic import BadParty, Cell, Coverage
from linli.registers.parties.queries import DutyMatrix
from linli.registers.places.queries import PlaceRow
from linli.web.console.pages import show
from linli.web.console.sheet_file import Table, table_file
from linli.web.shared.access import filled_in, posted, staff, viewed
from linli.web.shared.catalogue_words import COVERAGES, SHELVES
from linli.web.shared.request import Request
from linli.web.shared.words import LEVELS

COLUMNS: Final = 12
ROWS: Final = 100
FAR: Final = 100_000
MOST_ROWS: Final = 50_000
"""In a file: every matter in six hundred places takes three seconds to write."""
TOLD: Final = (Coverage.HOLE, Coverage.OVERLAP, Coverage.NESTED, Coverage.NAMED, Coverage.REST)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at: a place (none: the uppermost within reach), one coverage, one shelf."""

    place: PlaceRow | None
    only: Coverage | None
    shelf: str
    start: int
    matrix: DutyMatrix
    items: list[ItemDefinition]

    @property
    def place_ids(self) -> tuple[int, ...]:
        return (self.place.id,) if self.place else self.matrix.tops

    def address(self, **changed: object) -> str:
        """The page with other values."""
        values = {
            "place": self.place.code if self.place else "",
            "only": self.only or "",
            "shelf": self.shelf,
            **changed,
        }
        kept = {key: value for key, value in values.items() if value}
        return f"{reverse('console:duties')}?{urlencode(kept)}"


@viewed
@staff
def duties(request: Request) -> HttpResponse:
    """The matrix of one level, or with `only` the rows of one kind, place by place."""
    asked = _asked(request)
    context = {
        "asked": asked,
        "above": _above(asked),
        "tallies": _tallies(asked),
        "shelves": SHELVES.items(),
        "may_give": request.asker.may("save", "duty"),
        "export": asked.address().partition("?")[2],
    }
    if asked.only:
        return show(request, "console/duties.html", {**context, **_listed(asked)})
    return show(request, "console/duties.html", {**context, **_table(asked)})


@posted
@staff
def export(request: Request) -> HttpResponse:
    """The rows of what is looked at, as a spreadsheet."""
    asked = _asked(request)
    header = [
        *(_("Place code"), _("Place"), _("Level"), _("Matter code"), _("Matter")),
        *(_("Coverage"), _("Unit code"), _("Unit that answers"), _("Also named")),
    ]
    rows = (_written(*row) for row in asked.matrix.rows(asked.place_ids, asked.only))
    table = Table(
        name="duty-matrix", title=_("Duty matrix"), header=header, rows=rows, most=MOST_ROWS
    )
    return table_file(request, table, "duty", asked.place.id if asked.place else "")


@filled_in
@staff
def give(request: Request) -> HttpResponse:
    """Gives one party the duty for one matter in one place."""
    request.asker.require("save", "duty")
    asked = request.POST if request.method == "POST" else request.GET
    item = catalogue.item(asked.get("item", ""))
    if item is None or item.retired:
        raise Http404
    matrix = parties.duty_matrix([item.code], request.asker)
    place = _place(matrix, asked.get("place", ""))
    if place is None:
        raise Http404
    fault = _given(request, item.code, place.id) if request.method == "POST" else ""
    if request.method == "POST" and not fault:
        return HttpResponseRedirect(f"{reverse('console:duties')}?place={place.code}")
    context = {
        "item": item,
        "place": place,
        "cell": _cell(matrix.covers[place.id][item.code]),
        "parties": parties.in_use(),
        "fault": fault,
    }
    return show(request, "console/duty_give.html", context, status=400 if fault else 200)


def _given(request: Request, item: str, place_id: int) -> str:
    """Gives the duty to the chosen party; what is wrong with that, or nothing."""
    party = parties.by_code(request.POST.get("party", ""))
    if party is None:
        return _("Choose a unit from the list.")
    try:
        actions.set_duty(item, place_id, party.id, request.asker)
    except BadParty as bad:
        return _(bad.message) % bad.values
    return ""


def _asked(request: Request) -> Asked:
    """Raises `Http404` for a place that is not within reach."""
    shelf, code = request.GET.get("shelf", ""), request.GET.get("place", "")
    items = [item for item in catalogue.items() if shelf in ("", item.group)]
    matrix = parties.duty_matrix([item.code for item in items], request.asker)
    place = _place(matrix, code)
    if code and place is None:
        raise Http404
    only = request.GET.get("only", "")
    start = request.GET.get("start", "")
    return Asked(
        place,
        Coverage(only) if only in list(Coverage) else None,
        shelf if shelf in SHELVES else "",
        min(int(start), FAR) if start.isascii() and start.isdecimal() and len(start) < 7 else 0,
        matrix,
        items,
    )


def _place(matrix: DutyMatrix, code: str) -> PlaceRow | None:
    return next((row for row in matrix.places.values() if row.code == code), None) if code else None


def _table(asked: Asked) -> dict[str, Any]:
    """Matters down, places across: the place itself first, then what lies in it."""
    matrix = asked.matrix
    inside = matrix.inside[asked.place.id] if asked.place else matrix.tops
    shown = inside[asked.start : asked.start + COLUMNS]
    columns = [*((asked.place,) if asked.place else ()), *(matrix.places[one] for one in shown)]
    rows = [
        {
            "item": item,
            "shelf": SHELVES[item.group],
            "cells": [(place, _cell(matrix.covers[place.id][item.code])) for place in columns],
        }
        for item in asked.items
    ]
    return {
        "columns": [_column(asked, place) for place in columns],
        "rows": rows,
        **_pages(asked, COLUMNS, len(inside) > asked.start + COLUMNS),
    }


def _listed(asked: Asked) -> dict[str, Any]:
    found = asked.matrix.rows(asked.place_ids, asked.only)
    some = list(islice(found, asked.start, asked.start + ROWS + 1))
    listed = [
        {"place": place, "item": item, "cell": _cell(cell)} for place, item, cell in some[:ROWS]
    ]
    return {"listed": listed, **_pages(asked, ROWS, len(some) > ROWS)}


def _pages(asked: Asked, step: int, has_more: bool) -> dict[str, str]:
    before = asked.address(start=max(0, asked.start - step)) if asked.start else ""
    return {"before": before, "more": asked.address(start=asked.start + step) if has_more else ""}


def _column(asked: Asked, place: PlaceRow) -> dict[str, Any]:
    is_here = asked.place is not None and place.id == asked.place.id
    can_open = not is_here and bool(asked.matrix.inside[place.id])
    counts = asked.matrix.below[place.id]
    return {
        "place": place,
        "level": LEVELS[place.level],
        "is_here": is_here,
        "address": asked.address(place=place.code) if can_open else "",
        "troubles": [
            {
                "sign": COVERAGES[one],
                "count": counts[one],
                "address": asked.address(place=place.code, only=one),
            }
            for one in (Coverage.HOLE, Coverage.OVERLAP)
            if counts[one]
        ],
    }


def _tallies(asked: Asked) -> list[dict[str, Any]]:
    """How many cells of each kind, each number leading to its rows."""
    counts: Counter[Coverage] = Counter()
    for place_id in asked.place_ids:
        counts.update(asked.matrix.below[place_id])
    return [
        {
            "sign": COVERAGES[one],
            "count": counts[one],
            "address": asked.address(only=one),
            "is_here": one is asked.only,
        }
        for one in TOLD
    ]


def _above(asked: Asked) -> list[tuple[str, str]]:
    """The way back up: names and addresses."""
    found: list[tuple[str, str]] = []
    place = asked.place
    while place:
        found.insert(0, (place.label(_language()), asked.address(place=place.code, only="")))
        place = asked.matrix.places.get(place.parent_id or 0)
    return found


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "coverage": cell.coverage.value,
        "sign": COVERAGES[cell.coverage],
        "holder": _party(cell.holder),
        "others": _(", ").join(_party(one) for one in cell.others),
    }


def _written(place: PlaceRow, item: str, cell: Cell) -> list[str]:
    holder = parties.party(cell.holder) if cell.holder is not None else None
    language = _language()
    return [
        *(place.code, place.label(language), str(LEVELS[place.level])),
        *(item, catalogue.item_name(item, language)),
        str(COVERAGES[cell.coverage].label),
        *((holder.code, holder.label(language)) if holder else ("", "")),
        _(", ").join(_party(one) for one in cell.others),
    ]


def _party(party_id: int | None) -> str:
    party = parties.party(party_id) if party_id is not None else None
    return party.label(_language()) if party else ""


def _language() -> str:
    return get_language() or ""
