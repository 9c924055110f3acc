"""What would have been sent: shown, because no channel is set up that sends."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from linli.ground.paging import BadPage
from linli.respond.alerts import queries as alerts
from linli.web.console.pages import show
from linli.web.shared.access import staff, viewed
from linli.web.shared.named import Named
from linli.web.shared.request import Request

ROWS = 50


@viewed
@staff
def outbox(request: Request) -> HttpResponse:
    """Newest first."""
    try:
        page = alerts.outbox(request.asker, after=request.GET.get("after", ""), limit=ROWS)
    except BadPage:
        return HttpResponseRedirect(reverse("console:outbox"))
    context = {
        "messages_shown": page.items,
        "named": Named(
            (one.place_id for one in page.items), (one.acknowledged_by for one in page.items)
        ),
        "next": page.next,
        "may_see_case": request.asker.may("see", "case"),
    }
    return show(request, "console/outbox.html", context)
