"""Says who opens a stream: a person signed in by session cookie, or a program with a token."""

from dataclasses import dataclass
from typing import Final, Self

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, parse_cookie
from django.utils.translation import get_language_from_request

from linli.ground.accounts import queries as accounts
from linli.ground.environment import LANGUAGES
from linli.ground.rights.asker import Asker
from linli.web.shared.sessions import SessionStore

BEARER: Final = "Bearer "


@dataclass(frozen=True, slots=True)
class Caller:
    """What a request says about who sent it."""

    cookies: dict[str, str]
    authorization: str
    language: str

    @classmethod
    def of(cls, headers: dict[str, str]) -> Self:
        cookies = parse_cookie(headers.get("cookie", ""))
        return cls(cookies, headers.get("authorization", ""), _language(headers, cookies))

    @property
    def token(self) -> str | None:
        """The API token that was sent instead of signing in, if any."""
        if not self.authorization.startswith(BEARER):
            return None
        return self.authorization.removeprefix(BEARER).strip()


def asker_of(caller: Caller) -> Asker | None:
    """The person as the database knows them now; None when signed out or no longer active.

    Up to four queries; not for the event loop's thread.
    """
    if caller.token is not None:
        return accounts.asker_by_token(caller.token)
    key = caller.cookies.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    request = HttpRequest()
    request.session = SessionStore(key)
    user = auth.get_user(request)
    return accounts.asker_of(user.pk) if user.is_authenticated and user.pk else None


def _language(headers: dict[str, str], cookies: dict[str, str]) -> str:
    """A page goes by the cookie, as all pages do; a program says what it wants to read."""
    if "authorization" not in headers:
        chosen = cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
        return chosen if chosen in LANGUAGES else str(settings.LANGUAGE_CODE)
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = headers.get("accept-language", "")
    return get_language_from_request(request)
