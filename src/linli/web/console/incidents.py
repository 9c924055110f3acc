"""Emergencies under one commander: the list, the page, and everything that is done on it."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.ground.paging import BadPage
from linli.ground.rights.asker import Asker
from linli.organise.incidents import actions, logic
from linli.organise.incidents import queries as incidents
from linli.organise.incidents.logic import NewResource
from linli.organise.incidents.queries import IncidentRow
from linli.organise.incidents.queries.log import WHOLE, log
from linli.organise.tasks import actions as task_actions
from linli.web.console import case
from linli.web.console.incident_page import forms, gather, worded
from linli.web.console.pages import show
from linli.web.console.printing import answer
from linli.web.console.prints.incident import incident_sheet
from linli.web.console.sheet_file import Table, table_file
from linli.web.console.troubles import Trouble, attempt
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.forms import number_of
from linli.web.shared.named import Named
from linli.web.shared.request import Request, wants_part

KIND: Final = "incident"
TABS: Final = ("open", "past")
ROWS: Final = 50


@viewed
@staff
def incident_list(request: Request) -> HttpResponse:
    """Those that are going on, and those that are over."""
    asker, tab = request.asker, request.GET.get("tab", "open")
    cursor = request.GET.get("after", "")
    try:
        page = incidents.incidents(asker, is_open=tab != "past", cursor=cursor, limit=ROWS)
    except BadPage:
        return HttpResponseRedirect(reverse("console:incidents"))
    tallies = incidents.tallies(row.id for row in page.items)
    context = {
        "tab": tab if tab in TABS else "open",
        "rows": [(row, tallies[row.id]) for row in page.items],
        "named": Named(row.place_id for row in page.items),
        "next": page.next,
        "may_open": asker.may("command", KIND),
        "told": _("Stood down") if tab == "past" else _("Units called in"),
    }
    return show(request, "console/incidents.html", context)


@posted
@staff
def open_incident(request: Request, case_id: UUID) -> HttpResponse:
    """One button and one field on the page of a case."""
    made: list[UUID] = []
    name = request.POST.get("incident_name", "")
    try_it = attempt(
        lambda: made.append(actions.open_incident(case_id, name, request.asker)),
        "",
        lambda trouble: case.page(request, case_id, trouble),
    )
    return HttpResponseRedirect(reverse("console:incident", args=made)) if made else try_it


@viewed
@staff
def incident(request: Request, incident_id: UUID) -> HttpResponse:
    return _page(request, incident_id)


@posted
@staff
def act(request: Request, incident_id: UUID) -> HttpResponse:
    """One act of those on the page; it leads back to it."""
    acts = _acts(request, incident_id)
    wanted = request.POST.get("act", "")
    if wanted not in acts:
        raise BadRequest(f"act is {wanted[:20]!r}; it must be one of {', '.join(acts)}.")
    done = reverse("console:incident", args=[incident_id])
    return attempt(acts[wanted], done, lambda trouble: _page(request, incident_id, trouble))


@viewed
@staff
def incident_print(request: Request, incident_id: UUID) -> HttpResponse:
    """Everything about it, with the whole log from its beginning."""
    row = _seen(request, incident_id)
    lines = list(worded(log(row, request.asker, WHOLE)))
    return answer(request, incident_sheet(row, lines, request.asker), f"incident-{row.id}")


@posted
@staff
def export(request: Request, incident_id: UUID) -> HttpResponse:
    """The log as a spreadsheet, the oldest line first."""
    row = _seen(request, incident_id)
    lines = reversed(list(worded(log(row, request.asker, WHOLE))))
    table = Table(
        name=f"incident-{timezone.localtime(row.opened_at):%Y%m%d-%H%M}",
        title=_("Log of the incident"),
        header=[_("Number"), _("Time"), _("Who"), _("What"), _("Details")],
        rows=(
            [
                line.row.sequence or "",
                f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}",
                line.who,
                line.title,
                line.text,
            ]
            for line in lines
        ),
        most=WHOLE,
    )
    return table_file(request, table, KIND, row.id)


def _acts(request: Request, one: UUID) -> dict[str, Callable[[], object]]:
    """What each button does; values are read only when it is pressed."""
    asker = request.asker
    return {
        **_forces(request, one, asker),
        "line": lambda: actions.write_line(one, _sent(request, "text"), asker, _line(request)),
        "join": lambda: actions.join_all(one, _chosen(request), asker),
        "leave": lambda: actions.leave(one, _id(request, "case_id"), asker),
        "dispatch": lambda: _dispatch(request, one),
        "offer": lambda: actions.offer(
            one, number_of(request, "user_id"), asker, _version(request)
        ),
        "take": lambda: actions.take_command(one, asker, _version(request)),
        "decline": lambda: actions.decline(one, asker, _version(request)),
        "rename": lambda: _rename(request, one),
        "stand-down": lambda: actions.stand_down(
            one, _sent(request, "summary"), asker, _version(request)
        ),
    }


def _forces(request: Request, one: UUID, asker: Asker) -> dict[str, Callable[[], object]]:
    return {
        "call": lambda: actions.call_unit(
            one, number_of(request, "party_id"), _sent(request, "order"), asker
        ),
        "arrived": lambda: actions.note_arrival(one, _id(request, "call_id"), asker),
        "release": lambda: actions.release_unit(one, _id(request, "call_id"), asker),
        "release-all": lambda: actions.release_all(one, asker),
        "resource": lambda: actions.note_resource(one, _resource(request), asker),
        "shift": lambda: actions.shift_resource(
            one, _id(request, "resource_id"), _sent(request, "said"), asker
        ),
        "returned": lambda: actions.return_resource(one, _id(request, "resource_id"), asker),
        "explain": lambda: actions.explain_resource(
            one, _id(request, "resource_id"), _sent(request, "said"), asker
        ),
    }


def _dispatch(request: Request, incident_id: UUID) -> None:
    """A work order as from the page of the case."""
    _seen(request, incident_id)
    case_id, party_id = _id(request, "case_id"), number_of(request, "party_id")
    task_actions.dispatch(case_id, party_id, request.asker)


def _rename(request: Request, incident_id: UUID) -> None:
    named = logic.Named.read(
        _sent(request, "name"), number_of(request, "level"), _sent(request, "spot")
    )
    place_id = number_of(request, "place_id") if request.POST.get("place_id") else None
    actions.rename(incident_id, named, place_id, request.asker, _version(request))


def _page(request: Request, incident_id: UUID, trouble: Trouble | None = None) -> HttpResponse:
    row = _seen(request, incident_id)
    context: dict[str, Any] = gather(row, request.asker)
    if wants_part(request):
        return show(request, "console/incident_now.html", context)
    context |= {
        **forms(row, context, request.asker),
        "trouble": trouble,
        "typed": request.POST if trouble else {},
        "correcting": _correcting(request, context),
        "reload": reverse("console:incident", args=[incident_id]),
    }
    status = trouble.status if trouble else 200
    return show(request, "console/incident.html", context, status=status)


def _seen(request: Request, incident_id: UUID) -> IncidentRow:
    row = incidents.incident(incident_id, request.asker)
    if row is None:
        raise Http404
    return row


def _correcting(request: Request, context: dict[str, Any]) -> object:
    wanted = request.GET.get("corrects") or request.POST.get("corrects") or ""
    return next((one for one in context["lines"] if wanted and str(one.row.id) == wanted), None)


def _resource(request: Request) -> NewResource:
    return NewResource(
        what=_sent(request, "what"),
        count=number_of(request, "count"),
        source=_sent(request, "source"),
        holder=_sent(request, "holder"),
    )


def _chosen(request: Request) -> list[UUID]:
    return [_uuid(typed, "case_id") for typed in request.POST.getlist("case_id")]


def _line(request: Request) -> UUID | None:
    return _id(request, "corrects") if request.POST.get("corrects") else None


def _version(request: Request) -> int:
    return number_of(request, "version")


def _id(request: Request, name: str) -> UUID:
    return _uuid(_sent(request, name), name)


def _uuid(typed: str, name: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as error:
        raise BadRequest(f"{name} is {typed[:40]!r}; it must be an id.") from error


def _sent(request: Request, name: str) -> str:
    return request.POST.get(name, "")
