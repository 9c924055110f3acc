"""The registers row by row: looked up, added, edited, exported, by the columns of each list."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.ground.paging import BadPage
from linli.ground.sheets import rows
from linli.ground.sheets.cells import Value
from linli.ground.sheets.faults import Fault
from linli.ground.sheets.register import Register
from linli.ground.sheets.rows import Faulty, Row, Stale
from linli.ground.sheets.schema import Column
from linli.ground.sheets.writing import write_csv
from linli.lists import LOADERS
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import queries as parties
from linli.registers.staff.logic import masked
from linli.sense.devices import bulk
from linli.web.console.pages import show
from linli.web.console.sheet_file import WHOLE, Table, sheet_file, table_file, wants_xlsx
from linli.web.console.troubles import Trouble
from linli.web.shared.access import filled_in, posted, staff, viewed
from linli.web.shared.request import Request

CONFLICT: Final = 409
_CLAUSE: Final = re.compile(r"[^；。;.]*[；。;.]?")
_STAYS: Final = re.compile(r"不变|as it is")
NOT_IN_LISTS: Final = ("name_en", "lat", "lon")
"""Columns that the form has and the table would only be wider for."""
PURPOSES: Final[dict[str, Promise]] = {
    "call": gettext_lazy("call them about work"),
    "mend": gettext_lazy("check or correct the entry"),
}
EXPORT_PURPOSES: Final[dict[str, Promise]] = {
    "sheet": gettext_lazy("change many entries in a spreadsheet"),
    "list": gettext_lazy("draw up a telephone list for work"),
}
"""All numbers at once leave for more than one look does."""


@viewed
@staff
def row_list(request: Request, kind: str) -> HttpResponse:
    """Some rows of a register, found by words; personal columns are masked."""
    return _rows_page(request, kind)


def _rows_page(request: Request, kind: str, trouble: Trouble | None = None) -> HttpResponse:
    register, asker = _register(kind), request.asker
    asked = request.GET.get("q", "").strip()
    try:
        page = rows.page(register, asker, asked, request.GET.get("after", ""))
    except BadPage as bad:
        raise Http404 from bad
    columns = [one for one in _columns(register) if one.name not in NOT_IN_LISTS]
    onward = urlencode({"q": asked, "after": page.next}) if page.next else ""
    context = {
        **_frame(request, kind),
        "asked": asked,
        "columns": [one.label(_language()) for one in columns],
        "rows": [{"id": one.id, "cells": _cells(register, one, columns)} for one in page.items],
        "next": f"{reverse('console:rows', args=[kind])}?{onward}" if onward else "",
        "export_purposes": EXPORT_PURPOSES if register.personal else {},
        "trouble": trouble,
    }
    status = trouble.status if trouble else 200
    return show(request, "console/rows.html", context, status=status)


@filled_in
@staff
def row(request: Request, kind: str, row_id: str) -> HttpResponse:
    """One row: a form for whoever keeps this register, else what it says."""
    register = _register(kind)
    found = rows.row(register, row_id, request.asker)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _form(request, kind, found)
    return _kept(request, kind, row_id, found)


@filled_in
@staff
def new_row(request: Request, kind: str) -> HttpResponse:
    """The empty form, and the row that is made of it."""
    _register(kind)
    request.asker.require("load", kind)
    return _form(request, kind) if request.method != "POST" else _kept(request, kind, "", None)


@posted
@staff
def look(request: Request, kind: str, row_id: str) -> HttpResponse:
    """The row with its personal columns; who looked and what for is in the audit."""
    register, purpose = _register(kind), request.POST.get("purpose", "")
    if not register.personal or purpose not in PURPOSES:
        raise Http404
    found = rows.look(register, kind, row_id, request.asker, purpose)
    if found is None:
        raise Http404
    return _form(request, kind, found, shows_personal=True)


@posted
@staff
def export(request: Request, kind: str) -> HttpResponse:
    """All rows in the columns of the template, so that the file loads again as it is.

    With personal columns only for a purpose, which the audit keeps.
    """
    register, asker = _register(kind), request.asker
    asker.require("load", kind)
    purpose = request.POST.get("purpose", "") if register.personal else ""
    if register.personal and purpose not in EXPORT_PURPOSES:
        text = _("This file holds telephone numbers of persons: choose what you need it for.")
        return _rows_page(request, kind, Trouble(400, _("Not done yet."), text))
    columns = list(_columns(register))
    header = [one.label(_language()) for one in columns]
    lines = _lines(rows.every(register, asker), columns, is_text=wants_xlsx(request))
    table = Table(
        name=register.schema.name,
        title=register.schema.label(_language()),
        header=header,
        rows=lines,
        most=WHOLE,
    )
    return table_file(request, table, kind, purpose=purpose)


@posted
@staff
def issue_tokens(request: Request) -> HttpResponse:
    """A file of the tokens that devices never had, told this once."""
    issued = bulk.issue_tokens(request.asker)
    content = write_csv(["id", "token"], ((one.id, one.token) for one in issued))
    return sheet_file(content, "tokens.csv")


def _kept(request: Request, kind: str, row_id: str, found: Row | None) -> HttpResponse:
    register = _register(kind)
    request.asker.require("load", kind)
    cells = {one.name: request.POST.get(one.name, "") for one in _columns(register)}
    try:
        rows.save(register, row_id, cells, request.POST.get("mark", ""), request.asker)
    except Faulty as bad:
        return _form(request, kind, found, cells=cells, faults=bad.faults, status=400)
    except Stale:
        return _form(request, kind, found, is_stale=True, status=CONFLICT)
    return HttpResponseRedirect(f"{reverse('console:rows', args=[kind])}?kept=yes")


def _form(  # noqa: PLR0913 - what one form can have to say
    request: Request,
    kind: str,
    found: Row | None = None,
    *,
    cells: Mapping[str, str] | None = None,
    faults: Mapping[str, Fault] | None = None,
    shows_personal: bool = False,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    register = _register(kind)
    fields = [
        _field(register, one, found, cells, shows_personal=shows_personal)
        | {"fault": _worded((faults or {}).get(one.name))}
        for one in _columns(register)
    ]
    context = {
        **_frame(request, kind),
        "row": found,
        "title": _title(register, found),
        "fields": fields,
        "is_stale": is_stale,
        "has_faults": bool(faults),
        "personal": register.personal if found else (),
        "purposes": PURPOSES,
        "shows_personal": shows_personal,
        "parties": parties.in_use() if any(one["name"] == "party" for one in fields) else [],
    }
    return show(request, "console/row.html", context, status=status)


def _field(
    register: Register,
    column: Column,
    found: Row | None,
    cells: Mapping[str, str] | None,
    *,
    shows_personal: bool,
) -> dict[str, Any]:
    """One column as a field; what is personal stays out of it until somebody says what for."""
    value = found.values.get(column.name) if found else None
    hides = found is not None and column.name in register.personal and not shows_personal
    typed = (cells or {}).get(column.name) if cells is not None else _text(value)
    return {
        "name": column.name,
        "label": column.label(_language()),
        "hint": _hint(column.help(_language())),
        "now": masked(_text(value)) if hides else "",
        "meant": _meant(column, value),
        "hides": hides,
        "value": "" if hides and cells is None else typed,
        "required": column.required,
        "fixed": found is not None and column.name in register.fixed,
        "is_choice": column.type == "boolean" or bool(column.choices),
        "choices": _choices(column),
        "longest": column.longest,
        "is_number": column.type == "number",
    }


def _hint(text: str) -> str:
    """The help of a list without what holds in lists only: on a form, empty is empty."""
    parts = _CLAUSE.findall(text)
    return "".join(one for one in parts if not _STAYS.search(one)).rstrip("；; ")


def _meant(column: Column, value: Value) -> str:
    """The name behind a code of another register that is kept in memory."""
    if not isinstance(value, str) or not value:
        return ""
    if column.name == "party":
        party = parties.by_code(value)
        return party.label(_language()) if party else ""
    return catalogue.item_name(value, _language()) if column.name == "item" else ""


def _choices(column: Column) -> list[str]:
    if column.type == "boolean":
        return ["是", "否"]
    # Each choice stands in Chinese first, then in the code of ours.
    return [one for one in column.choices if not one.isascii()]


def _cells(register: Register, row: Row, columns: Iterable[Column]) -> list[dict[str, Any]]:
    return [
        {
            "label": one.label(_language()),
            "text": masked(_text(row.values.get(one.name)))
            if one.name in register.personal
            else _text(row.values.get(one.name)),
            "meant": _meant(one, row.values.get(one.name)),
        }
        for one in columns
    ]


def _lines(
    told: Iterator[Mapping[str, Value]], columns: list[Column], *, is_text: bool
) -> Iterator[list[Value]]:
    """In XLSX numbers are text as well: that format keeps fewer digits than they have."""
    for values in told:
        cells = [values.get(one.name) for one in columns]
        yield [_text(one) if is_text else one for one in cells]


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return repr(value) if isinstance(value, float) else str(value)


def _title(register: Register, found: Row | None) -> str:
    if found is None:
        return ""
    name = _text(found.values.get("name"))
    return name or " · ".join(_text(found.values.get(one)) for one in register.fixed)


def _worded(fault: Fault | None) -> str:
    return _(fault.message) % fault.values if fault else ""


def _frame(request: Request, kind: str) -> dict[str, Any]:
    asker = request.asker
    without = bulk.count_without_token(asker) if kind == "device" else 0
    return {
        "kind": kind,
        "label": LOADERS[kind].schema.label(_language()),
        "may_keep": asker.may("load", kind),
        "without_token": without,
        "was_kept": request.GET.get("kept") == "yes",
    }


def _columns(register: Register) -> Iterator[Column]:
    return (one for one in register.schema.columns if one.name not in register.left_out)


def _register(kind: str) -> Register:
    if kind not in LOADERS:
        raise Http404
    return LOADERS[kind]


def _language() -> str:
    return get_language() or ""
