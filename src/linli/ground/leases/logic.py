"""Decides when work that failed is tried again, and when it is put before a person."""

from datetime import timedelta
from typing import Final

MAX_ATTEMPTS: Final = 6
"""1 + 2 + 4 + 8 + 16 s of patience: longer than a restart of the database or of a peer."""


def back_off(attempts: int) -> timedelta:
    """The pause after this many failed attempts: 1 s doubling, five minutes at most."""
    return timedelta(seconds=min(2 ** max(0, attempts - 1), 300))


def is_exhausted(attempts: int) -> bool:
    return attempts >= MAX_ATTEMPTS
