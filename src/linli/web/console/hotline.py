"""The orders of 12345: taking them in, asking for their return, and handing replies back."""

from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.ground import clock
from linli.ground.paging import MOST_ROWS, BadPage
from linli.ground.rights.asker import Asker
from linli.ground.sheets.faults import Unreadable
from linli.ground.sheets.reading import MOST_BYTES
from linli.ground.sheets.schema import Column, folded
from linli.ground.sheets.writing import Cell, write_csv
from linli.lists import LISTS, take_list
from linli.organise.hotline import actions
from linli.organise.hotline import queries as hotline
from linli.organise.hotline.actions import LONGEST_REPLY
from linli.organise.hotline.logic.pasted import read_pasted
from linli.organise.hotline.logic.states import REPLIABLE, State, leaving
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.faults import BadFilter
from linli.respond.cases.logic.texts import LONGEST_REASON
from linli.respond.cases.queries import CaseRow
from linli.sense.reports import queries as reports
from linli.web.console.pages import show
from linli.web.console.sheet_file import Table, table_file
from linli.web.console.troubles import Trouble, attempt
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.forms import number_of
from linli.web.shared.named import Named
from linli.web.shared.request import Request
from linli.web.shared.words import CASE_STATES, HOTLINE_STATES

KIND: Final = "hotline_order"
ROWS: Final = 50


@viewed
@staff
def order_list(request: Request) -> HttpResponse:
    """One tab for each state; what is due first stands first."""
    return _list(request)


@viewed
@staff
def order(request: Request, order_id: UUID) -> HttpResponse:
    return _order(request, order_id)


@posted
@staff
def paste(request: Request) -> HttpResponse:
    """Copied text becomes a list that is read like a file."""
    request.asker.require("load", KIND)
    schema, text = LISTS[KIND].schema, request.POST.get("text", "")
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return refused(request, _("This is more than one can read at once; use a file."))
    headings = schema.headings()
    found = read_pasted(text, lambda heading: _name_of(heading, headings))
    if not found:
        return refused(
            request,
            _("There is no order number in this text. Copy the rows with their headings, too."),
        )
    names = list(dict.fromkeys(name for one in found for name in one))
    content = write_csv(names, [[one.get(name, "") for name in names] for one in found])
    try:
        loading_id = take_list(KIND, _("pasted text"), content, request.asker)
    except Unreadable as refusal:
        return refused(request, _(refusal.message) % refusal.values)
    return HttpResponseRedirect(reverse("console:loading", args=[loading_id]))


@posted
@staff
def act(request: Request, order_id: UUID) -> HttpResponse:
    """One step of an order; it leads back to its page."""
    asker, version = request.asker, number_of(request, "version")
    acts: dict[str, Callable[[], object]] = {
        "ask": lambda: actions.ask_return(order_id, _sent(request, "reason"), asker, version),
        "kept": lambda: actions.note_return(
            order_id, _sent(request, "decision"), asker, version, is_accepted=False
        ),
        "returned": lambda: actions.note_return(
            order_id, _sent(request, "decision"), asker, version, is_accepted=True
        ),
        "reply": lambda: actions.reply(order_id, _sent(request, "reply"), asker, version),
        "again": lambda: actions.take_reply_back(order_id, asker, version),
        "ticked": lambda: actions.tick_answered(order_id, asker, version),
    }
    wanted = request.POST.get("act", "")
    if wanted not in acts:
        raise BadRequest(f"act is {wanted[:20]!r}; it must be one of {', '.join(acts)}.")
    done = reverse("console:hotline-order", args=[order_id])
    return attempt(acts[wanted], done, lambda trouble: _order(request, order_id, trouble))


@posted
@staff
def sheet(request: Request) -> HttpResponse:
    """What has to be typed into, or loaded by, the hotline's own system."""
    request.asker.require("reply", KIND)
    table = Table(
        name=f"12345-{timezone.localtime(clock.now()):%Y%m%d-%H%M}",
        title=_("Replies"),
        header=[_("Order number"), _("Reply"), _("Replied at"), _("Case"), _("State")],
        rows=_replies(request.asker),
    )
    return table_file(request, table, KIND)


def refused(request: Request, text: str) -> HttpResponse:
    """The list with what is wrong with a file, or with text that was pasted."""
    return _list(request, Trouble(400, _("Nothing was taken in."), text))


def _list(request: Request, trouble: Trouble | None = None) -> HttpResponse:
    asker, tab = request.asker, request.GET.get("tab", State.WITH_US)
    try:
        page = hotline.orders(tab, asker, cursor=request.GET.get("after", ""), limit=ROWS)
    except (BadFilter, BadPage):
        return HttpResponseRedirect(reverse("console:hotline"))
    told = {one.id: one for one in reports.reports((row.report_id for row in page.items), asker)}
    counts = hotline.counts(asker)
    context = {
        "tab": tab,
        "tabs": [(code, sign, counts.get(code)) for code, sign in HOTLINE_STATES.items()],
        "rows": [(row, told.get(row.report_id)) for row in page.items],
        "named": Named(row.place_id for row in page.items),
        "next": page.next,
        "trouble": trouble,
        "pasted": request.POST.get("text", "") if trouble else "",
        "may_load": asker.may("load", KIND),
        "may_reply": asker.may("reply", KIND),
    }
    return show(request, "console/hotline.html", context, status=trouble.status if trouble else 200)


def _order(request: Request, order_id: UUID, trouble: Trouble | None = None) -> HttpResponse:
    asker = request.asker
    row = hotline.order(order_id, asker)
    if row is None:
        raise Http404
    case = cases.case_of_signal(row.signal_id, asker)
    steps = {(one.to.value, asker.may(one.act, KIND)) for one in leaving(row.state)}
    context = {
        "order": row,
        "report": reports.report(row.report_id, asker),
        "case": case,
        "may": {to for to, is_open in steps if is_open},
        "is_worked_on": case is None or case.state not in REPLIABLE,
        "result": row.reply or _what_was_done(case, asker),
        "trouble": trouble,
        "reload": reverse("console:hotline-order", args=[order_id]),
        "longest_reason": LONGEST_REASON,
        "longest_reply": LONGEST_REPLY,
    }
    status = trouble.status if trouble else 200
    return show(request, "console/hotline_order.html", context, status=status)


def _what_was_done(case: CaseRow | None, asker: Asker) -> str:
    """What the unit said last that it did: a reply goes on from there."""
    done = [one for one in cases.timeline(case.id, asker) if one.act == "finished"] if case else []
    return done[-1].reason if done else ""


def _replies(asker: Asker) -> Iterator[list[Cell]]:
    """Page by page: all that wait to be handed in."""
    cursor: str | None = ""
    while cursor is not None:
        page = hotline.orders(State.REPLIED, asker, cursor=cursor, limit=MOST_ROWS)
        known = cases.of_signals([row.signal_id for row in page.items], asker)
        for row in page.items:
            case = known.get(row.signal_id)
            yield [
                row.number,
                row.reply,
                f"{timezone.localtime(row.changed_at):%Y-%m-%d %H:%M}",
                case.number if case else "",
                str(CASE_STATES[case.state].label) if case else "",
            ]
        cursor = page.next


def _name_of(heading: str, headings: dict[str, Column]) -> str:
    column = headings.get(folded(heading))
    return column.name if column else ""


def _sent(request: Request, name: str) -> str:
    return request.POST.get(name, "")
