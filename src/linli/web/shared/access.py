"""Doors of pages: who may come in, and by which methods."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from linli.ground.rights.asker import Refused
from linli.web.shared.errors import not_allowed
from linli.web.shared.request import Request, wants_part

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]
Plain = Callable[Concatenate[HttpRequest, P], HttpResponse]


def staff(view: View[P]) -> Plain[P]:
    """For those who work here: others sign in first, and residents are refused."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        asked = cast(Request, request)
        if asked.asker.user_id is None:
            return to_sign_in(request)
        if not asked.asker.is_staff:
            raise Refused(f"{asked.asker.name} may not see the pages of the staff.")
        return view(asked, *args, **kwargs)

    return guarded


def anybody(view: View[P]) -> Plain[P]:
    """For everybody, signed in or not."""

    @wraps(view)
    def open_door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(cast(Request, request), *args, **kwargs)

    return open_door


def takes(*methods: str) -> Callable[[Plain[P]], Plain[P]]:
    """Only these methods, and HEAD with GET; other requests get a page in words.

    Every view says so, and the matrix of rights is made of what they say.
    """
    allowed = {*methods, "HEAD"} if "GET" in methods else {*methods}

    def door(view: Plain[P]) -> Plain[P]:
        @wraps(view)
        def taken(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in allowed:
                return not_allowed(request, methods)
            return view(request, *args, **kwargs)

        taken.takes = methods  # type: ignore[attr-defined]  # `wraps` hands it on
        return taken

    return door


def viewed(view: Plain[P]) -> Plain[P]:
    """A page, or a part of one, that is only looked at."""
    return takes("GET")(view)


def posted(view: Plain[P]) -> Plain[P]:
    """A form that is sent from another page."""
    return takes("POST")(view)


def filled_in(view: Plain[P]) -> Plain[P]:
    """A page with a form, and what is sent from it."""
    return takes("GET", "POST")(view)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Leads to the sign-in page and back; a form that was sent leads back to where it stood."""
    back = request.get_full_path() if request.method == "GET" else _page_before(request)
    address = f"{reverse('sign-in')}?{urlencode({'next': back})}"
    if wants_part(request):
        # A part of a page must not become a sign-in form inside a list: the whole page goes there.
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def safe_next(request: HttpRequest, address: str, otherwise: str) -> str:
    """An address on this site, or `otherwise`: a link from elsewhere must not lead elsewhere."""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else otherwise


def _page_before(request: HttpRequest) -> str:
    return safe_next(request, request.headers.get("Referer", ""), reverse("console:queue"))
