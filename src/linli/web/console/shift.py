"""The hand-over of a shift: what is handed over, and the two who sign for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.organise.shifts import actions, logic
from linli.organise.shifts import queries as shifts
from linli.organise.shifts.logic import Since
from linli.organise.shifts.queries import SheetRow, ShiftRow
from linli.registers.places import queries as places
from linli.respond.cases.logic.faults import BadText
from linli.web.console.pages import show
from linli.web.console.printing import answer
from linli.web.console.prints.handover import hand_over_sheet
from linli.web.console.troubles import Trouble, attempt
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.forms import number_of
from linli.web.shared.guessing import is_own_password
from linli.web.shared.request import Request
from linli.wire.texts import N_

WRONG_PASSWORD: Final = N_("This is not your password; type it once more.")


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk that a page is about, and the others of the asker."""

    id: int
    others: tuple[int, ...]

    @classmethod
    def of(cls, request: Request) -> "Desk":
        """The one that is asked for, if it is the asker's; else the first. Raises `Refused`."""
        own = shifts.desks(request.asker)
        typed = request.POST.get("desk") or request.GET.get("desk") or ""
        if typed and typed not in map(str, own):
            raise Http404
        chosen = int(typed) if typed else own[0]
        return cls(chosen, tuple(own) if len(own) > 1 else ())


@viewed
@staff
def shift(request: Request) -> HttpResponse:
    return _page(request)


@posted
@staff
def begin(request: Request) -> HttpResponse:
    desk = Desk.of(request)
    return _act(request, lambda: actions.begin(desk.id, request.asker))


@posted
@staff
def hand_over(request: Request, shift_id: UUID) -> HttpResponse:
    """Whoever leaves signs, with the password once more."""
    remark, version = request.POST.get("remark", ""), number_of(request, "version")

    def act() -> None:
        _require_password(request)
        actions.sign_out(shift_id, remark, _seen(request), request.asker, version)

    return _act(request, act)


@posted
@staff
def take_over(request: Request, sheet_id: UUID) -> HttpResponse:
    """Whoever comes signs, with a password of their own."""

    def act() -> None:
        _require_password(request)
        actions.take_over(sheet_id, _seen(request), request.asker)

    return _act(request, act)


@posted
@staff
def approve(request: Request, sheet_id: UUID) -> HttpResponse:
    def act() -> None:
        _require_password(request)
        actions.approve(sheet_id, request.asker)

    page = reverse("console:sheet", args=[sheet_id])
    return attempt(act, page, lambda trouble: _sheet_page(request, sheet_id, trouble))


@posted
@staff
def watch(request: Request) -> HttpResponse:
    desk, text = Desk.of(request), request.POST.get("note", "")
    return _act(request, lambda: actions.write_note(desk.id, text, request.asker))


@posted
@staff
def tick_off(request: Request, note_id: UUID) -> HttpResponse:
    return _act(request, lambda: actions.tick_off(note_id, request.asker))


@viewed
@staff
def sheet(request: Request, sheet_id: UUID) -> HttpResponse:
    return _sheet_page(request, sheet_id)


@viewed
@staff
def sheet_print(request: Request, sheet_id: UUID) -> HttpResponse:
    row = _seen_sheet(request, sheet_id)
    return answer(request, hand_over_sheet(row, request.asker), f"hand-over-{row.sequence}")


def _act(request: Request, act: Callable[[], object]) -> HttpResponse:
    desk = request.POST.get("desk", "")
    done = f"{reverse('console:shift')}{f'?desk={desk}' if desk.isdecimal() else ''}"
    return attempt(act, done, lambda trouble: _page(request, trouble))


def _page(request: Request, trouble: Trouble | None = None) -> HttpResponse:
    desk = Desk.of(request)
    running = shifts.running(desk.id, request.asker)
    context: dict[str, Any] = {
        "desk": desk,
        "desks": [place for place in map(places.place, desk.others) if place],
        "place": places.place(desk.id),
        "running": running,
        "notes": shifts.notes(desk.id, request.asker),
        "sheets": shifts.sheets(desk.id, request.asker),
        "trouble": trouble,
        "typed": request.POST if trouble else {},
        "longest_note": logic.LONGEST_NOTE,
        **(_drafted(request, running, trouble) if running else {}),
    }
    return show(request, "console/shift.html", context, status=trouble.status if trouble else 200)


def _drafted(request: Request, running: ShiftRow, trouble: Trouble | None) -> dict[str, Any]:
    """What would be handed over now; and what of it is new to whoever was about to sign."""
    asker = shifts.at_desk(request.asker, running.desk_id)
    content = shifts.draft(running.began_at, running.desk_id, asker)
    waiting = shifts.waiting(running.id, request.asker)
    known = [*(waiting.content.marks if waiting else ()), *_seen(request)]
    fresh = logic.since(known, content) if trouble and "seen" in request.POST else None
    return {
        "content": content,
        "waiting": waiting,
        "since": logic.since(waiting.content.marks, content) if waiting else None,
        "fresh": _marks(fresh),
        "may_take_over": waiting is not None and waiting.outgoing_id != request.asker.user_id,
    }


def _marks(fresh: Since | None) -> set[str]:
    if fresh is None:
        return set()
    return {*(row.mark for row in fresh.rows), *(note.mark for note in fresh.notes)}


def _sheet_page(request: Request, sheet_id: UUID, trouble: Trouble | None = None) -> HttpResponse:
    row = _seen_sheet(request, sheet_id)
    context = {
        "sheet": row,
        "content": row.content,
        "place": places.place(row.desk_id),
        "trouble": trouble,
        "may_approve": _may_approve(request, row),
    }
    return show(request, "console/sheet.html", context, status=trouble.status if trouble else 200)


def _may_approve(request: Request, row: SheetRow) -> bool:
    signed = (row.outgoing_id, row.incoming_id)
    is_free = row.incoming_at is not None and row.leader_at is None
    is_third = request.asker.user_id not in signed
    return is_free and is_third and request.asker.may("approve", "shift")


def _seen_sheet(request: Request, sheet_id: UUID) -> SheetRow:
    row = shifts.sheet(sheet_id, request.asker)
    if row is None:
        raise Http404
    return row


def _seen(request: Request) -> list[str]:
    """The marks of what was on the page."""
    return request.POST.get("seen", "").split()


def _require_password(request: Request) -> None:
    """A signature is given by whoever knows the password, not by whoever sits there.

    Raises `BadText`, `TooManyTries`; the failure is audited.
    """
    if not is_own_password(request, request.POST.get("password", ""), "sign", "shift"):
        with atomic():
            audit.record(request.asker, "sign", "shift", result="refused")
        raise BadText("password", WRONG_PASSWORD)
