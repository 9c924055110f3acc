"""One act on many rows: choosing them, and the page that tells what became of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.ground.accounts import queries as accounts
from linli.ground.paging import BadPage
from linli.ground.rights.asker import Asker, Refused
from linli.organise.batches import actions
from linli.organise.batches import queries as batches
from linli.organise.batches.logic import ACTS, LONGEST_KEY, MOST_ROWS, Chosen, Kind, NewBatch
from linli.organise.batches.queries import BatchSeen, DoneRow
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.queries import TaskRow
from linli.registers.parties import queries as parties
from linli.registers.places import queries as places
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.faults import BadFilter, BadText
from linli.respond.cases.queries import CaseRow, clocks
from linli.web.console import tasks as task_lists
from linli.web.console.pages import show
from linli.web.console.queue import Wanted
from linli.web.console.troubles import EXPECTED, Trouble, trouble_of
from linli.web.shared.access import filled_in, staff
from linli.web.shared.named import Named
from linli.web.shared.request import Request

MOST_PLACES: Final = 6
ELSEWHERE: Final = frozenset({"hand_over"})
"""Acts that have a page of their own."""

ASKED: Final = frozenset({"act", "where", "all"})
"""What the page asks for besides the list."""

Things = Mapping[UUID, CaseRow] | Mapping[UUID, TaskRow]


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a batch: the thing, as far as the asker may see it now, and what became of it."""

    row: DoneRow
    thing: CaseRow | TaskRow | None
    why: str


@filled_in
@staff
def choose(request: Request, kind: str) -> HttpResponse:
    """The rows of a list with a tick each, and one act; what is sent leads to its own page."""
    if kind not in set(Kind):
        raise Http404
    offered = [one for one in batches.acts_of(Kind(kind), request.asker) if one not in ELSEWHERE]
    if not offered:
        raise Refused(f"{request.asker.name} may do nothing to many {kind} at once.")
    if request.method != "POST":
        return _choose(request, Kind(kind), offered)
    return begun(request, lambda trouble: _choose(request, Kind(kind), offered, trouble))


@filled_in
@staff
def batch(request: Request, batch_id: UUID) -> HttpResponse:
    """What was done, what was refused and why, and what remains; sent, it does what remains."""
    seen = batches.batch(batch_id, request.asker)
    if seen is None:
        raise Http404
    if request.method == "POST":
        actions.go_on(batch_id, request.asker)
        return HttpResponseRedirect(request.path)
    kind, waiting = ACTS[seen.act].kind, seen.remaining
    context = {
        "batch": seen,
        "act": ACTS[seen.act],
        "is_cases": kind is Kind.CASES,
        "told": _told(seen, kind, request.asker),
        "done": seen.count("done"),
        "refused": seen.count("refused"),
        "waiting": waiting,
        "target": _target(seen),
        "people": accounts.display_names(one.target_id for one in seen.rows if one.target_id),
        "back": reverse("console:queue" if kind is Kind.CASES else "console:tasks"),
    }
    return show(request, "console/batch.html", context)


def begun(
    request: Request,
    shown: Callable[[Trouble], HttpResponse],
    given: Callable[[Sequence[Chosen]], Sequence[Chosen]] = lambda rows: rows,
) -> HttpResponse:
    """Begins what the form says and does it; leads to the page that tells of each row.

    `given` says who gets which row, where each has its own.
    """
    form = request.POST
    try:
        new = NewBatch(
            key=form.get("key", "")[: LONGEST_KEY + 1],
            act=form.get("act", ""),
            rows=given(_chosen(form.getlist("row"))),
            reason=form.get("reason", ""),
            target_id=_number(form.get("target", "")),
        )
        batch_id = actions.begin(new, request.asker)
    except EXPECTED as error:
        return shown(trouble_of(error))
    actions.go_on(batch_id, request.asker)
    return HttpResponseRedirect(reverse("console:batch", args=[batch_id]))


def _choose(
    request: Request, kind: Kind, offered: list[str], trouble: Trouble | None = None
) -> HttpResponse:
    asked = request.POST.get("act", "") if trouble else request.GET.get("act", "")
    code = asked if asked in offered else offered[0]
    rows, timed = _rows(request, kind)
    typed = request.GET.get("where", "").strip()[:120] if ACTS[code].target == "place" else ""
    context = {
        "kind": kind,
        "is_cases": kind is Kind.CASES,
        "offered": [(one, ACTS[one].label, _with(request, act=one)) for one in offered],
        "code": code,
        "act": ACTS[code],
        "rows": rows,
        "timed": timed,
        "named": Named(row.place_id for row in rows),
        "most": MOST_ROWS,
        "is_cut": len(rows) == MOST_ROWS,
        "all_ticked": request.GET.get("all") == "yes",
        "tick_all": _with(request, act=code, all="yes"),
        "ticked": set(request.POST.getlist("row")) if trouble else set(),
        "parties": parties.in_use() if ACTS[code].target == "party" else [],
        "place_typed": typed,
        "kept": [(name, value) for name, value in request.GET.items() if name not in ASKED],
        "places": _places(typed, request.asker),
        "key": request.POST.get("key", "") if trouble else uuid4().hex,
        "unfinished": batches.unfinished(request.asker),
        "back": reverse("console:queue" if kind is Kind.CASES else "console:tasks"),
        "trouble": trouble,
        "reload": request.get_full_path(),
        "typed": request.POST if trouble else {},
    }
    status = trouble.status if trouble else 200
    return show(request, "console/many.html", context, status=status)


def _rows(
    request: Request, kind: Kind
) -> tuple[Sequence[CaseRow] | Sequence[TaskRow], dict[UUID, Any]]:
    """The rows of the list from which the asker came, at most as many as one act takes."""
    if kind is Kind.CASES:
        asked = replace(Wanted.of(request), cursor="")
        try:
            wanted = replace(asked.as_filter(), limit=MOST_ROWS)
            found = cases.cases(wanted, request.asker).items
        except (BadFilter, BadPage):
            found = cases.cases(replace(Wanted().as_filter(), limit=MOST_ROWS), request.asker).items
        return found, clocks.timed(row.id for row in found)
    part = task_lists.part_of(request)
    orders = tasks.tasks(replace(part.filter, limit=MOST_ROWS), request.asker).items
    return orders, clocks.timed_tasks(row.id for row in orders)


def _places(typed: str, asker: Asker) -> list[Any]:
    if not typed:
        return []
    found = places.find_places(typed, asker, limit=MOST_PLACES, right=("place", "case"))
    return [one.place for one in found]


def _with(request: Request, **more: str) -> str:
    """The same list, with another act or ticks."""
    asked = request.GET.copy()
    asked.pop("all", None)
    for name, value in more.items():
        asked[name] = value
    return f"?{asked.urlencode()}"


def _chosen(sent: Sequence[str]) -> list[Chosen]:
    """Ids with their versions, as the page has sent them. Raises `BadText`."""
    return [_one(row) for row in sent[: MOST_ROWS + 1]]


def _one(sent: str) -> Chosen:
    thing_id, _colon, version = sent[:60].partition(":")
    number = _number(version)
    try:
        return Chosen(UUID(thing_id), number if number is not None else -1)
    except ValueError as error:
        raise BadText("rows", _("The rows have come in parts; please choose again.")) from error


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def _told(seen: BatchSeen, kind: Kind, asker: Asker) -> list[Told]:
    """What became of each; the things themselves are asked for once."""
    ids = [one.thing_id for one in seen.rows]
    things: Things = cases.some(ids, asker) if kind is Kind.CASES else tasks.some(ids, asker)
    return [
        Told(one, things.get(one.thing_id), _(one.told) % one.values if one.told else "")
        for one in seen.rows
    ]


def _target(seen: BatchSeen) -> str:
    if seen.target_id is None:
        return ""
    if ACTS[seen.act].target == "place":
        place = places.place(seen.target_id)
        return place.name if place else ""
    party = parties.party(seen.target_id)
    return party.name if party else ""
