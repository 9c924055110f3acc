"""Does a write once for each key, and keeps its answer for whoever repeats the request."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from linli.ground.database import atomic, create_or_get
from linli.ground.idempotency.logic import Answer, KeyReused, key_of, mark_of, require_same
from linli.ground.idempotency.models import KeptAnswer

__all__ = ["Answer", "KeyReused", "forget_before", "once"]

NOT_YET: Final = 0
"""The status of a row whose write is still under way; nobody else can see it."""


def once(scope: str, key: str | None, fingerprint: bytes, act: Callable[[], Answer]) -> Answer:
    """Runs `act` in one transaction with its kept answer; the same key gets that answer again.

    Of two at once the second waits for the first: on SQLite for the lock, on PostgreSQL at the
    unique index. An `act` that raises leaves the key free. Raises `KeyReused`.
    """
    if key is None:
        with atomic():
            return act()
    request = mark_of(fingerprint)
    with atomic():
        kept, is_new = create_or_get(
            KeptAnswer,
            {"fingerprint": request, "status": NOT_YET, "body": {}},
            scope=scope,
            key=key_of(key),
        )
        require_same(kept.fingerprint, request, key)
        if is_new:
            kept.status, kept.body = act()
            kept.save(update_fields=["status", "body"])
    return kept.status, kept.body


def forget_before(when: datetime) -> int:
    """Drops answers made before `when`; returns how many."""
    with atomic():
        dropped, _ = KeptAnswer.objects.filter(made_at__lt=when).delete()
    return dropped
