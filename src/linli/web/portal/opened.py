"""Which receipts this browser has opened: with the digits of the phone, or by sending the report.

Whoever left a phone number has a second key to the report: a receipt that was lost, or read over a
shoulder, tells item, state and estate, and no more.
"""

from datetime import timedelta
from typing import Final

from django.core import signing
from django.http import HttpResponse

from linli.ground.keys import read_short_code
from linli.ground.tries.actions import require_left, take
from linli.ground.tries.logic import Bound, Try
from linli.sense.reports.queries import holders
from linli.web.shared.limits import household
from linli.web.shared.reached import is_over_https
from linli.web.shared.request import Request

COOKIE: Final = "linli_receipts"
MOST: Final = 5
LASTS: Final = timedelta(hours=2)
_SALT: Final = "portal.receipts"

OF_ADDRESS: Final = Bound("digits, address", most=20, seconds_each=30)
"""Four digits are ten thousand guesses."""
OF_MISSES: Final = Bound("receipt that nobody has, address", most=30, seconds_each=60)
"""Of eight signs nobody guesses one; a browser that has receipts open is not held up by others."""
OF_RECEIPT: Final = Bound("digits, receipt", most=12, seconds_each=600)
"""At one receipt, from wherever they come: a dozen, then six in an hour. Four digits last weeks."""


def is_open(request: Request, receipt: str) -> bool:
    """Whether everything under this receipt may be shown in this browser."""
    code = read_short_code(receipt)
    if not holders.is_guarded(code) or code in _kept(request):
        return True
    own = request.asker.user_id
    return own is not None and holders.is_reporter(code, own)


def take_try(request: Request, receipt: str) -> None:
    """Digits are tried once more, from here and at this receipt. Raises `TooManyTries`."""
    address = household(request.META.get("REMOTE_ADDR", ""))
    from_here = [Try(OF_ADDRESS, address)] if address else []
    take([Try(OF_RECEIPT, read_short_code(receipt)[:40]), *from_here])


def require_tries_left(request: Request, receipt: str) -> None:
    """Before a receipt is looked up. Raises `TooManyTries` where too many were not there."""
    if read_short_code(receipt) not in _kept(request):
        require_left(_misses(request))


def take_miss(request: Request) -> None:
    """Nobody has this receipt. Raises `TooManyTries`."""
    take(_misses(request))


def _misses(request: Request) -> list[Try]:
    address = household(request.META.get("REMOTE_ADDR", ""))
    return [Try(OF_MISSES, address)] if address else []


def opened(answer: HttpResponse, request: Request, receipt: str) -> HttpResponse:
    """The answer, with a cookie by which this browser has the receipt open for two hours."""
    kept = [one for one in _kept(request) if one != receipt]
    told = signing.dumps([read_short_code(receipt), *kept][:MOST], salt=_SALT)
    answer.set_cookie(
        COOKIE,
        told,
        max_age=LASTS,
        httponly=True,
        samesite="Lax",
        secure=is_over_https(request),
    )
    return answer


def _kept(request: Request) -> list[str]:
    try:
        return list(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=LASTS))
    except signing.BadSignature:
        return []
