"""Somebody of a unit is away: their open work goes to others in one act."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.organise.batches import queries as batches
from linli.organise.batches.logic import Chosen
from linli.organise.tasks.logic.handing import spread
from linli.organise.tasks.queries import hands
from linli.organise.tasks.queries.hands import Hands
from linli.respond.cases.queries import clocks
from linli.web.console.many import begun
from linli.web.console.pages import show
from linli.web.console.troubles import Trouble
from linli.web.shared.access import filled_in, staff
from linli.web.shared.named import Named
from linli.web.shared.request import Request

EVENLY: Final = "evenly"


@filled_in
@staff
def away(request: Request) -> HttpResponse:
    """Who is away, what they have, and who goes on with it; then the page that tells of each."""
    busy = hands.busy(request.asker)
    asked = request.POST if request.method == "POST" else request.GET
    gone = next((one for one in busy if _key(one) == asked.get("who", "")), None)
    if request.method != "POST":
        return _page(request, busy, gone)
    if gone is None:
        told = _("Nothing is in the hands of this person any more.")
        return _page(request, busy, None, Trouble(409, _("Nothing was done."), told))
    return begun(
        request,
        lambda trouble: _page(request, busy, gone, trouble),
        lambda rows: _given(rows, gone, request),
    )


def _given(rows: Sequence[Chosen], gone: Hands, request: Request) -> list[Chosen]:
    """Each row with who gets it: one person, or whoever has the least by then.

    What is no longer in the hands of whoever is away comes last, and is told of as refused.
    """
    held = hands.held_by(gone.party_id, gone.user_id, request.asker)
    due = {row.id: place for place, row in enumerate(held)}
    work = sorted(rows, key=lambda one: due.get(one.thing_id, len(due)))
    others = {one.user_id: one.open_tasks for one in hands.others(gone.party_id, gone.user_id)}
    to = request.POST.get("to", "")
    takers = others if to == EVENLY else {one: 0 for one in others if str(one) == to}
    given = spread([one.thing_id for one in work], takers)
    return [replace(one, target_id=given.get(one.thing_id)) for one in work]


def _key(one: Hands) -> str:
    return f"{one.party_id}-{one.user_id}"


def _page(
    request: Request, busy: list[Hands], gone: Hands | None, trouble: Trouble | None = None
) -> HttpResponse:
    rows = hands.held_by(gone.party_id, gone.user_id, request.asker) if gone else []
    context: dict[str, Any] = {
        "busy": [(_key(one), one) for one in busy],
        "gone": gone,
        "who": _key(gone) if gone else "",
        "rows": rows,
        "others": hands.others(gone.party_id, gone.user_id) if gone else [],
        "timed": clocks.timed_tasks(row.id for row in rows),
        "named": Named(row.place_id for row in rows),
        "most": hands.MOST_AT_ONCE,
        "is_cut": len(rows) == hands.MOST_AT_ONCE,
        "key": request.POST.get("key", "") if trouble else uuid4().hex,
        "unfinished": batches.unfinished(request.asker),
        "trouble": trouble,
        "reload": request.get_full_path(),
        "typed": request.POST if trouble else {},
    }
    status = trouble.status if trouble else 200
    return show(request, "console/away.html", context, status=status)
