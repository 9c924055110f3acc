"""Which coordinates a file is in: a check on points that are known, before anything is loaded."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.ground.rights.asker import Asker
from linli.registers.places import queries as places
from linli.registers.places.logic.coordinates import BadCoordinates, Source, System
from linli.registers.places.logic.gauss_kruger import ZONES
from linli.registers.places.logic.known_points import MOST_POINTS, Fit, Known, chosen, fits
from linli.registers.places.logic.outlines import BadPoint, check_point
from linli.web.console.pages import show
from linli.web.shared.access import staff, viewed
from linli.web.shared.request import Request

LOAD_PLACES: Final = ("load", "place")
LONGEST: Final = 120
BAD_REQUEST: Final = 400

SYSTEMS: Final[dict[System, Promise]] = {
    System.WGS84: gettext_lazy("WGS-84 (GPS, OpenStreetMap)"),
    System.CGCS2000: gettext_lazy("CGCS2000 in degrees (Tianditu)"),
    System.GCJ02: gettext_lazy("GCJ-02 (Amap, Tencent, WeChat)"),
    System.BD09: gettext_lazy("BD-09 (Baidu)"),
    System.GAUSS_KRUGER: gettext_lazy("CGCS2000 in metres, the zone in front of the easting"),
}

_NUMBER: Final = r"[-+]?\d{1,9}(?:\.\d{1,15})?"
_PAIR: Final = re.compile(rf"\s*({_NUMBER})\s*[,，;；\s]\s*({_NUMBER})\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """One known point as it was typed, what was found for it, and what is wrong with it."""

    numbers: str
    where: str
    label: str = ""
    known: Known | None = None
    fault: str = ""


@viewed
@staff
def coordinates(request: Request) -> HttpResponse:
    """An administrator names some points that are known; the page says which system fits."""
    request.asker.require(*LOAD_PLACES)
    rows = [_row(at, request.GET, request.asker) for at in range(1, MOST_POINTS + 1)]
    fault, found = "", []
    points = [row.known for row in rows if row.known]
    if points and not any(row.fault for row in rows):
        try:
            found = fits(points)
        except BadCoordinates as bad:
            fault = _(bad.message) % bad.values
    best = chosen(found)
    named = [row for row in rows if row.known]
    context = {
        "rows": rows,
        "fault": fault,
        "fits": [_shown(fit, best, named) for fit in found],
        "named": named,
        "best": label_of(best.source) if best else "",
        "best_metres": best.worst if best else 0,
        "is_undecided": sum(fit.is_good for fit in found) > 1,
    }
    is_bad = fault or any(row.fault for row in rows)
    status = BAD_REQUEST if is_bad else 200
    return show(request, "console/coordinates.html", context, status=status)


def label_of(source: Source) -> str:
    if source.zone:
        values = {"zone": source.zone, "degrees": 3 * source.zone}
        return _("CGCS2000 in metres, zone %(zone)d (%(degrees)d°E)") % values
    return str(SYSTEMS[source.system])


def choices() -> Sequence[tuple[str, str]]:
    """All that a list may be in, as its form offers them."""
    zones = [Source(System.GAUSS_KRUGER, zone) for zone in ZONES]
    return [(str(one), label_of(one)) for one in [*map(Source, SYSTEMS), *zones]]


def _row(at: int, typed: Mapping[str, str], asker: Asker) -> Row:
    numbers, where = (typed.get(f"{name}{at}", "")[:LONGEST] for name in ("numbers", "where"))
    if not numbers.strip() and not where.strip():
        return Row("", "")
    pair = _PAIR.fullmatch(numbers)
    if pair is None:
        return Row(numbers, where, fault=_("Type the two numbers of the file, with a comma."))
    first, second = float(pair[1]), float(pair[2])
    if on_earth := _PAIR.fullmatch(where):
        lat, lon = float(on_earth[1]), float(on_earth[2])
        try:
            check_point(lat, lon)
        except BadPoint as bad:
            return Row(numbers, where, fault=_(bad.message) % bad.values)
        return Row(numbers, where, where.strip(), Known(first, second, lat, lon))
    return _at_place(numbers, where, (first, second), asker)


def _at_place(numbers: str, where: str, pair: tuple[float, float], asker: Asker) -> Row:
    for found in places.find_places(where, asker, limit=1, right=LOAD_PLACES):
        row, label = found.place, found.label(get_language() or "")
        if row.lat is None or row.lon is None:
            fault = _("“%(place)s” has neither an outline nor a point yet.") % {"place": label}
            return Row(numbers, where, fault=fault)
        known = Known(*pair, row.lat, row.lon, places.outline_of(row.id))
        return Row(numbers, where, label, known)
    return Row(numbers, where, fault=_("There is no such place; type latitude and longitude."))


def _shown(fit: Fit, best: Fit | None, named: Sequence[Row]) -> dict[str, Any]:
    labels = (row.label for row in named)
    return {
        "label": label_of(fit.source),
        "metres": list(zip(labels, fit.metres, strict=True)),
        "worst": fit.worst,
        "is_good": fit.is_good,
        "is_best": fit is best,
    }
