"""Reads a spreadsheet by its schema: good rows as records, everything else as a fault in words."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from linli.ground.sheets.cells import BadCell, Value, read_cell
from linli.ground.sheets.faults import Fault, Unreadable
from linli.ground.sheets.schema import Column, Schema
from linli.ground.sheets.workbook import Grid, column_letter, read_workbook
from linli.wire.texts import N_

MOST_BYTES: Final = 30 * 1024 * 1024
MOST_ROWS: Final = 200_000
MOST_FAULTS: Final = 1_000
_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_LOWEST_HEADER: Final = 10
_DELIMITERS: Final = ",\t;"


@dataclass(frozen=True, slots=True)
class Record:
    """A row that keeps the schema. `row` counts as the spreadsheet program does, from 1."""

    row: int
    values: dict[str, Value]


@dataclass(slots=True)
class Table:
    """What a file holds. A row is among the records or among the faults, never among both."""

    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Sheets that were not read, and columns that nobody knows."""

    @property
    def rows_with_faults(self) -> int:
        return len({fault.row for fault in self.faults})


def read_table(content: bytes, schema: Schema) -> Table:
    """The table of an XLSX or CSV file (UTF-8 or GB18030). Raises `Unreadable`."""
    if len(content) > MOST_BYTES:
        raise Unreadable(
            N_("The file has %(size)d MB; at most %(most)d MB are read. Split it."),
            {"size": len(content) // 1024**2, "most": MOST_BYTES // 1024**2},
        )
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(N_("This is an old .xls file. Save it as .xlsx or .csv."))
    if content.startswith(_ZIP):
        grid, faults, left_out = read_workbook(content, MOST_ROWS)
    else:
        grid, faults, left_out = _read_csv(content), [], []
    return _checked(grid, faults, left_out, schema)


def _read_csv(content: bytes) -> Grid:
    text = _decoded(content)
    if "\0" in text:
        raise Unreadable(N_("This is neither an XLSX nor a CSV file: it holds zero bytes."))
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows: Grid = []
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in table:
            # A cell with line breaks spans lines; a row is still one row of the spreadsheet.
            rows.append([_unguarded(cell.strip()) for cell in cells])
            if len(rows) > MOST_ROWS:
                raise Unreadable(
                    N_("The sheet has %(rows)d rows; at most %(most)d fit. Split the file."),
                    {"rows": len(rows), "most": MOST_ROWS},
                )
    except csv.Error as wrong:
        raise Unreadable(
            N_("Line %(line)d cannot be read as CSV (%(reason)s)."),
            {"line": table.line_num, "reason": str(wrong)},
        ) from wrong
    return rows


def _decoded(content: bytes) -> str:
    """UTF-8 with or without Excel's mark, else GB18030, which Chinese Excel writes."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise Unreadable(
            N_("Line %(line)d is neither UTF-8 nor GB18030. Save the file as “CSV UTF-8”."),
            {"line": line},
        ) from wrong


def _unguarded(cell: str) -> str:
    """Takes back the apostrophe that our own export sets before what looks like a formula."""
    is_guarded = cell[:1] == "'" and cell.lstrip("'")[:1] in ("=", "+", "-", "@")
    return cell[1:] if is_guarded else cell


def _checked(grid: Grid, misleading: list[Fault], left_out: list[str], schema: Schema) -> Table:
    start = _header(grid, schema)
    columns, unknown = _columns(grid[start], schema)
    table = Table(left_out=[*left_out, *unknown])
    wrong_rows = {fault.row for fault in misleading if fault.row > start + 1}
    table.faults = [_titled(fault, columns) for fault in misleading if fault.row in wrong_rows]
    seen: dict[str, dict[Value, int]] = {one.name: {} for one in columns if one and one.unique}
    for number, cells in enumerate(grid[start + 1 :], start=start + 2):
        if number in wrong_rows or not any(cells):
            continue
        values, faults = _row(number, cells, columns)
        faults += _repeated(number, values, columns, seen)
        table.faults += faults
        if not faults:
            table.records.append(Record(number, values))
    table.faults.sort(key=lambda fault: fault.row)
    return table


def _header(grid: Grid, schema: Schema) -> int:
    """The row of the headings; offices like a title above them. Raises `Unreadable`."""
    filled = [number for number, cells in enumerate(grid[:_LOWEST_HEADER]) if any(cells)]
    if not filled:
        raise Unreadable(N_("The file is empty. Fill in the template and load that."))

    def known(number: int) -> int:
        return sum(1 for cell in grid[number] if cell and schema.column_of(cell))

    return max(filled, key=known)


def _columns(header: list[str], schema: Schema) -> tuple[list[Column | None], list[str]]:
    """Which column each heading names, and the headings that nobody knows. Raises `Unreadable`."""
    columns = [schema.column_of(heading) if heading else None for heading in header]
    named = [one.name for one in columns if one]
    twice = next((one for one in columns if one and named.count(one.name) > 1), None)
    if twice:
        raise Unreadable(
            N_("The column “%(column)s” is there twice. Keep one."), {"column": twice.title}
        )
    missing = [one.title for one in schema.columns if one.required and one.name not in named]
    if missing:
        raise Unreadable(
            N_("There is no column “%(missing)s”. The headings are: %(found)s."),
            {"missing": "”, “".join(missing), "found": ", ".join(filter(None, header))[:300]},
        )
    pairs = zip(header, columns, strict=True)
    return columns, [heading for heading, column in pairs if heading and column is None]


def _titled(fault: Fault, columns: Sequence[Column | None]) -> Fault:
    """The same fault with the column's title instead of its letter."""
    for number, column in enumerate(columns):
        if column and column_letter(number) == fault.column:
            return Fault(fault.row, column.title, fault.message, fault.values)
    return fault


def _row(
    number: int, cells: list[str], columns: Sequence[Column | None]
) -> tuple[dict[str, Value], list[Fault]]:
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    for place, column in enumerate(columns):
        if column is None:
            continue
        try:
            values[column.name] = read_cell(cells[place] if place < len(cells) else "", column)
        except BadCell as bad:
            faults.append(Fault(number, column.title, bad.message, bad.values))
    beyond = [cell for cell in cells[len(columns) :] if cell]
    if beyond:
        message = N_("has more cells than there are headings: %(cells)s")
        faults.append(Fault(number, "", message, {"cells": ", ".join(beyond)[:100]}))
    return values, faults


def _repeated(
    number: int,
    values: dict[str, Value],
    columns: Sequence[Column | None],
    seen: dict[str, dict[Value, int]],
) -> list[Fault]:
    """What must be unique and stood in an earlier row already."""
    faults = []
    for column in columns:
        value = values.get(column.name) if column and column.unique else None
        if column is None or value in (None, ""):
            continue
        first = seen[column.name].setdefault(value, number)
        if first != number:
            message = N_("“%(value)s” stands in row %(first)d already")
            faults.append(Fault(number, column.title, message, {"value": value, "first": first}))
    return faults
