"""Taking over the cases of another system: a file, and the map that says what it means."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.ground.sheets import queries as sheets
from linli.ground.sheets.faults import Unreadable
from linli.ground.sheets.reading import MOST_BYTES
from linli.lists import take_history
from linli.respond.cases.logic.history import LONGEST_MAP, BadMap
from linli.respond.cases.queries import past
from linli.web.console.pages import show
from linli.web.shared.access import filled_in, staff
from linli.web.shared.request import Request

LAST_FILES = 10


@filled_in
@staff
def history(request: Request) -> HttpResponse:
    """The form, and what is done with it; the file's own page then tells what would come of it."""
    request.asker.require("load", "history")
    if request.method != "POST":
        return _page(request, past.last_map() or past.EXAMPLE)
    map_text, sent = _map_text(request), request.FILES.get("file")
    if sent is None or not sent.size:
        return _page(request, map_text, file_fault=_("Choose a file that is not empty."))
    try:
        content = sent.read(MOST_BYTES + 1)
        loading_id = take_history(sent.name or "", content, map_text, request.asker)
    except BadMap as bad:
        return _page(request, map_text, map_fault=_(bad.message) % bad.values)
    except Unreadable as refusal:
        return _page(request, map_text, file_fault=_(refusal.message) % refusal.values)
    return HttpResponseRedirect(reverse("console:loading", args=[loading_id]))


def refused(request: Request, fault: str) -> HttpResponse:
    """The same page, with what is wrong with a file that came without a map."""
    return _page(request, past.last_map() or past.EXAMPLE, file_fault=fault)


def _map_text(request: Request) -> str:
    """As it stands in the form, or in a file that was chosen for it."""
    chosen = request.FILES.get("map_file")
    if chosen is None or not chosen.size:
        return request.POST.get("map", "")
    content = chosen.read(4 * LONGEST_MAP)
    return (content if isinstance(content, bytes) else content.encode()).decode(
        "utf-8-sig", "replace"
    )


def _page(
    request: Request, map_text: str, *, file_fault: str = "", map_fault: str = ""
) -> HttpResponse:
    page = {
        "map": map_text[:LONGEST_MAP],
        "longest": LONGEST_MAP,
        "file_fault": file_fault,
        "map_fault": map_fault,
        "files": sheets.loadings("history", request.asker, LAST_FILES),
    }
    status = 400 if file_fault or map_fault else 200
    return show(request, "console/history.html", page, status=status)
