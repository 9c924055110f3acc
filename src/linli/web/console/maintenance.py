"""Which devices need a hand: silent ones and low batteries, by the firm that looks after them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.paging import MOST_ROWS
from linli.ground.rights.asker import Asker
from linli.ground.sheets.writing import Cell
from linli.registers.catalogue import queries as catalogue
from linli.respond.cases import queries as cases
from linli.respond.cases.queries import CaseFilter, CaseRow
from linli.sense.devices import queries as devices
from linli.sense.devices.queries import DeviceRow
from linli.web.console.pages import show
from linli.web.console.sheet_file import Table, table_file
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.named import Named
from linli.web.shared.request import Request

MOST: Final = 2_000
SHOWN: Final = 300
WANTED: Final = CaseFilter(list="maintenance", open_only=True, order="queue", limit=MOST_ROWS)


@dataclass(frozen=True, slots=True)
class Needed:
    """A case of the maintenance list, with the device that it is about, if that is in reach."""

    case: CaseRow
    device: DeviceRow | None

    @property
    def firm(self) -> str:
        return self.device.firm if self.device else ""

    @property
    def since(self) -> datetime:
        return self.case.opened_at


@viewed
@staff
def maintenance(request: Request) -> HttpResponse:
    """What is open, the longest first; all of a firm with `firm`."""
    found, firm = _needed(request.asker), request.GET.get("firm", "").strip()
    chosen = [one for one in found if not firm or one.firm == firm]
    context = {
        "firm": firm,
        "firms": sorted({one.firm for one in found if one.firm}),
        "count": len(chosen),
        "is_cut": len(found) == MOST or len(chosen) > SHOWN,
        "rows": chosen[:SHOWN],
        "named": Named(one.case.place_id for one in chosen[:SHOWN]),
    }
    return show(request, "console/maintenance.html", context)


@posted
@staff
def export(request: Request) -> HttpResponse:
    """The same as a file, for the firm."""
    found, firm = _needed(request.asker), request.POST.get("firm", "").strip()
    chosen = [one for one in found if not firm or one.firm == firm]
    table = Table(name="maintenance", title=_("Maintenance"), header=_header(), rows=_lines(chosen))
    return table_file(request, table, "device")


def _needed(asker: Asker) -> list[Needed]:
    """Raises `Refused` for who sees no cases or no devices."""
    asker.require("see", "device")
    rows: list[CaseRow] = []
    cursor: str | None = ""
    while cursor is not None and len(rows) < MOST:
        page = cases.cases(replace(WANTED, cursor=cursor), asker)
        rows, cursor = [*rows, *page.items], page.next
    about = cases.devices_of([row.id for row in rows])
    known = devices.rows(about.values(), asker)
    return [Needed(row, known.get(about.get(row.id, ""))) for row in rows]


def _header() -> list[str]:
    return [
        *(_("What is wrong"), _("Since"), _("Device"), _("Name"), _("Type"), _("Place"), _("Spot")),
        *(_("Firm"), _("Number")),
    ]


def _lines(found: list[Needed]) -> Iterator[list[Cell]]:
    language, types = get_language() or "", devices.types()
    named = Named(one.case.place_id for one in found)
    for one in found:
        device = one.device
        kind = types.get(device.type) if device else None
        yield [
            catalogue.item_name(one.case.item, language),
            f"{timezone.localtime(one.since):%Y-%m-%d %H:%M}",
            device.id if device else "",
            device.name if device else "",
            kind.label(language) if kind else "",
            named.place_name(one.case.place_id) or "",
            device.spot if device else "",
            one.firm,
            one.case.number,
        ]
