"""Departments' lists of matters: what is the same, similar or repeated, and what becomes of it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from linli.registers.catalogue import actions
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.actions import HandedIn
from linli.registers.catalogue.checks import BadItem
from linli.registers.catalogue.logic import CannotGoBack, NoSuchRow
from linli.registers.catalogue.queries import ListRow
from linli.web.console.catalogue import trouble_of
from linli.web.console.pages import show
from linli.web.console.troubles import Trouble
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.catalogue_words import DECISIONS, DRAFT_STATES, HOW_ALIKE, VERDICTS
from linli.web.shared.named import Named
from linli.web.shared.request import Request

ROWS: Final = 50
FAR: Final = 1_000_000
ALIAS, LEFT_OUT, OPEN = "alias", "left_out", "open"


@viewed
@staff
def listed(request: Request) -> HttpResponse:
    """The rows of all lists, by what they are like and by what was decided."""
    return _page(request)


@posted
@staff
def decide(request: Request, row_id: UUID) -> HttpResponse:
    """Another name of an item, left out for a reason, or open again."""
    request.asker.require("decide", "item_list")
    to, sent = request.POST.get("to", ""), request.POST
    try:
        if to == ALIAS:
            actions.take_as_alias(row_id, sent.get("item", ""), request.asker)
        elif to == LEFT_OUT:
            actions.leave_out(row_id, sent.get("why", ""), request.asker)
        else:
            actions.reopen(row_id, request.asker)
    except NoSuchRow as unknown:
        raise Http404 from unknown
    except (BadItem, CannotGoBack) as refused:
        return _page(request, trouble_of(refused))
    return HttpResponseRedirect(f"{_address(sent)}#row-{row_id}")


@posted
@staff
def hand_in(request: Request) -> HttpResponse:
    """Makes drafts of the further names that were decided on."""
    try:
        report = actions.hand_in(request.POST.get("why", ""), request.asker)
    except BadItem as bad:
        return _page(request, trouble_of(bad))
    if not (report.waiting or report.refused or report.known):
        return HttpResponseRedirect(reverse("console:drafts"))
    return _page(request, _what_came(report))


def _what_came(report: HandedIn) -> Trouble:
    """What came of each matter's names, where that is not a draft for all of them."""
    told = [
        ngettext("%(count)d draft was made.", "%(count)d drafts were made.", len(report.made))
        % {"count": len(report.made)}
    ]
    if report.known:
        told.append(_("These are called so already: %(names)s.") % {"names": _names(report.known)})
    if report.waiting:
        waits = _("These have a draft that waits already: %(names)s.")
        told.append(waits % {"names": _names(report.waiting)})
    told += [f"{_names([code])}: {trouble_of(why).text}" for code, why in report.refused.items()]
    return Trouble(409, _("Not all could be handed in."), " ".join(told))


def _names(codes: list[str]) -> str:
    named = [catalogue.item_name(code, get_language() or "") for code in codes]
    return _(", ").join(named)


def refused(request: Request, text: str) -> HttpResponse:
    """The page with what is wrong with a file."""
    return _page(request, Trouble(400, _("Not done yet."), text))


def _page(request: Request, trouble: Trouble | None = None) -> HttpResponse:
    values = request.POST if request.method == "POST" else request.GET
    asked = {"verdict": values.get("verdict", ""), "decision": values.get("decision", "")}
    asked = {
        "verdict": asked["verdict"] if asked["verdict"] in VERDICTS else "",
        "decision": asked["decision"] if asked["decision"] in DECISIONS else "",
    }
    written = values.get("start", "")
    start = min(int(written[:9]), FAR) if written.isascii() and written.isdecimal() else 0
    found = catalogue.listed_rows(request.asker, **asked, start=start, limit=ROWS + 1)
    counts = catalogue.count_listed(request.asker)
    rows = found[:ROWS]
    context = {
        "rows": [_row(row) for row in rows],
        "asked": asked,
        "start": start,
        "tabs": _tabs(counts),
        "count": sum(counts.values()),
        "to_hand_in": catalogue.count_to_hand_in(request.asker),
        "items": catalogue.items(),
        "named": Named((), [row.decided_by for row in rows]),
        "next": f"{_address(asked)}&start={start + ROWS}" if len(found) > ROWS else "",
        "may_load": request.asker.may("load", "item_list"),
        "may_decide": request.asker.may("decide", "item_list"),
        "trouble": trouble,
    }
    status = trouble.status if trouble else 200
    return show(request, "console/item_lists.html", context, status=status)


def _tabs(counts: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "sign": sign,
            "count": sum(n for (verdict, _decision), n in counts.items() if verdict == code),
            "open": counts.get((code, OPEN), 0),
        }
        for code, sign in VERDICTS.items()
    ]


def _row(row: ListRow) -> dict[str, Any]:
    alike = catalogue.item(row.item or row.alike)
    handle = alike.body["clocks"].get("handle") if alike else None
    return {
        "row": row,
        "sign": VERDICTS[row.verdict],
        "decision": DECISIONS[row.decision],
        "how": HOW_ALIKE.get(row.how, ""),
        "alike": alike,
        "handle": handle,
        "holder": alike.holder.name.label(get_language() or "") if alike and alike.holder else "",
        "draft_state": DRAFT_STATES[row.draft_state] if row.draft_state else None,
    }


def _address(asked: Mapping[str, Any]) -> str:
    kept = "&".join(
        f"{key}={asked[key]}"
        for key, known in (("verdict", VERDICTS), ("decision", DECISIONS))
        if asked.get(key) in known
    )
    return f"{reverse('console:item-lists')}?{kept}"
