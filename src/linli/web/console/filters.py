"""Filters of the queue that somebody keeps under a name: to open, to rename, to delete."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.urls import reverse

from linli.ground.shortcuts import actions as shortcuts
from linli.ground.shortcuts.logic import LONGEST_NAME
from linli.ground.shortcuts.queries import ShortcutRow
from linli.ground.shortcuts.queries import shortcuts as shortcuts_of
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.web.console.pages import show
from linli.web.console.queue import QUEUE, Wanted
from linli.web.console.troubles import Trouble, attempt
from linli.web.shared.access import posted, staff, viewed
from linli.web.shared.request import Request


@dataclass(frozen=True, slots=True)
class Kept:
    """One of them, and what it looks for in words."""

    row: ShortcutRow
    wanted: Wanted
    place: PlaceRow | None


@viewed
@staff
def filters(request: Request) -> HttpResponse:
    return _page(request)


@posted
@staff
def keep(request: Request) -> HttpResponse:
    """Keeps what the queue shows, and leads back to it."""
    asked, name = Wanted.sent(request), request.POST.get("name", "")
    return attempt(
        lambda: shortcuts.keep(QUEUE, name, asked.told, request.asker),
        asked.address(),
        lambda trouble: _page(request, trouble),
    )


@posted
@staff
def rename(request: Request, shortcut_id: int) -> HttpResponse:
    name = request.POST.get("name", "")
    return attempt(
        lambda: shortcuts.rename(shortcut_id, name, request.asker),
        reverse("console:filters"),
        lambda trouble: _page(request, trouble),
    )


@posted
@staff
def forget(request: Request, shortcut_id: int) -> HttpResponse:
    return attempt(
        lambda: shortcuts.forget(shortcut_id, request.asker),
        reverse("console:filters"),
        lambda trouble: _page(request, trouble),
    )


def _page(request: Request, trouble: Trouble | None = None) -> HttpResponse:
    request.asker.require("keep", "shortcut")
    context = {
        "kept": [_kept(row) for row in shortcuts_of(QUEUE, request.asker)],
        "longest_name": LONGEST_NAME,
        "trouble": trouble,
    }
    status = trouble.status if trouble else HTTPStatus.OK
    return show(request, "console/filters.html", context, status=status)


def _kept(row: ShortcutRow) -> Kept:
    wanted = Wanted(**row.asked)
    return Kept(row, wanted, places.by_code(wanted.place) if wanted.place else None)
