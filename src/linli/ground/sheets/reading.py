"""Reads a spreadsheet by its schema: good rows as records, everything else as a fault in words."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from linli.ground.sheets.cells import BadCell, Value, read_cell
from linli.ground.sheets.faults import Fault, Faults, Unreadable
from linli.ground.sheets.layout import MOST_CELLS, column_letter, require_small
from linli.ground.sheets.opening import open_workbook
from linli.ground.sheets.schema import Column, Schema, folded
from linli.ground.sheets.workbook import Grid, Sheet
from linli.ground.sheets.writing import RUNS
from linli.wire.texts import N_

MOST_BYTES: Final = 30 * 1024 * 1024
MOST_ROWS: Final = 200_000
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
    """In the order of rows, at most `faults.MOST_FAULTS`."""
    rows_with_faults: set[int] = field(default_factory=set)
    left_out: list[str] = field(default_factory=list)
    """Sheets that were not read, and columns that nobody knows."""


def read_table(content: bytes, schema: Schema) -> Table:
    """The table of an XLSX or CSV file (UTF-8 or GB18030). Raises `Unreadable`."""
    return check(read_sheet(content), schema)


def read_sheet(content: bytes) -> Sheet:
    """The same before it is known what list it is. Raises `Unreadable`."""
    if len(content) > MOST_BYTES:
        raise Unreadable(
            N_("The file has %(size)d MB; at most %(most)d MB are read. Split it."),
            {"size": len(content) // 1024**2, "most": MOST_BYTES // 1024**2},
        )
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(N_("This is an old .xls file. Save it as .xlsx or .csv."))
    if content.startswith(_ZIP):
        return open_workbook(content, MOST_ROWS)
    return Sheet(_read_csv(content))


def check(sheet: Sheet, schema: Schema) -> Table:
    """The rows that keep the schema, and what is wrong with the others. Raises `Unreadable`."""
    known = schema.headings()
    start = _header(sheet.grid, known)
    columns, unknown = _columns(sheet.grid[start], schema, known)
    misleading = {row for row in sheet.faults.rows if row > start + 1}
    titles = {column_letter(at): one.title for at, one in enumerate(columns) if one}
    found = Faults(
        [_titled(fault, titles) for fault in sheet.faults.named if fault.row in misleading],
        misleading.copy(),
    )
    table = Table(left_out=[*sheet.left_out, *unknown])
    seen: dict[str, dict[Value, int]] = {one.name: {} for one in columns if one and one.unique}
    for number, cells in enumerate(sheet.grid[start + 1 :], start=start + 2):
        if number in misleading or not any(cells):
            continue
        values, faults = _row(number, cells, columns)
        faults += _repeated(number, values, columns, seen)
        found.add(*faults)
        if not faults:
            table.records.append(Record(number, values))
    table.faults = sorted(found.named, key=lambda fault: fault.row)
    table.rows_with_faults = found.rows
    return table


def _read_csv(content: bytes) -> Grid:
    text = _decoded(content)
    if "\0" in text:
        raise Unreadable(N_("This is neither an XLSX nor a CSV file: it holds zero bytes."))
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows: Grid = []
    count = 0
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in table:
            # A cell with line breaks spans lines; a row is still one row of the spreadsheet.
            require_small(len(rows) + 1, len(cells), MOST_ROWS)
            count += len(cells)
            if count > MOST_CELLS:
                raise Unreadable(
                    N_("The file has more than %(most)d cells. Split it."),
                    {"most": MOST_CELLS},
                )
            rows.append([_unguarded(cell.strip()) for cell in cells])
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
    is_guarded = cell.startswith("'") and cell.lstrip("'").startswith(RUNS)
    return cell[1:] if is_guarded else cell


def _header(grid: Grid, known: Mapping[str, Column]) -> int:
    """The row of the headings; offices like a title above them. Raises `Unreadable`."""
    filled = [number for number, cells in enumerate(grid[:_LOWEST_HEADER]) if any(cells)]
    if not filled:
        raise Unreadable(N_("The file is empty. Fill in the template and load that."))

    def count(number: int) -> int:
        return sum(1 for cell in grid[number] if cell and folded(cell) in known)

    return max(filled, key=count)


def _columns(
    header: list[str], schema: Schema, known: Mapping[str, Column]
) -> tuple[list[Column | None], list[str]]:
    """Which column each heading names, and the headings that nobody knows. Raises `Unreadable`."""
    columns = [known.get(folded(heading)) if heading else None for heading in header]
    named = Counter(one.name for one in columns if one)
    twice = next((one for one in columns if one and named[one.name] > 1), None)
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


def _titled(fault: Fault, titles: Mapping[str, str]) -> Fault:
    """The same fault with the column's title instead of its letter."""
    title = titles.get(fault.column, fault.column)
    return Fault(fault.row, title, fault.message, fault.values)


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
