"""How we speak to the databases: every write stands inside `atomic()`, reads open nothing."""

from django.db import connection, transaction
from django.db.transaction import Atomic


class NotInTransaction(Exception):
    """A row that must commit together with its cause was written outside a transaction."""


def atomic() -> Atomic:
    """One transaction, or a savepoint inside the one we are in."""
    return transaction.atomic()


def require_transaction(what: str) -> None:
    """Raises `NotInTransaction` with `what`, a sentence's subject, outside an atomic block."""
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{what} must stand inside the atomic block of its cause.")
