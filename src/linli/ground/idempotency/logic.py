"""Says when a repeated request is the same one. Pure."""

import hashlib
from typing import Any

Answer = tuple[int, Any]
"""Status and JSON body."""


class KeyReused(Exception):
    """The key came before with another request; the caller must choose a new one."""


def key_of(key: str) -> str:
    """Any text may be a key; its hash fits the column on every database."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def mark_of(fingerprint: bytes) -> str:
    """What is kept of a request, to know it again."""
    return hashlib.sha256(fingerprint).hexdigest()


def require_same(kept: str, request: str, key: str) -> None:
    """Raises `KeyReused` where the key came before with another request."""
    if kept != request:
        raise KeyReused(f'The key "{key[:80]}" came before with another request.')
