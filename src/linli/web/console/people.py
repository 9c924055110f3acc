"""People and what they may do, for the security administrator."""

from django.http import HttpResponse

from linli.ground.accounts import queries as accounts
from linli.web.console.pages import show
from linli.web.shared.access import staff, viewed
from linli.web.shared.request import Request


@viewed
@staff
def people(request: Request) -> HttpResponse:
    return show(request, "console/people.html", {"people": accounts.users(request.asker)})
