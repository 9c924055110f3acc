"""Sound and desktop notices for what is new: what is chosen stays in this browser."""

from django.http import HttpResponse

from linli.web.console.pages import show
from linli.web.shared.access import staff, viewed
from linli.web.shared.request import Request


@viewed
@staff
def alarm(request: Request) -> HttpResponse:
    """The switches, and a try of each."""
    request.asker.require("move", "case")
    return show(request, "console/alarm.html", {})
