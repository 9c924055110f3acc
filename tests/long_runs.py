"""Long tests: how many of their full counts a run does, from which seed, and what came of it.

`LINLI_LONG_SHARE` says which part of the full counts is done (1 unless it is set), `LINLI_SEED`
brings a run back. A run with LINLI_LONG_SHARE=1 writes its figures into docs/status.md.
"""

import os
import random
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tools.full_counts import Row, with_rows

STATUS = Path(__file__).parents[1] / "docs" / "status.md"
SEED = "seed"
_rows = pytest.StashKey[list[Row]]()


@dataclass(frozen=True, slots=True)
class LongRun:
    """Counts and chances of one long test; both are noted for the table."""

    share: float
    seed: int
    note: Callable[[str, object], None] = field(repr=False)

    def count(self, of: str, full: int, least: int = 1) -> int:
        """So many things this run does of `full`."""
        found = max(least, round(full * self.share))
        self.note(of, found)
        return found

    def choice(self) -> random.Random:
        return random.Random(self.seed)


@pytest.fixture
def long_run(record_property: Callable[[str, object], None]) -> LongRun:
    share = float(os.environ.get("LINLI_LONG_SHARE") or 1)
    seed = int(os.environ.get("LINLI_SEED") or random.SystemRandom().randrange(10**9))
    print(f"LINLI_SEED={seed}")
    record_property(SEED, seed)
    return LongRun(share, seed, record_property)


def row(report: pytest.TestReport, now: datetime) -> Row:
    """What one long test came to, as a row of the table."""
    noted = dict(report.user_properties)
    seed = noted.pop(SEED, "")
    on_postgres = os.environ.get("LINLI_SYSTEM_DATABASE_URL")
    name = report.nodeid.rpartition("::")[2].removeprefix("test_")
    return Row(
        what=name.replace("_", " "),
        counts=", ".join(f"{count:,} {of}" for of, count in noted.items()),
        database="PostgreSQL" if on_postgres else "SQLite",
        seed=str(seed),
        result=f"{report.outcome} in {report.duration:.0f} s",
        date=f"{now:%Y-%m-%d}",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_rows] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    is_over = report.when == "call" and not report.skipped
    if is_over and item.get_closest_marker("long"):
        item.config.stash[_rows].append(row(report, datetime.now(UTC)))
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    rows = session.config.stash[_rows]
    if rows and os.environ.get("LINLI_LONG_SHARE") == "1":
        STATUS.write_text(with_rows(STATUS.read_text(), rows))
