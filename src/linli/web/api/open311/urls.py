"""Addresses under `/open311/v2/`."""

from collections.abc import Callable
from typing import NoReturn

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from linli.web.api.language import in_their_language
from linli.web.api.open311.answers import Faulty, View, methods
from linli.web.api.open311.offered import define_service, list_services
from linli.web.api.open311.posting import post_request
from linli.web.api.open311.reading import list_requests, one_request


def nothing_here(_request: HttpRequest, rest: str) -> NoReturn:
    """XML is not spoken yet, and is said so in words."""
    told = _(
        "There is nothing at “%(address)s”; this server speaks JSON: use an address with .json."
    )
    raise Faulty(404, told % {"address": rest[:80]})


def _open(**views: View) -> Callable[..., HttpResponseBase]:
    """Programs of others come without cookies and tokens, so there is nothing to forge."""
    return csrf_exempt(in_their_language(methods(**views)))


urlpatterns = [
    path("services.json", _open(GET=list_services)),
    path("services/<str:code>.json", _open(GET=define_service)),
    path("requests.json", _open(GET=list_requests, POST=post_request)),
    path("requests/<str:id>.json", _open(GET=one_request)),
    path("<path:rest>", _open(GET=nothing_here, POST=nothing_here)),
]
