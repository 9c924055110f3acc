"""`make test-long` keeps the table of full counts, and nothing but the full counts writes it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import long_runs
from tools.full_counts import BEGIN, END, HEAD, NoTable, Row, with_rows

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
OLD = Row("parts survive kills", "30 kills", "SQLite", "1", "passed in 5 s", "2026-11-24")
OTHER = Row("parts survive kills", "30 kills", "PostgreSQL", "2", "passed in 9 s", "2026-11-24")


def page(*rows: Row) -> str:
    return "\n".join(
        ["# Status", BEGIN, *HEAD, *(one.written() for one in rows), END, "## Gaps", ""]
    )


def report(outcome: str = "passed") -> pytest.TestReport:
    return pytest.TestReport(
        nodeid="tests/flow/test_kills.py::test_parts_survive_kills",
        location=("", 0, ""),
        keywords={},
        outcome=outcome,  # type: ignore[arg-type]  # pytest names its outcomes by literals
        longrepr=None,
        when="call",
        duration=61.4,
        user_properties=[("seed", 7), ("kills", 30), ("requests", 10_000)],
    )


def test_a_run_takes_the_place_of_the_one_before_on_its_database() -> None:
    new = Row("parts survive kills", "30 kills", "SQLite", "7", "failed in 1 s", "2026-11-25")
    more = Row("a burst is one case", "", "SQLite", "8", "passed in 2 s", "2026-11-25")
    assert with_rows(page(OTHER, OLD), [new, more]) == page(more, OTHER, new)


def test_without_a_run_the_page_stays_as_it_is() -> None:
    assert with_rows(page(OTHER, OLD), []) == page(OTHER, OLD)


def test_a_page_without_the_table_is_told_what_to_write() -> None:
    with pytest.raises(NoTable, match="There is no place for the full counts; write <!-- full"):
        with_rows("# Status\n", [OLD])


@pytest.mark.parametrize(
    ("server", "database"), [("", "SQLite"), ("postgresql://127.0.0.1/linli", "PostgreSQL")]
)
def test_a_row_tells_counts_database_seed_result_and_date(
    server: str, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINLI_SYSTEM_DATABASE_URL", server)
    assert long_runs.row(report("failed"), NOW) == Row(
        what="parts survive kills",
        counts="30 kills, 10,000 requests",
        database=database,
        seed="7",
        result="failed in 61 s",
        date="2026-11-25",
    )


class Session:
    """As much of pytest's as the end of a run looks at."""

    def __init__(self) -> None:
        self.config = self
        self.stash = pytest.Stash()
        self.stash[long_runs._rows] = [long_runs.row(report(), NOW)]


@pytest.mark.parametrize(("share", "is_written"), [("1", True), ("0.1", False), ("", False)])
def test_only_full_counts_are_written(
    share: str, is_written: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = tmp_path / "status.md"
    status.write_text(page(OLD))
    monkeypatch.setattr(long_runs, "STATUS", status)
    monkeypatch.setenv("LINLI_LONG_SHARE", share)
    monkeypatch.delenv("LINLI_SYSTEM_DATABASE_URL", raising=False)
    long_runs.pytest_sessionfinish(Session())  # type: ignore[arg-type]
    assert ("10,000 requests | SQLite | 7 | passed in 61 s | 2026-11-25" in status.read_text()) == (
        is_written
    )


def test_the_page_of_the_project_has_its_table() -> None:
    text = long_runs.STATUS.read_text()
    assert with_rows(text, []) == text


def test_a_run_does_its_share_and_notes_what_it_did() -> None:
    noted: list[tuple[str, object]] = []
    run = long_runs.LongRun(0.1, 7, lambda name, value: noted.append((name, value)))
    assert (run.count("requests", 10_000), run.count("kills", 12, least=3)) == (1000, 3)
    assert noted == [("requests", 1000), ("kills", 3)]
    assert run.choice().random() == run.choice().random()
