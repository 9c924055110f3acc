"""How we speak to the databases: every write stands inside `atomic()`, reads open nothing."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeVar

from django.db import connection, models, transaction
from django.db.transaction import Atomic

from linli.ground.database.inserting import insert_if_new

Made = TypeVar("Made", bound=models.Model)
Row = TypeVar("Row")
Key = TypeVar("Key")

MOST_IN_A_QUERY: Final = 500
"""Keys in one statement: every build of SQLite takes 999 values, and short waits are fair."""


class NotInTransaction(Exception):
    """A row that must commit together with its cause was written outside a transaction."""


class InTransaction(Exception):
    """Something slow was begun inside a transaction, where all who write would wait for it."""


def atomic() -> Atomic:
    """One transaction; inside one it is the same one, and what fails here undoes all of it.

    So whoever catches an error goes on outside: Django refuses every statement until then.
    """
    return transaction.atomic(savepoint=not _is_in_transaction())


def require_transaction(what: str) -> None:
    """Raises `NotInTransaction` with `what`, a sentence's subject, outside an atomic block."""
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{what} must stand inside the atomic block of its cause.")


def native_parameters() -> dict[str, Any]:
    """What `psycopg.connect` needs for the database of Django, without its cursor settings."""
    parameters = connection.get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port")
    return {key: parameters[key] for key in wanted if parameters.get(key)}


def require_no_transaction(what: str) -> None:
    """Raises `InTransaction` with `what`, a sentence's subject, inside an atomic block."""
    if _is_in_transaction():
        raise InTransaction(f"{what} takes its time; do it before the atomic block.")


def _is_in_transaction() -> bool:
    """Whether we are in a block of ours; the one that a test stands in does not count.

    Django's own `durable` counts so, too.
    """
    blocks = connection.atomic_blocks
    return bool(blocks) and not blocks[-1]._from_testcase  # type: ignore[attr-defined]  # Django has it


def create_or_get(kind: type[Made], columns: dict[str, Any], **key: Any) -> tuple[Made, bool]:
    """The row of a unique key, and whether it is new; for keys that nearly always are.

    Django's `get_or_create` asks first, and of two at once lets both ask.
    """
    row = kind(**key, **columns)
    if insert_if_new(row, tuple(key)):
        return row, True
    return kind._default_manager.get(**key), False


def single(rows: "models.QuerySet[Any, Row]") -> Row | None:
    """The row that a unique key leads to, or None; `first()` would have the database sort it."""
    return next(iter(rows[:1]), None)


def by_key(
    rows: "models.QuerySet[Made, Made]", keys: Iterable[Any], field_name: str = "pk"
) -> dict[Any, Made]:
    """Django's `in_bulk`, in statements that PostgreSQL takes: of at most 65,535 values each."""
    found: dict[Any, Made] = {}
    for some in batches(set(keys)):
        found |= rows.in_bulk(some, field_name=field_name)
    return found


def batches(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """The keys in lists that fit into one statement each."""
    left = list(keys)
    for start in range(0, len(left), MOST_IN_A_QUERY):
        yield left[start : start + MOST_IN_A_QUERY]
