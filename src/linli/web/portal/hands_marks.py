"""Which links to work orders this telephone holds, and how often one may be guessed."""

from collections.abc import Mapping
from typing import Final

from django.core import signing
from django.http import HttpResponse

from linli.ground.tries.actions import require_left, take
from linli.ground.tries.logic import Bound, Try
from linli.organise.tasks.logic.links import AT_MOST, hashed
from linli.web.shared.limits import household
from linli.web.shared.reached import is_over_https
from linli.web.shared.request import Request

COOKIE: Final = "linli_task"
MOST: Final = 10
_SALT: Final = "portal.task"

OF_LINK: Final = Bound("digits, task link", most=5, seconds_each=3600)
"""Four digits at one link, from wherever they come: five tries, then one an hour."""
OF_ADDRESS: Final = Bound("digits of task links, address", most=20, seconds_each=60)
OF_MISSES: Final = Bound("task link that nobody has, address", most=30, seconds_each=60)
"""Nobody guesses 256 bits; whoever tries is not answered for long."""


def take_try(request: Request, secret: str) -> None:
    """Digits are tried once more, from here and at this link. Raises `TooManyTries`."""
    address = household(request.META.get("REMOTE_ADDR", ""))
    from_here = [Try(OF_ADDRESS, address)] if address else []
    take([Try(OF_LINK, hashed(secret)), *from_here])


def require_tries_left(request: Request) -> None:
    """Raises `TooManyTries`."""
    require_left(_misses(request))


def take_miss(request: Request) -> None:
    """Nobody has this link. Raises `TooManyTries`."""
    take(_misses(request))


def marks(request: Request) -> dict[str, str]:
    """By the ids of links: the marks of those that this telephone holds."""
    try:
        kept: dict[str, str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=AT_MOST
        )
    except signing.BadSignature:
        return {}
    return kept


def holding(answer: HttpResponse, request: Request, new: Mapping[str, str]) -> HttpResponse:
    """The answer, with a cookie by which this telephone holds one link more."""
    kept = [*marks(request).items(), *new.items()][-MOST:]
    answer.set_cookie(
        COOKIE,
        signing.dumps(dict(kept), salt=_SALT),
        max_age=AT_MOST,
        path="/t/",
        httponly=True,
        samesite="Lax",
        secure=is_over_https(request),
    )
    return answer


def _misses(request: Request) -> list[Try]:
    address = household(request.META.get("REMOTE_ADDR", ""))
    return [Try(OF_MISSES, address)] if address else []
