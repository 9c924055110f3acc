"""Lets the database itself refuse to change or delete rows of the audit."""

from typing import Any, Final

from django.db import connections

TABLE: Final = "audit_auditentry"
REFUSAL: Final = "Rows of the audit are never changed or deleted."

ON_POSTGRESQL: Final = "audit_refuses_change"
# Whoever inserts over a row has SQLite delete it without asking a trigger of DELETE.
_IS_KNOWN: Final = f"EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)"  # noqa: S608 - our table
ON_SQLITE: Final = {
    "audit_refuses_update": f"BEFORE UPDATE ON {TABLE}",
    "audit_refuses_delete": f"BEFORE DELETE ON {TABLE}",
    "audit_refuses_replace": f"BEFORE INSERT ON {TABLE} WHEN {_IS_KNOWN}",
}


def make(using: str = "default", **_: Any) -> None:
    """Makes the triggers that are missing.

    Called after every migration, whoever runs it: SQLite drops a table's triggers when a migration
    rebuilds the table. Where the table is not there (yet, or any more) there is nothing to guard.
    """
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def _statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"""
            CREATE OR REPLACE FUNCTION {ON_POSTGRESQL}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$
            """,
            f"""
            CREATE OR REPLACE TRIGGER {ON_POSTGRESQL} BEFORE UPDATE OR DELETE OR TRUNCATE
            ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {ON_POSTGRESQL}()
            """,
        ]
    return [
        f"""
        CREATE TRIGGER IF NOT EXISTS {name} {when}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
        """
        for name, when in ON_SQLITE.items()
    ]
