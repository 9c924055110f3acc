"""Programs say in `Accept-Language` what their people read; pages go by the visitor's choice."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import get_language_from_request

View = Callable[..., HttpResponseBase]


def in_their_language(view: View) -> View:
    """The view, run in the best of our languages for this request."""

    @wraps(view)
    def run(request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
        with translation.override(get_language_from_request(request)):
            return view(request, *args, **named)

    return run
