"""Passwords by guessing: how often one may be tried, and when the next try is taken.

A stranger who keeps guessing a name must not shut its holder out: a browser in which somebody has
signed in before has tries of its own (OWASP, "Slow Down Online Guessing Attacks with Device
Cookies"). A right password costs no try; those before it stay taken.
"""

from datetime import timedelta
from typing import Final
from uuid import uuid4

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from linli.ground import clock
from linli.ground.accounts import queries as accounts
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import VISITOR, Asker
from linli.ground.tries import actions as tries
from linli.ground.tries.logic import Bound, TooManyTries, Try
from linli.web.shared.limits import household
from linli.web.shared.reached import is_over_https
from linli.web.shared.request import Request

ACCOUNT: Final = Bound("sign-in, account", most=10, seconds_each=180)
"""Strangers at one name: ten, then twenty in an hour."""
BROWSER: Final = Bound("sign-in, browser", most=10, seconds_each=180)
ADDRESS: Final = Bound("sign-in, address", most=30, seconds_each=60)
"""An office has many people behind one address; only their wrong passwords count."""
OWN: Final = Bound("own password", most=10, seconds_each=180)
"""Whoever sits down at somebody's open page."""
TOLD: Final = Bound("told to the audit", most=1, seconds_each=900)
"""A line of the audit for every guess that was refused would bury all others."""

COOKIE: Final = "linli_known"
LASTS: Final = timedelta(days=180)
MOST_KNOWN: Final = 8
"""People who sign in at one desk's computer."""
_SALT: Final = "shared.known"


def take_sign_in(request: HttpRequest, username: str) -> list[Try]:
    """What a password for this name costs; `give_back` when it is right. Raises `TooManyTries`."""
    user_id = accounts.user_id_of(username)
    asker = accounts.asker_of(user_id) if user_id is not None else None
    spent = _sign_in_tries(request, username, user_id)
    _take(spent, asker or VISITOR, "sign_in", "session")
    return spent


def is_own_password(request: Request, typed: str, act: str, kind: str) -> bool:
    """Whether who is signed in typed their password for this act. Raises `TooManyTries`."""
    user = request.user
    assert user.is_authenticated
    spent = [Try(OWN, str(user.pk))]
    _take(spent, Asker(name=str(user), user_id=user.pk), act, kind)
    if not user.check_password(typed):
        return False
    tries.give_back(spent)
    return True


def remember(answer: HttpResponse, request: HttpRequest, user_id: int) -> None:
    """From now on this browser has tries of its own for this person."""
    kept = _known(request)
    mark = kept.pop(str(user_id), uuid4().hex)
    told = dict([*kept.items(), (str(user_id), mark)][-MOST_KNOWN:])
    answer.set_cookie(
        COOKIE,
        signing.dumps(told, salt=_SALT),
        max_age=LASTS,
        httponly=True,
        samesite="Lax",
        secure=is_over_https(request),
    )


def again_at(full: TooManyTries) -> str:
    """The minute of the day from which on a try is taken: "14:32"."""
    at = clock.now() + timedelta(seconds=full.wait_seconds + 59)
    return date_format(timezone.localtime(at), "H:i")


def too_often(full: TooManyTries) -> str:
    """What whoever tried too often is told."""
    told = _(
        "Wrong passwords have been tried too often, so this one was not looked at. Try again after "
        "%(time)s."
    )
    return told % {"time": again_at(full)}


def _sign_in_tries(request: HttpRequest, username: str, user_id: int | None) -> list[Try]:
    mark = _known(request).get(str(user_id))
    if mark:
        return [Try(BROWSER, f"{user_id} {mark}")]
    address = household(request.META.get("REMOTE_ADDR", ""))
    return [Try(ACCOUNT, username), *([Try(ADDRESS, address)] if address else [])]


def _take(spent: list[Try], asker: Asker, act: str, kind: str) -> None:
    try:
        tries.take(spent)
    except TooManyTries:
        _tell(spent, asker, act, kind)
        raise


def _tell(spent: list[Try], asker: Asker, act: str, kind: str) -> None:
    try:
        tries.take([Try(TOLD, spent[0].whose)])
    except TooManyTries:
        return
    with atomic():
        audit.record(asker, act, kind, result=audit.REFUSED, reason="too_many_tries")


def _known(request: HttpRequest) -> dict[str, str]:
    """By the ids of people: the marks under which this browser's tries are counted."""
    try:
        kept: dict[str, str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=LASTS
        )
    except signing.BadSignature:
        return {}
    return kept
