"""Says who asks, in which language, and turns a refusal into a page in words."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from linli.ground.accounts import queries as accounts
from linli.ground.revisions.memory import new_moment
from linli.ground.rights.asker import VISITOR, Asker, Refused
from linli.web.shared.errors import forbidden

Next = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Chinese unless somebody chose otherwise: the browser's own language does not decide.

    A street office's computers are often set up in whatever language they came with.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        return response


class AskerMiddleware:
    """Sets `request.asker`; registers in memory are looked at once per request."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        new_moment()
        asker = _asker(request)
        request.asker = asker  # type: ignore[attr-defined]  # `Request` has it
        response = self.get_response(request)
        if asker.is_person:
            # The next person at this computer goes back, and must not see it.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal that no view turned into words of its own."""
        return forbidden(request, error) if isinstance(error, Refused) else None


def _asker(request: HttpRequest) -> Asker:
    """The one who signed in; a visitor when nobody did, or the account is no longer active."""
    if not request.user.is_authenticated:
        return VISITOR
    return accounts.asker_of(request.user.pk) or VISITOR
