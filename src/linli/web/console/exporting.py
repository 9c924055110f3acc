"""What the queue shows as a file for a spreadsheet program, page by page and with an end.

It holds what stands in the rows of the queue, and nothing of those who reported.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground import clock
from linli.ground.paging import MOST_ROWS, BadPage
from linli.ground.rights.asker import Asker
from linli.ground.sheets.writing import Cell
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import queries as parties
from linli.registers.places import queries as places
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.faults import BadFilter
from linli.respond.cases.queries import CaseFilter, CaseRow
from linli.web.console.queue import Wanted
from linli.web.console.sheet_file import Table, table_file
from linli.web.shared.access import posted, staff
from linli.web.shared.request import Request
from linli.web.shared.words import CASE_STATES, SEVERITIES


@posted
@staff
def export(request: Request) -> HttpResponse:
    """The rows of the tab and filter that are shown, in their order, 10,000 at most."""
    try:
        wanted = Wanted.sent(request).as_filter()
        cases.cases(wanted, request.asker)  # refused before the file begins
    except (BadFilter, BadPage):
        return HttpResponseRedirect(Wanted().address())
    table = Table(
        name=f"cases-{timezone.localtime(clock.now()):%Y%m%d-%H%M}",
        title=_("Cases"),
        header=_header(),
        rows=_rows(wanted, request.asker),
    )
    return table_file(request, table, "case")


def _header() -> list[str]:
    return [
        *(_("Number"), _("Matter"), _("Severity"), _("State"), _("Place"), _("Address")),
        *(_("Opened"), _("Due"), _("Late"), _("Units"), _("Times noticed"), _("Times sent back")),
    ]


def _rows(wanted: CaseFilter, asker: Asker) -> Iterator[list[Cell]]:
    """Page by page, so that a long file neither fills the memory nor holds up anybody."""
    language = get_language() or ""
    cursor: str | None = ""
    while cursor is not None:
        page = cases.cases(replace(wanted, cursor=cursor, limit=MOST_ROWS), asker)
        paths = places.paths({row.place_id for row in page.items if row.place_id})
        for row in page.items:
            path = paths.get(row.place_id or 0, ())
            yield _line(row, " ".join(place.label(language) for place in path), language)
        cursor = page.next
    if page.is_cut:
        yield [_("So many cases fit the words that not all of them are in this file; add a word.")]


def _line(row: CaseRow, place: str, language: str) -> list[Cell]:
    units = [party.label(language) for one in row.parties if (party := parties.party(one))]
    return [
        row.number,
        catalogue.item_name(row.item, language),
        str(SEVERITIES.get(row.severity, row.severity)),
        str(CASE_STATES[row.state].label),
        place,
        row.address,
        _minute(row.opened_at),
        _minute(row.due_at),
        _("yes") if row.is_overdue(clock.now()) else "",
        " ".join(units),
        row.signal_count,
        row.returned_count,
    ]


def _minute(at: datetime | None) -> str:
    """As spreadsheets sort it."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
