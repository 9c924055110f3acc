"""Drafts of items: what waits for a second person, and the decision."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from linli.registers.catalogue import actions
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.checks import BadItem
from linli.registers.catalogue.logic import DraftIsOver, differences
from linli.registers.catalogue.queries import DraftRow
from linli.web.console.catalogue import trouble_of
from linli.web.console.item_words import changes
from linli.web.console.pages import show
from linli.web.console.troubles import Trouble
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.catalogue_words import DRAFT_KINDS, DRAFT_STATES
from linli.web.shared.named import Named
from linli.web.shared.request import Request

LAST: int = 50


@viewed
@staff
def drafts(request: Request) -> HttpResponse:
    """What waits, then what was decided last."""
    waiting = catalogue.drafts(request.asker, is_waiting=True)
    decided = catalogue.drafts(request.asker, is_waiting=False)[:LAST]
    people = [one for row in (*waiting, *decided) for one in (row.written_by, row.decided_by)]
    context = {
        "waiting": [_row(one) for one in waiting],
        "decided": [_row(one) for one in decided],
        "named": Named((), people),
    }
    return show(request, "console/drafts.html", context)


@viewed
@staff
def draft(request: Request, draft_id: UUID) -> HttpResponse:
    return _page(request, draft_id)


@posted
@staff
def approve(request: Request, draft_id: UUID) -> HttpResponse:
    """It counts from now on."""
    return _decide(request, draft_id, lambda: actions.approve(draft_id, request.asker))


@posted
@staff
def refuse(request: Request, draft_id: UUID) -> HttpResponse:
    """Nothing comes of it, and its writer reads why."""
    why = request.POST.get("why", "")
    return _decide(request, draft_id, lambda: actions.refuse(draft_id, why, request.asker))


@posted
@staff
def withdraw(request: Request, draft_id: UUID) -> HttpResponse:
    """Its writer takes it back."""
    return _decide(request, draft_id, lambda: actions.withdraw(draft_id, request.asker))


def _decide(request: Request, draft_id: UUID, act: Callable[[], object]) -> HttpResponse:
    if catalogue.draft(draft_id, request.asker) is None:
        raise Http404
    try:
        act()
    except (BadItem, DraftIsOver) as refused:
        return _page(request, draft_id, trouble_of(refused))
    return HttpResponseRedirect(reverse("console:draft", args=[draft_id]))


def _page(request: Request, draft_id: UUID, trouble: Trouble | None = None) -> HttpResponse:
    row = catalogue.draft(draft_id, request.asker)
    if row is None:
        raise Http404
    before = catalogue.item_at(row.item.code, row.base_version)
    is_own = row.written_by == request.asker.user_id
    context = {
        **_row(row),
        "changes": changes(differences(before, row.item)),
        "before": before,
        "is_own": is_own,
        "may_decide": row.is_waiting and not is_own and request.asker.may("approve", "item"),
        "may_withdraw": row.is_waiting and is_own,
        "named": Named((), [row.written_by, row.decided_by]),
        "trouble": trouble,
    }
    status = trouble.status if trouble else 200
    return show(request, "console/draft.html", context, status=status)


def _row(row: DraftRow) -> dict[str, object]:
    return {"draft": row, "kind": DRAFT_KINDS[row.kind], "state": DRAFT_STATES[row.state]}
