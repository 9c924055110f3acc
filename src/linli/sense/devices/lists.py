"""Reads a list of devices (CSV) line by line; every fault with its line, in words."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

REQUIRED: Final = ("id", "type", "place")
OPTIONAL: Final = ("name", "alias", "spot", "firm", "lat", "lon", "gateway")
MOST_BYTES: Final = 100_000_000


class WrongList(ValueError):
    """A file that is no list of devices at all; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list, as text; `number` is the line it ends on."""

    number: int
    cells: dict[str, str]

    def degrees(self, column: str) -> float | None:
        """Raises ValueError with a sentence when the cell is no number."""
        text = self.cells[column]
        try:
            return float(text) if text else None
        except ValueError as wrong:
            raise ValueError(f'{column}: "{text[:40]}" is no number; give degrees.') from wrong


def read(path: Path) -> Iterator[Line]:
    """The lines of a CSV file in UTF-8 (Excel's mark at the beginning is fine).

    Raises `WrongList`.
    """
    table = csv.reader(io.StringIO(_text(path), newline=""))
    try:
        header = [name.strip().lower() for name in next(table, [])]
        _check_header(path, header)
        for cells in table:
            if any(cell.strip() for cell in cells):
                yield Line(table.line_num, _by_column(header, cells))
    except csv.Error as wrong:
        raise WrongList(f"{path}: line {table.line_num} is no CSV ({wrong}); mend it.") from wrong


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise WrongList(f"{path}: has more than {MOST_BYTES} bytes; split it.")
        content = path.read_bytes()
    except OSError as fault:
        raise WrongList(f"{path}: cannot be read ({fault.strerror}); name a CSV file.") from fault
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise WrongList(f"{path}: line {line} is not UTF-8; save it as UTF-8.") from wrong


def _check_header(path: Path, header: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in header]
    strange = [name for name in header if name not in (*REQUIRED, *OPTIONAL)]
    if missing or strange or len(set(header)) != len(header):
        raise WrongList(
            f"{path}: the first line is {','.join(header)[:200]!r}; name each column once:"
            f" {','.join(REQUIRED)}, and of {','.join(OPTIONAL)} those there are."
        )


def _by_column(header: list[str], cells: list[str]) -> dict[str, str]:
    """Missing cells are empty; cells beyond the header are seen by `extra`."""
    filled = dict.fromkeys((*REQUIRED, *OPTIONAL), "")
    filled |= {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    filled["extra"] = ",".join(cells[len(header) :])
    return filled
