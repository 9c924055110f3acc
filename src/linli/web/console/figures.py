"""Figures: each as so many of so many, in parts, with the cases behind every number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.ground import clock
from linli.ground.rights.table import LEVELS
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import queries as parties
from linli.registers.places import queries as places
from linli.respond.cases.queries import whole
from linli.respond.insight import queries as insight
from linli.respond.insight.logic import LABELS, Measure, Ratio
from linli.respond.insight.queries import BY, CASES, Behind, Figures, Group
from linli.web.console.pages import show
from linli.web.console.printing import answer
from linli.web.console.prints.figures import figures_sheet
from linli.web.console.sheet_file import Table, table_file
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.request import Request

DAYS: Final = 30
LONGEST: Final = timedelta(days=5 * 366)
EARLIEST: Final = date(2000, 1, 1)
MET: Final = {"yes": True, "no": False}
WHAT: Final[dict[str, Promise]] = {
    "place": gettext_lazy("By place"),
    "item": gettext_lazy("By matter"),
    "party": gettext_lazy("By unit"),
    "month": gettext_lazy("By month"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at, as its address says it; what makes no sense there is left out."""

    figures: insight.Asked
    by: str

    @classmethod
    def of(cls, request: Request) -> "Asked":
        """Until yesterday at most: of a day that is not over, what is due later would count as
        late. Raises `Http404`.
        """
        yesterday = timezone.localdate(clock.now()) - timedelta(days=1)
        end = min(_day(request.GET.get("until", "")) or yesterday, yesterday)
        start = _day(request.GET.get("since", "")) or end - timedelta(days=DAYS - 1)
        start = max(min(start, end), end - LONGEST, EARLIEST)
        code, by = request.GET.get("place", ""), request.GET.get("by", "")
        place = places.by_code(code) if code else None
        party = request.GET.get("party", "")
        if code and (place is None or place.level not in LEVELS):
            raise Http404
        item = catalogue.item(request.GET.get("item", ""))
        asked = insight.Asked(
            start=start,
            end=max(start, end),
            place=place,
            item=item.code if item else "",
            party_id=_number(party) or None,
        )
        return cls(asked, by if by in BY else "place")

    def query(self, **changed: object) -> str:
        one = self.figures
        values: dict[str, object] = {
            "since": one.start,
            "until": one.end,
            "place": one.place.code if one.place else "",
            "item": one.item,
            "party": one.party_id or "",
            "by": self.by,
            **changed,
        }
        return urlencode({name: value for name, value in values.items() if value != ""})

    def behind(self, measure: Measure, met: str = "", **changed: object) -> str:
        """The address of the cases behind a number."""
        query = self.query(measure=measure, met=met, **changed)
        return f"{reverse('console:figures-cases')}?{query}"


@viewed
@staff
def figures(request: Request) -> HttpResponse:
    """All measures of what is asked for, and the same in parts."""
    asked = Asked.of(request)
    found = insight.figures(asked.figures, request.asker)
    estates = insight.estates(asked.figures, request.asker)
    parts = insight.groups(asked.figures, asked.by, request.asker)
    page = {
        "asked": asked.figures,
        "by": asked.by,
        "tabs": [(one, label, f"?{asked.query(by=one)}") for one, label in WHAT.items()],
        "measures": [_line(measure, found, asked) for measure in Measure],
        "estates": estates,
        "headings": list(_labels()),
        "groups": [_row(one, asked) for one in parts],
        "items": catalogue.items(),
        "query": asked.query(),
        "yesterday": timezone.localdate(clock.now()) - timedelta(days=1),
        "above": f"?{asked.query(place='', by='place')}" if asked.figures.place else "",
    }
    return show(request, "console/figures.html", page)


@viewed
@staff
def behind(request: Request) -> HttpResponse:
    """The cases that one number counts."""
    asked = Asked.of(request)
    try:
        measure = Measure(request.GET.get("measure", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    met, code = request.GET.get("met", ""), request.GET.get("estate", "")
    estate = places.by_code(code) if code else None
    if code and estate is None:
        raise Http404
    what = Behind(measure, MET.get(met), estate.id if estate else None)
    first = _number(request.GET.get("start", ""))
    ids = insight.cases_of(asked.figures, what, request.asker, first)
    page = {
        "asked": asked.figures,
        "label": _(LABELS[measure]),
        "met": met,
        "rows": whole.in_order(ids, request.asker),
        "back": f"{reverse('console:figures')}?{asked.query()}",
        "estate": estate,
        "next": asked.behind(measure, met, start=first + CASES, estate=code)
        if len(ids) == CASES
        else "",
    }
    return show(request, "console/figures_cases.html", page)


@viewed
@staff
def estates(request: Request) -> HttpResponse:
    """The estates with preventable incidents, the most first, or those with none."""
    asked, spared = Asked.of(request), request.GET.get("spared", "") == "yes"
    found = insight.estates(asked.figures, request.asker)
    rows = [(place, count) for place, count in found.rows if (count == 0) == spared]
    page = {
        "asked": asked.figures,
        "spared": spared,
        "rows": [
            (place, count, asked.behind(Measure.INCIDENT, "yes", estate=place.code))
            for place, count in sorted(rows, key=lambda one: (-one[1], one[0].code))
        ],
        "all": found.all,
        "back": f"{reverse('console:figures')}?{asked.query()}",
    }
    return show(request, "console/figures_estates.html", page)


@viewed
@staff
def figures_print(request: Request) -> HttpResponse:
    """The figures with their parts on paper."""
    asked = Asked.of(request)
    found = insight.figures(asked.figures, request.asker)
    told = insight.estates(asked.figures, request.asker)
    groups = insight.groups(asked.figures, asked.by, request.asker)
    parts = [(_named(one.key, asked.by), one.figures) for one in groups]
    sheet = figures_sheet(
        asked.figures, found, told.spared, (str(WHAT[asked.by]), parts), request.asker
    )
    return answer(request, sheet, f"figures-{asked.figures.start}-{asked.figures.end}")


@posted
@staff
def export(request: Request) -> HttpResponse:
    """The parts with numerator, denominator and share of each measure."""
    asked = Asked.of(request)
    groups = insight.groups(asked.figures, asked.by, request.asker)
    header = [str(WHAT[asked.by]).capitalize()]
    for label in _labels():
        header += [label, _("of"), "%"]
    table = Table(
        name=f"figures-{asked.figures.start}-{asked.figures.end}",
        title=_("Figures"),
        header=header,
        rows=_cells(groups, asked.by),
    )
    return table_file(request, table, "figure")


def _line(measure: Measure, found: Figures, asked: Asked) -> dict[str, Any]:
    return {
        "label": _(LABELS[measure]),
        "ratio": found.get(measure, Ratio(0, 0)),
        "met": asked.behind(measure, "yes"),
        "of": asked.behind(measure),
    }


def _row(group: Group, asked: Asked) -> dict[str, Any]:
    """One part; it leads further down where it is a place, an item or a unit, and to its cases."""
    narrowed = _narrowed(group.key, asked)
    return {
        "label": _named(group.key, asked.by),
        "address": f"?{asked.query(**narrowed)}" if asked.by != "month" else "",
        "ratios": [
            (group.figures.get(measure), asked.behind(measure, **narrowed)) for measure in Measure
        ],
    }


def _narrowed(key: str, asked: Asked) -> dict[str, Any]:
    if asked.by == "place":
        place = places.place(int(key))
        return {"place": place.code} if place else {}
    if asked.by == "month":
        first = date.fromisoformat(f"{key}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return {
            "since": max(first, asked.figures.start),
            "until": min(last, asked.figures.end),
        }
    return {asked.by: key}


def _named(key: str, by: str) -> str:
    language = get_language() or ""
    if by == "place":
        place = places.place(int(key))
        return place.label(language) if place else key
    if by == "party":
        return next((one.label(language) for one in parties.parties([int(key)])), key)
    return catalogue.item_name(key, language) if by == "item" else key


def _cells(groups: Iterable[Group], by: str) -> Iterator[list[str | int | float]]:
    for group in groups:
        cells: list[str | int | float] = [_named(group.key, by)]
        for measure in Measure:
            ratio = group.figures.get(measure)
            cells += [ratio.met, ratio.of, ratio.percent or 0.0] if ratio else ["", "", ""]
        yield cells


def _labels() -> Iterator[str]:
    return (_(LABELS[measure]) for measure in Measure)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    # Days at the ends of the calendar have no neighbours.
    return found if EARLIEST <= found <= date(9000, 1, 1) else None
