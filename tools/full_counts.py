"""Keeps the table of full counts in a page: one row for each long test on each database."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Final

BEGIN: Final = "<!-- full counts: `make test-long` writes these lines -->"
END: Final = "<!-- end of the full counts -->"
HEAD: Final = (
    "| what | counts | database | seed | result | date |",
    "| --- | --- | --- | --- | --- | --- |",
)


class NoTable(Exception):
    """The page has no place for the table; the text says what to write there."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one long test came to. `what` and `database` name it: the next run takes its place."""

    what: str
    counts: str
    database: str
    seed: str
    result: str
    date: str

    @property
    def key(self) -> tuple[str, str]:
        return self.what, self.database

    def written(self) -> str:
        return f"| {' | '.join(astuple(self))} |"


def with_rows(page: str, rows: Iterable[Row]) -> str:
    """The page with these rows in place of their older selves. Raises `NoTable`."""
    before, begin, rest = page.partition(f"{BEGIN}\n")
    lines, end, after = rest.partition(f"{END}\n")
    if not begin or not end:
        raise NoTable(f"There is no place for the full counts; write {BEGIN} and {END} there.")
    kept = {row.key: row for row in map(_read, lines.splitlines()[len(HEAD) :])}
    kept.update((row.key, row) for row in rows)
    table = [*HEAD, *(kept[key].written() for key in sorted(kept))]
    return "".join([before, begin, *(f"{line}\n" for line in table), end, after])


def _read(line: str) -> Row:
    return Row(*(cell.strip() for cell in line.strip("|").split("|")))
