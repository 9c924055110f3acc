"""The frame of every staff page: the menu of what the asker may see."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from linli.ground.rights.asker import Asker
from linli.organise.notices import queries as notices
from linli.organise.notices.queries import MOST_COUNTED
from linli.web.console.menu import here, menu
from linli.web.shared.request import Request


def show(
    request: Request, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A staff page, marked in the menu by its address."""
    entries = menu(request.asker)
    found = here(entries, request.path)
    is_one_of_them = found is not None and found[1].address == request.path
    frame = {
        # Asked for only by a template that shows it: parts of pages do not.
        "unread_notices": SimpleLazyObject(lambda: _unread(request.asker)),
        "asker_reads_notices": request.asker.may("read", "notice"),
        "menu": entries,
        "menu_entry": found[0].name if found else "",
        "menu_page": found[1].name if found else "",
        "menu_below": found[0].pages if found and is_one_of_them else (),
        "queue_label": next((entry.label for entry in entries if entry.name == "queue"), ""),
        "asker_is_on_duty": request.asker.may("move", "case"),
        "asker_takes_reports": request.asker.may("take", "report"),
        "asker_sees_outbox": request.asker.may("see", "outbox"),
        "roles": sorted({grant.role.value for grant in request.asker.grants}),
    }
    return render(request, template, {**frame, **context}, status=status)


def _unread(asker: Asker) -> str:
    """As the head of a page shows it: empty for none."""
    count = notices.unread(asker, MOST_COUNTED)
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count or "")
