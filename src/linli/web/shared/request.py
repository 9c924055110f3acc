"""The request as our views get it: with the one who asks."""

from typing import Any

from django.http import HttpRequest

from linli.ground.rights.asker import Asker


class Request(HttpRequest):
    """What `AskerMiddleware` and django-csp add; for type checks only, never made by itself."""

    asker: Asker
    csp_nonce: str
    session: Any


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks, which puts the answer into a page that is already open."""
    return request.headers.get("HX-Request") == "true"
