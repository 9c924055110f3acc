"""The catalogue of matters: the list, one item with all its versions, and the form for a draft."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.registers.catalogue import actions
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.checks import BadItem
from linli.registers.catalogue.logic import (
    SEVERITIES,
    CannotGoBack,
    DraftIsOver,
    HasDraft,
    ItemDefinition,
    differences,
)
from linli.registers.catalogue.queries import ListRow
from linli.web.console import item_form
from linli.web.console.item_form import ItemForm
from linli.web.console.item_words import changes, sections
from linli.web.console.pages import show
from linli.web.console.troubles import Trouble
from linli.web.shared.access import filled_in, posted, staff, viewed
from linli.web.shared.catalogue_words import CATEGORIES, SHELVES
from linli.web.shared.forms import number_of
from linli.web.shared.named import Named
from linli.web.shared.request import Request

BAD, CONFLICT = 400, 409
RETIRED = "retired"


@viewed
@staff
def items(request: Request) -> HttpResponse:
    """All items by shelf and class; `q` finds them by whatever people call them."""
    request.asker.require("see", "item")
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("q", "shelf", "severity")}
    rows = [item for item in _rows(asked) if _fits(item, asked)]
    context = {
        "asked": asked,
        "rows": [_row(item) for item in rows],
        "count": len(catalogue.items()),
        "shelves": SHELVES.items(),
        "severities": SEVERITIES,
        "waiting": catalogue.count_waiting(request.asker),
        "may_write": request.asker.may("write", "item"),
        "sees_lists": request.asker.may("see", "item_list"),
    }
    return show(request, "console/catalogue.html", context)


@viewed
@staff
def item(request: Request, code: str) -> HttpResponse:
    return item_page(request, code)


@filled_in
@staff
def new_item(request: Request) -> HttpResponse:
    """A form for an item that is not there yet; it becomes a draft."""
    request.asker.require("write", "item")
    row = _listed_row(request)
    if request.method != "POST":
        known = item_form.of_row(row) if row else item_form.empty()
        return _form(request, known, listed_row=row)
    form = item_form.sent(request.POST)

    def draft(written: dict[str, Any]) -> UUID:
        if row:
            return actions.draft_of_row(row.id, written, form.why, request.asker)
        return actions.draft_new(written, form.why, request.asker)

    return _keep(request, form, draft, listed_row=row)


@filled_in
@staff
def edit(request: Request, code: str) -> HttpResponse:
    """The form of an item; what is sent becomes a draft of its next version."""
    request.asker.require("write", "item")
    known = _known(code)
    if known.retired:
        raise Http404
    if request.method != "POST":
        return _form(request, item_form.filled(known), known)
    form, version = item_form.sent(request.POST, code), number_of(request, "version")

    def draft(written: dict[str, Any]) -> UUID:
        return actions.draft_change(written, version, form.why, request.asker)

    return _keep(request, form, draft, known)


@posted
@staff
def retire(request: Request, code: str) -> HttpResponse:
    """A draft that takes the item out of use."""
    request.asker.require("write", "item")
    _known(code)
    version, why = number_of(request, "version"), request.POST.get("why", "")
    try:
        draft_id = actions.draft_retirement(code, version, why, request.asker)
    except (BadItem, DraftIsOver, HasDraft) as refused:
        return item_page(request, code, trouble_of(refused))
    return HttpResponseRedirect(reverse("console:draft", args=[draft_id]))


def item_page(request: Request, code: str, trouble: Trouble | None = None) -> HttpResponse:
    """One item: what counts now, every version and what was different, and its drafts."""
    request.asker.require("see", "item")
    known, language = _known(code), get_language() or ""
    drafts = catalogue.drafts(request.asker, code=code)
    context = {
        "item": known,
        "name": known.label(language),
        "description": known.description.label(language),
        "category": CATEGORIES.get(known.category, ""),
        "shelf": SHELVES[known.group],
        "sections": sections(known, language),
        "versions": _versions(code, drafts),
        "waiting": next((row for row in drafts if row.is_waiting), None),
        "named": Named((), [one for row in drafts for one in (row.written_by, row.decided_by)]),
        "may_write": request.asker.may("write", "item") and not known.retired,
        "trouble": trouble,
    }
    status = trouble.status if trouble else 200
    return show(request, "console/item.html", context, status=status)


def trouble_of(refused: Exception) -> Trouble:
    """What a draft was refused for, in words."""
    if isinstance(refused, BadItem):
        told = " ".join(_(wrong.message) % wrong.values for _path, wrong in refused.faults)
        return Trouble(BAD, _("Not done yet."), told)
    if isinstance(refused, CannotGoBack):
        text = _("A draft has come of this row; it is taken back or decided on first.")
        return Trouble(CONFLICT, _("Not done yet."), text)
    if isinstance(refused, HasDraft):
        text = _("A draft of this matter waits already; decide on that one first.")
        return Trouble(CONFLICT, _("Not done yet."), text)
    text = _(
        "This matter or its draft has changed meanwhile, so nothing was done. Reload the page."
    )
    return Trouble(CONFLICT, _("Somebody else was faster."), text, reload=True)


def _keep(
    request: Request,
    form: ItemForm,
    draft: Callable[[dict[str, Any]], UUID],
    known: ItemDefinition | None = None,
    listed_row: ListRow | None = None,
) -> HttpResponse:
    """Keeps the draft and shows it, or shows the form again with what is wrong."""
    try:
        draft_id = draft(item_form.written(form))
    except BadItem as bad:
        form = item_form.with_faults(form, bad)
        return _form(request, form, known, listed_row=listed_row)
    except (CannotGoBack, DraftIsOver, HasDraft) as refused:
        return _form(request, form, known, trouble_of(refused), listed_row=listed_row)
    return HttpResponseRedirect(reverse("console:draft", args=[draft_id]))


def _form(
    request: Request,
    form: ItemForm,
    known: ItemDefinition | None = None,
    trouble: Trouble | None = None,
    *,
    listed_row: ListRow | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "item": known,
        "sections": form.sections(),
        "trouble": trouble,
        "listed_row": listed_row,
    }
    status = trouble.status if trouble else BAD if form.faults else 200
    return show(request, "console/item_form.html", context, status=status)


def _listed_row(request: Request) -> ListRow | None:
    """The row of a department's list that the new item comes of, if any. Raises `Http404`."""
    asked = (request.POST or request.GET).get("row", "")
    if not asked:
        return None
    try:
        row = catalogue.listed_row(UUID(asked), request.asker)
    except ValueError as wrong:
        raise Http404 from wrong
    if row is None:
        raise Http404
    return row


def _rows(asked: dict[str, str]) -> list[ItemDefinition]:
    if asked["shelf"] == RETIRED:
        return catalogue.retired_items()
    if asked["q"]:
        return [meant.item for meant in catalogue.find_items(asked["q"], limit=50)]
    return catalogue.items()


def _fits(item: ItemDefinition, asked: dict[str, str]) -> bool:
    is_shelf = asked["shelf"] in ("", RETIRED, item.group)
    return is_shelf and asked["severity"] in ("", item.severity)


def _row(item: ItemDefinition) -> dict[str, Any]:
    language = get_language() or ""
    return {
        "item": item,
        "name": item.label(language),
        "category": CATEGORIES.get(item.category, SHELVES[item.group]),
        "holder": item.holder.name.label(language) if item.holder else "",
        "handle": item.body["clocks"].get("handle"),
    }


def _versions(code: str, drafts: list[catalogue.DraftRow]) -> list[dict[str, Any]]:
    """The newest first, each with what it says otherwise than the one before."""
    made, by_version = catalogue.made_at(code), {row.version: row for row in drafts if row.version}
    found: list[dict[str, Any]] = []
    before: ItemDefinition | None = None
    for one in sorted(catalogue.versions(code), key=lambda one: one.version):
        told = changes(differences(before, one)) if before else []
        draft = by_version.get(one.version)
        found.append(
            {
                "version": one.version,
                "made_at": made[one.version],
                "changes": told,
                "draft": draft if draft and draft.kind != "retire" else None,
            }
        )
        before = one
    return found[::-1]


def _known(code: str) -> ItemDefinition:
    known = catalogue.item(code)
    if known is None:
        raise Http404
    return known
