"""Takes tries, gives them back, and forgets counters that are whole again."""

from collections.abc import Sequence
from typing import Final

from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.crypto import salted_hmac

from linli.ground import clock
from linli.ground.database import atomic, require_no_transaction
from linli.ground.database.inserting import insert_if_new
from linli.ground.tries.logic import TooManyTries, Try
from linli.ground.tries.models import Counter

MOST: Final = 100_000
"""Counters that are kept; of more, those nearest to being whole go first."""


def take(tries: Sequence[Try]) -> None:
    """Takes one try at each counter, or none at all.

    It is kept whatever becomes of the guess: of many at once, as many are taken as are in hand.
    Raises `TooManyTries`.
    """
    require_no_transaction("A guess")
    now = clock.seconds()
    with atomic():
        # In one order for all, or two processes would each wait for the other's row.
        for key, one in sorted((_key(one), one) for one in tries):
            _take(key, one, now)


def require_left(tries: Sequence[Try]) -> None:
    """For what costs a try only when it fails: looks, and takes none. Raises `TooManyTries`."""
    now = clock.seconds()
    for one in tries:
        whole_at = Counter.objects.filter(key=_key(one)).values_list("whole_at", flat=True).first()
        if whole_at is not None and whole_at > one.bound.latest(now):
            raise TooManyTries(one.bound.wait_seconds(whole_at, now))


def give_back(tries: Sequence[Try]) -> None:
    """The guess was right: it costs no try, and those before it stay taken."""
    with atomic():
        for key, one in sorted((_key(one), one) for one in tries):
            given = F("whole_at") - Value(float(one.bound.seconds_each))
            Counter.objects.filter(key=key).update(whole_at=given)


def forget() -> int:
    """Drops what is whole again, and what is too much; returns how many."""
    with atomic():
        dropped, _ = Counter.objects.filter(whole_at__lte=clock.seconds()).delete()
        beyond = Counter.objects.order_by("-whole_at").values_list("whole_at", flat=True)[MOST:]
        if latest := beyond.first():
            dropped += Counter.objects.filter(whole_at__lte=latest).delete()[0]
    return dropped


def _take(key: str, one: Try, now: float) -> None:
    bound = one.bound
    if insert_if_new(Counter(key=key, whole_at=now + bound.seconds_each), ("key",)):
        return
    known = Counter.objects.filter(key=key)
    since = Greatest(F("whole_at"), Value(float(now)))
    taken = known.filter(whole_at__lte=bound.latest(now)).update(
        whole_at=since + Value(float(bound.seconds_each))
    )
    if not taken:
        whole_at = known.values_list("whole_at", flat=True).first()
        raise TooManyTries(bound.wait_seconds(whole_at or now, now))


def _key(one: Try) -> str:
    named = f"{one.bound.name}\0{one.whose}"
    return salted_hmac("linli.tries", named, algorithm="sha256").hexdigest()
