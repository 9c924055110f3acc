"""Looks whether a request has been answered before."""

from linli.ground.idempotency.logic import Answer, key_of, mark_of, require_same
from linli.ground.idempotency.models import KeptAnswer


def answered(scope: str, key: str | None, fingerprint: bytes) -> Answer | None:
    """The answer that was kept for this request, if any: for work that is done before `once`.

    Raises `KeyReused`.
    """
    kept = KeptAnswer.objects.filter(scope=scope, key=key_of(key)).first() if key else None
    if kept is None or key is None:
        return None
    require_same(kept.fingerprint, mark_of(fingerprint), key)
    return kept.status, kept.body
