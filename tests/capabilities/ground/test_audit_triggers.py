"""The database itself refuses to change or delete rows of the audit, also after a migration."""

from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, Field

from linli.ground.audit import triggers
from linli.ground.audit.actions import record
from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker

LIN = Asker("Lin", 7)
TABLE = triggers.TABLE
CHANGES = {
    "update": f"UPDATE {TABLE} SET act = 'look'",
    "delete": f"DELETE FROM {TABLE}",
    "one row": f"DELETE FROM {TABLE} WHERE act = 'see'",
    "all columns": f"UPDATE {TABLE} SET id = id",
}
BY_DATABASE = {
    "postgresql": [
        f"TRUNCATE {TABLE}",
        f"INSERT INTO {TABLE} SELECT * FROM {TABLE} ON CONFLICT (id) DO UPDATE SET act = 'look'",
    ],
    "sqlite": [
        f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE}",
        f"REPLACE INTO {TABLE} SELECT * FROM {TABLE}",
    ],
}


def write() -> AuditEntry:
    with transaction.atomic():
        record(LIN, "see", "reporter", "r1")
    return AuditEntry.objects.get()


def refuse(statement: str) -> None:
    """The statement fails, in words, and leaves the row as it was."""
    before = list(AuditEntry.objects.values())
    with (
        pytest.raises(IntegrityError, match=triggers.REFUSAL),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert list(AuditEntry.objects.values()) == before


@pytest.mark.django_db
@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_the_database_refuses_to_change_or_delete_a_row(statement: str) -> None:
    write()
    refuse(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(2))
def test_the_other_ways_to_lose_a_row_are_refused_too(number: int) -> None:
    write()
    refuse(BY_DATABASE[connection.vendor][number])


@pytest.mark.django_db
def test_rows_are_refused_to_our_own_code_too() -> None:
    entry = write()
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(IntegrityError, match=triggers.REFUSAL), transaction.atomic():
            change()
    assert AuditEntry.objects.filter(pk=entry.pk, act="see").exists()


@pytest.fixture
def rebuild(transactional_db: None) -> Iterator[Callable[[], None]]:
    """`rebuild()` gives the purposes another length; SQLite builds a new table for that."""
    old = AuditEntry._meta.get_field("purpose")
    new = CharField(max_length=130, blank=True)
    new.set_attributes_from_name("purpose")
    new.model = AuditEntry

    def alter(before: Field, after: Field) -> None:
        with connection.schema_editor() as editor:
            editor.alter_field(AuditEntry, before, after, strict=True)

    yield lambda: alter(old, new)
    alter(new, old)


def test_a_migration_that_rebuilds_the_table_does_not_lose_the_triggers(
    rebuild: Callable[[], None],
) -> None:
    write()
    rebuild()
    call_command("migrate", verbosity=0)
    refuse(f"DELETE FROM {TABLE}")
    refuse(f"UPDATE {TABLE} SET act = 'look'")


def test_sqlite_loses_the_triggers_with_the_table(rebuild: Callable[[], None]) -> None:
    """Why they are made after each migration; were this not so, the test above could not fail."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL changes the table where it is.")
    write()
    rebuild()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
    assert AuditEntry.objects.count() == 0


def test_a_flush_between_tests_leaves_the_triggers(transactional_db: None) -> None:
    call_command("flush", interactive=False, verbosity=0)
    write()
    refuse(f"DELETE FROM {TABLE}")
