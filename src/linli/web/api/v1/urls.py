"""Addresses under `/api/v1/`: those of the API, and words for all others."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt

from linli.web.api.language import View, in_their_language
from linli.web.api.v1.api import api
from linli.web.shared import problems
from linli.web.shared.problems import Problem


def nothing_here(_request: HttpRequest, **_rest: str) -> HttpResponse:
    return Problem(problems.NOT_FOUND).response()


def _in_words(view: View) -> View:
    """Answers in the caller's language, also when the method is wrong."""

    def run(request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
        response = view(request, *args, **named)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        told = Problem(problems.METHOD, {"method": request.method}).response()
        told["Allow"] = response["Allow"]
        return told

    return csrf_exempt(in_their_language(run))


def _told(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        pattern.callback = _in_words(pattern.callback)
    return pattern


app_name = api.urls_namespace
urlpatterns = [
    *(_told(pattern) for pattern in api.urls[0]),
    path("<path:rest>", csrf_exempt(in_their_language(nothing_here))),
]
