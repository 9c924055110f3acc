"""What the tests of telemetry share."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from linli.ground.database import native_parameters


@pytest.fixture(autouse=True)
def own_store(db: None, data: Path) -> Iterator[Path]:
    """A readings store of this test's own, in the database of the tests or in a folder."""
    yield data
    if connection.vendor == "postgresql":
        with psycopg.connect(**native_parameters(), autocommit=True) as own:
            own.execute("DROP SCHEMA IF EXISTS readings CASCADE")
