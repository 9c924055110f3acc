"""Ledgers (台账): what there is, what is due, each row with its history, lists in and out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground import clock
from linli.ground.paging import BadPage
from linli.ground.sheets.cells import BadCell, read_cell
from linli.ground.sheets.schema import Column
from linli.ground.sheets.writing import Cell, write_template
from linli.organise.ledgers import actions
from linli.organise.ledgers import queries as ledgers
from linli.organise.ledgers.logic import LONGEST_WHY, Filled
from linli.organise.ledgers.queries import ChangeRow, EntryRow
from linli.registers.catalogue.ledgers import NUMBER, PLACE, SPOT, LedgerDefinition
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.respond.cases.logic.faults import BadFilter
from linli.web.console.pages import show
from linli.web.console.places import place_typed, places_of
from linli.web.console.printing import answer
from linli.web.console.prints.ledger import ledger_sheet
from linli.web.console.sheet_file import WHOLE, Table, sheet_file, table_file
from linli.web.console.troubles import EXPECTED, Trouble, attempt, trouble_of
from linli.web.shared.access import filled_in, posted, staff, viewed
from linli.web.shared.forms import number_of
from linli.web.shared.named import Named
from linli.web.shared.request import Request
from linli.web.shared.templatetags.linli import place_path

KIND: Final = "ledger"
ROWS: Final = 50
MOST_PRINTED: Final = 1000


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form of a row."""

    column: Column
    label: str
    value: str
    fault: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        return "choice" if self.choices else self.column.type


@viewed
@staff
def ledger_list(request: Request) -> HttpResponse:
    """Every ledger with what is due in it."""
    request.asker.require("see", KIND)
    found = [(one, ledgers.counts(one.code, request.asker)) for one in ledgers.ledgers()]
    context = {"ledgers": [(one, _words(one), many) for one, many in found]}
    return show(request, "console/ledgers.html", context)


@viewed
@staff
def ledger(request: Request, code: str) -> HttpResponse:
    """Its rows, what is due first; a number leads straight to its row."""
    definition = _definition(request, code)
    number = request.GET.get("q", "").strip()
    found = ledgers.numbered(definition.code, number, request.asker) if number else None
    if found:
        return HttpResponseRedirect(reverse("console:entry", args=[found.id]))
    return _ledger(request, definition)


@filled_in
@staff
def new_entry(request: Request, code: str) -> HttpResponse:
    definition = _definition(request, code)
    request.asker.require("save", KIND)
    return _form(request, definition, None)


@filled_in
@staff
def entry(request: Request, entry_id: UUID) -> HttpResponse:
    """A row with its history; whoever may change it has it in a form."""
    row = ledgers.entry(entry_id, request.asker)
    if row is None:
        raise Http404
    if request.method == "POST":
        request.asker.require("save", KIND)
    return _form(request, _definition(request, row.ledger), row)


@posted
@staff
def act(request: Request, entry_id: UUID) -> HttpResponse:
    """Opens a case for a row that is due, takes a row off the ledger, or puts it back."""
    asker, version = request.asker, number_of(request, "version")
    why, opened = request.POST.get("why", ""), list[UUID]()
    acts: dict[str, Callable[[], object]] = {
        "open": lambda: opened.append(actions.open_case(entry_id, asker, version)),
        "end": lambda: actions.set_open(entry_id, why, asker, version, is_open=False),
        "revive": lambda: actions.set_open(entry_id, why, asker, version, is_open=True),
    }
    wanted = request.POST.get("act", "")
    if wanted not in acts:
        raise BadRequest(f"act is {wanted[:20]!r}; it must be one of {', '.join(acts)}.")
    done = reverse("console:entry", args=[entry_id])
    result = attempt(acts[wanted], done, lambda trouble: _troubled(request, entry_id, trouble))
    return HttpResponseRedirect(reverse("console:case", args=opened)) if opened else result


@viewed
@staff
def template(request: Request, code: str) -> HttpResponse:
    """The empty spreadsheet of a ledger."""
    definition = _definition(request, code)
    request.asker.require("load", KIND)
    schema = definition.schema
    return sheet_file(write_template(schema, get_language() or ""), f"{schema.name}.xlsx")


@posted
@staff
def export(request: Request, code: str) -> HttpResponse:
    """Every row within reach; the file loads again as it was."""
    definition = _definition(request, code)
    language = get_language() or ""
    schema = definition.schema
    table = Table(
        name=f"{schema.name}-{timezone.localtime(clock.now()):%Y%m%d}",
        title=definition.label(language),
        header=[column.label(language) for column in schema.columns],
        rows=_cells(definition, request),
        most=WHOLE,
    )
    return table_file(request, table, KIND, code)


@viewed
@staff
def ledger_print(request: Request, code: str) -> HttpResponse:
    """The rows of a tab on paper."""
    definition, tab = _definition(request, code), request.GET.get("tab", "all")
    try:
        rows = list(_first(ledgers.every_entry(definition.code, request.asker, tab)))
    except BadFilter as error:
        raise BadRequest(str(error)) from error
    return answer(request, ledger_sheet(definition, rows, request.asker), definition.schema.name)


def refused(request: Request, text: str) -> HttpResponse:
    """The page of the ledger with what is wrong with a file that was sent for it."""
    definition = ledgers.ledger(request.POST.get("source", "")) or ledgers.ledgers()[0]
    return _ledger(request, definition, Trouble(400, _("Nothing was taken in."), text))


def _ledger(
    request: Request, definition: LedgerDefinition, trouble: Trouble | None = None
) -> HttpResponse:
    asker, tab = request.asker, request.GET.get("tab", "all")
    try:
        page = ledgers.entries(
            definition.code, asker, tab, cursor=request.GET.get("after", ""), limit=ROWS
        )
    except (BadFilter, BadPage):
        return HttpResponseRedirect(reverse("console:ledger", args=[definition.code]))
    language = get_language() or ""
    shown = definition.columns[:5]
    context = {
        "definition": definition,
        "told": _words(definition),
        "tab": tab,
        "counts": ledgers.counts(definition.code, asker),
        "columns": [one.column.label(language) for one in shown],
        "rows": [
            (
                row,
                [
                    (one.column.label(language), one.shown(row.values.get(one.name), language))
                    for one in shown
                ],
            )
            for row in page.items
        ],
        "named": Named(row.place_id for row in page.items),
        "next": page.next,
        "asked": request.GET.get("q", "").strip(),
        "trouble": trouble,
        "may_load": asker.may("load", KIND),
        "may_save": asker.may("save", KIND),
    }
    return show(request, "console/ledger.html", context, status=trouble.status if trouble else 200)


def _form(request: Request, definition: LedgerDefinition, row: EntryRow | None) -> HttpResponse:
    """The form, or what came of it when it was sent."""
    if request.method != "POST":
        return _entry(request, definition, row, _fields(definition, _typed_of(definition, row)))
    typed = {column.name: request.POST.get(column.name, "") for column in _columns(definition)}
    fields = _fields(definition, typed)
    if any(one.fault for one in fields):
        return _entry(request, definition, row, fields)
    filled = _filled(definition, typed, _place(request, typed[PLACE], row))
    version = number_of(request, "version") if row else 0
    try:
        entry_id = actions.save_entry(
            definition.code, filled, request.asker, row.id if row else None, version
        )
    except EXPECTED as error:
        return _entry(request, definition, row, fields, trouble_of(error))
    return HttpResponseRedirect(reverse("console:entry", args=[entry_id]))


def _entry(
    request: Request,
    definition: LedgerDefinition,
    row: EntryRow | None,
    fields: list[Field],
    trouble: Trouble | None = None,
) -> HttpResponse:
    asker, has_faults = request.asker, any(one.fault for one in fields)
    status = trouble.status if trouble else 400 if has_faults else 200
    may_save = ledgers.may("save", row, asker) if row else True
    context = {
        "definition": definition,
        "told": _words(definition),
        "row": row,
        "fields": fields,
        "has_faults": has_faults,
        "history": _history(definition, row, request) if row else [],
        "places": places_of(asker, "save", KIND) if may_save else [],
        "trouble": trouble,
        "reload": request.path,
        "may_save": may_save,
        "may_open": bool(may_save and row and row.is_open and definition.opens and not row.case_id),
        "longest_why": LONGEST_WHY,
    }
    return show(request, "console/ledger_entry.html", context, status=status)


def _troubled(request: Request, entry_id: UUID, trouble: Trouble) -> HttpResponse:
    row = ledgers.entry(entry_id, request.asker)
    if row is None:
        raise Http404
    definition = _definition(request, row.ledger)
    fields = _fields(definition, _typed_of(definition, row))
    return _entry(request, definition, row, fields, trouble)


def _columns(definition: LedgerDefinition) -> tuple[Column, ...]:
    return definition.schema.columns


def _fields(definition: LedgerDefinition, typed: dict[str, str]) -> list[Field]:
    """With what is wrong with each, once something was typed."""
    language = get_language() or ""
    choices = {
        one.name: tuple((choice.zh, one.shown(choice.zh, language)) for choice in one.choices)
        for one in definition.columns
    }
    return [
        Field(
            column,
            _("Place") if column.name == PLACE else column.label(language),
            typed.get(column.name, ""),
            "" if column.name == PLACE or not typed else _fault(typed[column.name], column),
            choices.get(column.name, ()),
        )
        for column in _columns(definition)
    ]


def _fault(text: str, column: Column) -> str:
    try:
        read_cell(text, column)
    except BadCell as bad:
        return _(bad.message) % bad.values
    return ""


def _filled(definition: LedgerDefinition, typed: dict[str, str], place: PlaceRow | None) -> Filled:
    columns = {column.name: column for column in _columns(definition)}
    return Filled(
        number=str(read_cell(typed[NUMBER], columns[NUMBER])),
        place_id=place.id if place else None,
        spot=str(read_cell(typed[SPOT], columns[SPOT])),
        values={one.name: read_cell(typed[one.name], one.column) for one in definition.columns},
    )


def _place(request: Request, typed: str, row: EntryRow | None) -> PlaceRow | None:
    """As it was, by its code, or by its name among those where the asker may write."""
    if row and row.place_id is not None and typed.strip() == place_path(row.place_id):
        return places.place(row.place_id)
    chosen = places.by_code(request.POST.get("chosen", "").strip() or typed.strip() or "-")
    return chosen or place_typed(typed, places_of(request.asker, "save", KIND))


def _typed_of(definition: LedgerDefinition, row: EntryRow | None) -> dict[str, str]:
    """A row as its form shows it; nothing for a new one."""
    if row is None:
        return {}
    own = {one.name: one.shown(row.values.get(one.name), "zh") for one in definition.columns}
    place = place_path(row.place_id) if row.place_id is not None else ""
    return {NUMBER: row.number, PLACE: place, SPOT: row.spot, **own}


def _history(
    definition: LedgerDefinition, row: EntryRow, request: Request
) -> list[tuple[ChangeRow, list[tuple[str, str, str]]]]:
    language = get_language() or ""
    labels = {column.name: column.label(language) for column in _columns(definition)}
    labels["place_id"] = _("Place")
    own = {one.name: one for one in definition.columns}

    def said(name: str, value: Any) -> str:
        if value in (None, ""):
            return "—"
        if name == "place_id":
            return place_path(value)
        return own[name].shown(value, language) if name in own else str(value)

    return [
        (
            one,
            [
                (labels.get(name, name), said(name, old), said(name, new))
                for name, (old, new) in one.columns.items()
            ],
        )
        for one in ledgers.history(row.id, request.asker)
    ]


def _cells(definition: LedgerDefinition, request: Request) -> Iterator[list[Cell]]:
    """In the columns and the words of the list."""
    for row in ledgers.every_entry(definition.code, request.asker):
        place = places.place(row.place_id) if row.place_id is not None else None
        own: list[Cell] = [row.values.get(one.name) for one in definition.columns]
        yield [row.number, place.code if place else "", row.spot, *own]


def _first(rows: Iterator[EntryRow]) -> Iterator[EntryRow]:
    for _number, row in zip(range(MOST_PRINTED), rows, strict=False):
        yield row


def _words(definition: LedgerDefinition) -> dict[str, str]:
    language = get_language() or ""
    return {
        "label": definition.label(language),
        "description": definition.description(language),
    }


def _definition(request: Request, code: str) -> LedgerDefinition:
    """Raises `Refused`, `Http404`."""
    request.asker.require("see", KIND)
    found = ledgers.ledger(code)
    if found is None:
        raise Http404
    return found
