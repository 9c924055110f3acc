"""Four workers hear of the same floods at once, and each flood is still one case."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.capabilities.ground.processes import run_alone, run_together
from tools.postgres import own_database

PROGRAM = str(Path(__file__).parent / "flood_worker.py")
FLOODS = 4


@pytest.fixture
def url() -> Iterator[str]:
    """A database of our own where the suite runs on PostgreSQL; empty is a SQLite file."""
    server = os.environ.get("LINLI_DATABASE_URL", "")
    if not server.startswith("postgresql"):
        yield ""
        return
    with own_database(server) as made:
        yield made


def test_each_flood_is_one_case_of_eleven_signals(tmp_path: Path, url: str) -> None:
    database = tmp_path / "linli.db"
    run_alone(PROGRAM, "make", str(FLOODS), database=database, url=url)

    delivered = run_together(PROGRAM, "work", database=database, url=url, copies=4)

    (told,) = run_together(PROGRAM, "look", database=database, url=url, copies=1)
    found = json.loads(told)
    assert found["faults"] == []
    assert found["cases"] == [[11, "handling"]] * FLOODS
    assert found["alerts"] == ["open"] * FLOODS
    assert found["tasks"] == ["dispatched"] * FLOODS
    assert sum(int(count) > 0 for count in delivered) >= 2
