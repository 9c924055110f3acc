"""A spreadsheet as an answer: by a form, with an end, in the audit, kept by no browser."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.sheets.writing import Cell, write_csv, write_xlsx
from linli.web.shared.request import Request

MOST: Final = 10_000
WHOLE: Final = 1_000_000
"""For registers, which load again as they were: as many rows as XLSX has room for."""
TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What goes into the file; `name` is the file's, without its ending.

    The rows may be read page by page, so that a long file holds up nobody.
    """

    name: str
    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    most: int | None = None


def wants_xlsx(request: Request) -> bool:
    return request.POST.get("as") == "xlsx"


def table_file(
    request: Request, table: Table, kind: str, thing_id: object = "", *, purpose: str = ""
) -> HttpResponse:
    """The table as XLSX or CSV; the audit has it as an export of `kind`, and what it was for."""
    with atomic():
        audit.record(request.asker, "export", kind, str(thing_id), purpose=purpose)
    rows = _up_to(table.rows, table.most or MOST)
    if wants_xlsx(request):
        return sheet_file(write_xlsx(table.title, table.header, rows), f"{table.name}.xlsx")
    return sheet_file(write_csv(table.header, rows), f"{table.name}.csv")


def sheet_file(content: bytes, name: str) -> HttpResponse:
    """The file as it was written; the ending of its name says what it is."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]], headers=headers)


def _up_to(rows: Iterable[Sequence[Cell]], most: int) -> Iterator[Sequence[Cell]]:
    """So many rows, and a last one that says so when there are more."""
    left = iter(rows)
    yield from islice(left, most)
    if next(left, None) is not None:
        told = _("Only the first %(most)d are in this file; narrow the filter to get the others.")
        yield [told % {"most": most}]
