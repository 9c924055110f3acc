"""On foot: what a grid worker, a handler and a checker do on their telephones, often offline.

All forms work plainly; with scripts they are drafts that are kept in the telephone and sent when
there is a line (`static/js/foot.js`), each once by its key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse

from linli.ground.rights.asker import Asker
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.logic.results import MOST_PHOTOS
from linli.organise.tasks.queries import TaskFilter, TaskRow
from linli.registers.parties import queries as parties
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.states import State
from linli.respond.cases.queries import CaseFilter, CaseRow, clocks
from linli.web.console.case_page import public_words, words_added
from linli.web.console.foot_sending import sent
from linli.web.console.outside_page import outside_of
from linli.web.console.pages import show
from linli.web.console.troubles import Trouble
from linli.web.shared.access import filled_in, staff, viewed
from linli.web.shared.named import Named
from linli.web.shared.request import Request
from linli.web.shared.taken import taken_of
from linli.web.shared.templatetags.linli import place_name, point_of

FOOT: Final = ("walk", "round")
"""The right (act, kind) of those whose work is outside."""
ROWS: Final = 50
AMAP: Final = "https://uri.amap.com/marker"


@dataclass(frozen=True, slots=True)
class Piece:
    """A case that waits for a person on the spot."""

    row: CaseRow
    kind: str


@viewed
@staff
def mine(request: Request) -> HttpResponse:
    """Everything that waits for this person, the gravest and then what is due first."""
    asker = request.asker
    asker.require(*FOOT)
    orders = _orders(asker)
    pieces = [*_pieces(asker, "verify", State.RESOLVED), *_pieces(asker, "note", State.VERIFYING)]
    context = {
        "orders": orders,
        "pieces": pieces,
        "timed": {
            **clocks.timed_tasks(one.id for one in orders),
            **clocks.timed(one.row.id for one in pieces),
        },
        "named": Named([*(one.place_id for one in orders), *(one.row.place_id for one in pieces)]),
    }
    return shown_on_foot(request, "console/foot.html", context)


@filled_in
@staff
def order(request: Request, task_id: UUID) -> HttpResponse:
    """One work order, and what can be done about it now."""
    request.asker.require(*FOOT)
    if request.method != "POST":
        return _order(request, task_id)
    return sent(request, task_id, lambda trouble: _order(request, task_id, trouble))


@filled_in
@staff
def look(request: Request, case_id: UUID) -> HttpResponse:
    """One case to be checked, or to be looked at on the spot."""
    request.asker.require(*FOOT)
    if request.method != "POST":
        return _look(request, case_id)
    return sent(request, case_id, lambda trouble: _look(request, case_id, trouble))


def _orders(asker: Asker) -> Sequence[TaskRow]:
    """Work orders of one's own unit."""
    if not asker.may("finish", "task"):
        return ()
    return tasks.tasks(TaskFilter(open_only=True, limit=ROWS), asker).items


def _pieces(asker: Asker, act: str, state: State) -> list[Piece]:
    if not asker.may(act, "case"):
        return []
    wanted = CaseFilter(states=(state,), order="queue", limit=ROWS)
    return [Piece(row, act) for row in cases.cases(wanted, asker).items]


def _order(request: Request, task_id: UUID, trouble: Trouble | None = None) -> HttpResponse:
    row = tasks.task(task_id, request.asker)
    if row is None:
        raise Http404
    case = cases.case(row.case_id, request.asker)
    moves = {move.act: move for move in tasks.moves(row, request.asker)}
    context = {
        "task": row,
        "timed": clocks.timed_tasks([row.id]),
        "case": case,
        "moves": moves,
        "may_finish": "finish" in moves or {"sign", "return"} <= moves.keys(),
        "needs_photo": tasks.needs_photo(row),
    }
    about = {**_about(case, request.asker), **outside_of(row, request.asker)}
    return _page(request, "console/foot_order.html", {**about, **context}, trouble)


def _look(request: Request, case_id: UUID, trouble: Trouble | None = None) -> HttpResponse:
    row = cases.case(case_id, request.asker)
    if row is None:
        raise Http404
    asker = request.asker
    done = tasks.of_case(case_id, asker) if asker.may("see", "task") else []
    context = {
        "case": row,
        "taken": taken_of(done, point_of(row)),
        "may_verify": tasks.may_verify(row, asker),
        "is_looked_into": row.state == State.VERIFYING,
        "may_note": asker.may("note", "case"),
        "is_own_work": row.state == State.RESOLVED and asker.may("verify", "case"),
        "results": [one for one in done if one.done_at],
        "unit": next((parties.party(party_id) for party_id in row.parties), None),
    }
    return _page(request, "console/foot_look.html", {**_about(row, asker), **context}, trouble)


def _about(case: CaseRow | None, asker: Asker) -> dict[str, Any]:
    return {
        "words": public_words(case.id, asker) if case else [],
        "added": words_added(case.id, asker) if case else [],
        "way": _way(case) if case else "",
    }


def _way(case: CaseRow) -> str:
    """A link that leads there; the map's maker learns the point only when it is pressed."""
    at = point_of(case)
    if at is None:
        return ""
    name = place_name(case.place_id) or case.number
    asked = {"position": f"{at.lon:.6f},{at.lat:.6f}", "coordinate": "wgs84", "name": name}
    return f"{AMAP}?{urlencode(asked)}"


def _page(
    request: Request, template: str, context: dict[str, Any], trouble: Trouble | None
) -> HttpResponse:
    told = {
        "trouble": trouble,
        "typed": request.POST if trouble else {},
        "reload": request.path,
        "most_photos": MOST_PHOTOS,
        "key": uuid4().hex,
    }
    return shown_on_foot(request, template, {**context, **told}, trouble.status if trouble else 200)


def shown_on_foot(
    request: Request, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The worker of these pages keeps them for this person, until somebody else signs in."""
    answer = show(request, template, context, status=status)
    answer.headers["Linli-Person"] = str(request.asker.user_id)
    return answer
