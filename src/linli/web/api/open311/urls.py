"""Addresses under `/open311/v2/`: each in JSON and in XML, by its ending."""

from collections.abc import Callable
from typing import NoReturn

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from linli.web.api.language import in_their_language
from linli.web.api.open311.answers import Faulty, View, methods
from linli.web.api.open311.discovery import discover
from linli.web.api.open311.offered import define_service, list_services
from linli.web.api.open311.posting import post_request
from linli.web.api.open311.reading import list_requests, of_token, one_request, photo


def nothing_here(_request: HttpRequest, rest: str) -> NoReturn:
    told = _("There is nothing at “%(address)s”; see services.json or services.xml.")
    raise Faulty(404, told % {"address": rest[:80]})


def _open(ending: str, **views: View) -> Callable[..., HttpResponseBase]:
    """Programs of others come without cookies and tokens, so there is nothing to forge."""
    return csrf_exempt(in_their_language(methods(ending, **views)))


def _in(ending: str) -> list[URLPattern]:
    return [
        path(f"discovery.{ending}", _open(ending, GET=discover)),
        path(f"services.{ending}", _open(ending, GET=list_services)),
        path(f"services/<str:code>.{ending}", _open(ending, GET=define_service)),
        path(f"requests.{ending}", _open(ending, GET=list_requests, POST=post_request)),
        path(f"requests/<str:id>.{ending}", _open(ending, GET=one_request)),
        path(f"tokens/<str:token>.{ending}", _open(ending, GET=of_token)),
    ]


urlpatterns = [
    *_in("json"),
    *_in("xml"),
    path("requests/<uuid:report_id>/photos/<uuid:photo_id>.jpg", _open("json", GET=photo)),
    path("<path:rest>.xml", _open("xml", GET=nothing_here, POST=nothing_here)),
    path("<path:rest>", _open("json", GET=nothing_here, POST=nothing_here)),
]
