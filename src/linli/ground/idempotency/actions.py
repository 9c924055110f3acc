"""Does a write once for each key, and keeps its answer for whoever repeats the request."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from linli.ground.database import atomic, create_or_get
from linli.ground.idempotency.models import KeptAnswer

Answer = tuple[int, Any]
"""Status and JSON body."""

NOT_YET: Final = 0
"""The status of a row whose write is still under way; nobody else can see it."""


class KeyReused(Exception):
    """The key came before with another request; the caller must choose a new one."""


def once(scope: str, key: str | None, fingerprint: bytes, act: Callable[[], Answer]) -> Answer:
    """Runs `act` in one transaction with its kept answer; the same key gets that answer again.

    Of two at once the second waits for the first: on SQLite for the lock, on PostgreSQL at the
    unique index. An `act` that raises leaves the key free. Raises `KeyReused`.
    """
    if key is None:
        with atomic():
            return act()
    request = hashlib.sha256(fingerprint).hexdigest()
    with atomic():
        kept, is_new = create_or_get(
            KeptAnswer,
            {"fingerprint": request, "status": NOT_YET, "body": {}},
            scope=scope,
            key=_fitted(key),
        )
        if kept.fingerprint != request:
            raise KeyReused(f'The key "{key[:80]}" came before with another request.')
        if is_new:
            kept.status, kept.body = act()
            kept.save(update_fields=["status", "body"])
    return kept.status, kept.body


def forget_before(when: datetime) -> int:
    """Drops answers made before `when`; returns how many."""
    with atomic():
        dropped, _ = KeptAnswer.objects.filter(made_at__lt=when).delete()
    return dropped


def _fitted(key: str) -> str:
    """Any text may be a key; its hash fits the column on every database."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
