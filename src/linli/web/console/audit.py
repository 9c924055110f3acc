"""Who did or looked at what, for the auditor."""

from uuid import UUID

from django.http import Http404, HttpResponse

from linli.ground.audit import queries as audit
from linli.web.console.audit_words import detail_words, place_ids, purpose_words
from linli.web.console.pages import show
from linli.web.shared.access import staff, viewed
from linli.web.shared.named import Named
from linli.web.shared.request import Request

ROWS = 50


@viewed
@staff
def entries(request: Request) -> HttpResponse:
    """Newest first; `after` is the last row of the page before."""
    rows = audit.entries(request.asker, after=_after(request), limit=ROWS + 1)
    shown = rows[:ROWS]
    named = Named(place_ids(shown))
    page = {
        "rows": [(entry, detail_words(entry, named), purpose_words(entry)) for entry in shown],
        "next": shown[-1].id if len(rows) > ROWS else None,
    }
    return show(request, "console/audit.html", page)


def _after(request: Request) -> UUID | None:
    given = request.GET.get("after")
    try:
        return UUID(given) if given else None
    except ValueError as error:
        raise Http404 from error
