"""Filling the registers from spreadsheets: template, dry run with every fault, and the load."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.rights.asker import Asker, Refused
from linli.ground.sheets import queries as sheets
from linli.ground.sheets.actions import NotNow
from linli.ground.sheets.faults import MOST_FAULTS, Fault, Unreadable
from linli.ground.sheets.loader import FromSources
from linli.ground.sheets.queries import LoadingRow
from linli.ground.sheets.reading import MOST_BYTES
from linli.ground.sheets.schema import Schema
from linli.ground.sheets.writing import write_csv, write_template
from linli.lists import LISTS, LOADERS, load_list, take_list
from linli.registers.places.logic.coordinates import BadCoordinates
from linli.web.console import history, hotline, item_lists, ledgers
from linli.web.console.coordinates import choices
from linli.web.console.pages import show
from linli.web.console.sheet_file import sheet_file
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.request import Request, wants_part

CONFLICT: Final = 409
MOST_SHOWN: Final = 200
LAST_FILES: Final = 5
ELSEWHERE: Final = {
    "history": history.refused,
    "hotline_order": hotline.refused,
    "item_list": item_lists.refused,
    "ledger": ledgers.refused,
}
"""Lists that are sent from pages of their own."""


@viewed
@staff
def lists(request: Request) -> HttpResponse:
    """One card for each list that the asker may load."""
    return _lists(request)


@posted
@staff
def upload(request: Request, kind: str) -> HttpResponse:
    """Takes a file in; its own page then tells what is in it."""
    _schema(kind)
    request.asker.require("load", kind)
    sent = request.FILES.get("file")
    if sent is None or not sent.size:
        return _refused(request, kind, _("Choose a file that is not empty."))
    try:
        content = sent.read(MOST_BYTES + 1)
        source = request.POST.get("source") or request.POST.get("coordinates", "")
        loading_id = take_list(kind, sent.name or "", content, request.asker, source)
    except (Unreadable, BadCoordinates) as refusal:
        return _refused(request, kind, _(refusal.message) % refusal.values)
    return HttpResponseRedirect(reverse("console:loading", args=[loading_id]))


@viewed
@staff
def template(request: Request, kind: str) -> HttpResponse:
    """The empty spreadsheet, with a note on each heading."""
    schema = _schema(kind)
    request.asker.require("load", kind)
    content = write_template(schema, get_language() or "")
    return sheet_file(content, f"{schema.name}.xlsx")


@viewed
@staff
def loading(request: Request, loading_id: UUID) -> HttpResponse:
    """How far a file has come; the page looks again by itself while something is under way."""
    row = _row(loading_id, request.asker)
    return _loading(request, row)


@posted
@staff
def load(request: Request, loading_id: UUID) -> HttpResponse:
    """Somebody has seen what would come of it, and wants it so."""
    row = _row(loading_id, request.asker)
    try:
        load_list(loading_id, request.asker)
    except NotNow:
        return _loading(request, row, status=CONFLICT)
    return HttpResponseRedirect(reverse("console:loading", args=[loading_id]))


@viewed
@staff
def faults(request: Request, loading_id: UUID) -> HttpResponse:
    """All faults as a spreadsheet, to be worked off beside the list."""
    row = _row(loading_id, request.asker)
    header = [_("Row"), _("Column"), _("What is wrong")]
    asker = request.asker
    lines = _worded([*sheets.faults(loading_id, asker), *sheets.notes(loading_id, asker)])
    content = write_csv(header, ([one["row"], one["column"], one["reason"]] for one in lines))
    return sheet_file(content, f"{row.id}.csv")


def _lists(
    request: Request, faults: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    asker, language = request.asker, get_language() or ""
    _require_any(asker)
    cards = [
        {
            "kind": kind,
            "may_load": asker.may("load", kind),
            "label": loader.schema.label(language),
            "columns": [
                {"label": column.label(language), "required": column.required}
                for column in loader.schema.columns
            ],
            "coordinates": choices() if isinstance(loader, FromSources) else (),
            "files": sheets.loadings(kind, asker, LAST_FILES) if asker.may("load", kind) else [],
            "fault": (faults or {}).get(kind, ""),
        }
        for kind, loader in LOADERS.items()
        if asker.may(loader.seen_by, kind)
    ]
    context = {"cards": cards, "may_begin": asker.may("load", "place")}
    return show(request, "console/lists.html", context, status=status)


def _loading(request: Request, row: LoadingRow, status: int = 200) -> HttpResponse:
    found = sheets.faults(row.id, request.asker)
    notes = sheets.notes(row.id, request.asker)
    context = {
        "loading": row,
        "label": _schema(row.kind).label(get_language() or ""),
        "faults": list(_worded(found[:MOST_SHOWN])),
        "count_faults": len(found),
        "more_faults": max(0, len(found) - MOST_SHOWN),
        "notes": list(_worded(notes[:MOST_SHOWN])),
        "more_notes": max(0, row.rows_with_notes - MOST_SHOWN),
        "is_cut": len(found) == MOST_FAULTS,
        "refusal": _(row.refusal[0]) % row.refusal[1] if row.refusal else "",
        "is_too_late": status == CONFLICT,
    }
    name = "console/loading_state.html" if wants_part(request) else "console/loading.html"
    return show(request, name, context, status=status)


def _worded(found: list[Fault]) -> Iterator[dict[str, Any]]:
    for fault in found:
        reason = _(fault.message) % fault.values
        yield {"row": fault.row, "column": fault.column, "reason": reason}


def _row(loading_id: UUID, asker: Asker) -> LoadingRow:
    """Raises `Http404` also for what somebody else has sent."""
    _require_any(asker)
    row = sheets.loading(loading_id, asker)
    if row is None:
        raise Http404
    return row


def _refused(request: Request, kind: str, text: str) -> HttpResponse:
    """The page that the file was sent from, with what is wrong with it."""
    if kind in ELSEWHERE:
        return ELSEWHERE[kind](request, text)
    return _lists(request, {kind: text}, status=400)


def _require_any(asker: Asker) -> None:
    """For whoever looks up or loads at least one of the lists. Raises `Refused`."""
    if not any(asker.may(loader.seen_by, kind) for kind, loader in LOADERS.items()):
        raise Refused(f"{asker.name} may not look up any of the registers.")


def _schema(kind: str) -> Schema:
    if kind not in LISTS:
        raise Http404
    return LISTS[kind].schema
