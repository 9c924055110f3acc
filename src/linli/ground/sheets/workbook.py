"""Opens an XLSX file: bounded before it is unpacked, cells as text, what misleads named."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from xml.etree import ElementTree

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from linli.ground.sheets.faults import Fault, Unreadable
from linli.wire.texts import N_

MOST_UNPACKED_BYTES: Final = 300 * 1024 * 1024
MOST_CELLS: Final = 8_000_000
"""Empty ones too, for the grid between the cells is held whole."""
EXACT_DIGITS: Final = 15
"""A cell that holds a number is a double: digits beyond the fifteenth are lost (IEEE 754)."""
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BROKEN: Final = (
    *(python_calamine.CalamineError, zipfile.BadZipFile, zlib.error, ElementTree.ParseError),
    # What zipfile says of passwords and of packing that it does not know, and of a missing part.
    *(OSError, ValueError, EOFError, RuntimeError, NotImplementedError, KeyError),
)
_LINK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Grid = list[list[str]]


def read_workbook(content: bytes, most_rows: int) -> tuple[Grid, list[Fault], list[str]]:
    """The first visible sheet as text, its faults, and the names of sheets that were left out.

    Raises `Unreadable`.
    """
    try:
        _require_bounded(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [one.name for one in book.sheets_metadata if _is_shown(one)]
        if not shown:
            raise Unreadable(N_("Every sheet of this file is hidden. Show the one with the data."))
        formulas = _formulas(content, shown[0], most_rows)
        sheet = book.get_sheet_by_name(shown[0])
        left_out = [name for name in book.sheet_names if name != shown[0]]
        grid, faults = _texts(sheet)
        faults += [*_merged(sheet, len(grid)), *formulas]
    except python_calamine.PasswordError as locked:
        raise Unreadable(
            N_("The file is protected by a password. Save it without one.")
        ) from locked
    except _BROKEN as broken:
        raise Unreadable(
            N_("This cannot be read as an XLSX file (%(reason)s). Save it anew as .xlsx or .csv."),
            {"reason": str(broken)[:200]},
        ) from broken
    return grid, faults, left_out


def column_letter(number: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    while number >= 0:
        letters = chr(ord("A") + number % 26) + letters
        number = number // 26 - 1
    return letters


def _is_shown(sheet: Any) -> bool:
    return bool(sheet.visible is SheetVisibleEnum.Visible)


def _require_bounded(content: bytes) -> None:
    """A few kilobytes can unpack to gigabytes: first what the archive says, then whether it lies.

    `testzip` unpacks no more than was said, and finds the sum wrong where there is more.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(one.file_size for one in archive.infolist())
        if unpacked > MOST_UNPACKED_BYTES:
            raise Unreadable(
                N_("The file unpacks to %(size)d MB; at most %(most)d MB are read. Split it."),
                {"size": unpacked // 1024**2, "most": MOST_UNPACKED_BYTES // 1024**2},
            )
        damaged = archive.testzip()
        if damaged:
            raise zipfile.BadZipFile(damaged)


def _texts(sheet: CalamineSheet) -> tuple[Grid, list[Fault]]:
    grid: Grid = []
    faults: list[Fault] = []
    for row, cells in enumerate(sheet.to_python(skip_empty_area=False)):
        grid.append([_text(cell) for cell in cells])
        faults += [
            Fault(
                row + 1,
                column_letter(column),
                N_("a number of more than 15 digits has lost its last ones; make the cell text"),
            )
            for column, cell in enumerate(cells)
            if isinstance(cell, float) and abs(cell) >= 10**EXACT_DIGITS
        ]
    return grid, faults


def _text(cell: object) -> str:
    """As a person sees it: whole numbers without a point, dates as ISO 8601."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


def _merged(sheet: CalamineSheet, rows: int) -> Iterator[Fault]:
    """One for each row that a merged range covers: only its first cell has a value."""
    message = N_("merged cells: only the first has a value; unmerge them and fill in each")
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        for row in range(top, min(bottom + 1, rows)):
            yield Fault(row + 1, column_letter(left), message)


def _formulas(content: bytes, sheet: str, most_rows: int) -> list[Fault]:
    """Cells that hold a formula: what was computed last may be out of date, so a value is asked.

    Raises `Unreadable` where the cells lie so far apart that the grid between them cannot be held:
    one stray value in the last row and column makes 17 thousand million.
    """
    message = N_("a formula; paste its value instead")
    found: list[Fault] = []
    height = width = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        path = _path_of(archive, sheet)
        if path is None:
            raise Unreadable(N_("The sheet “%(sheet)s” is not in the file."), {"sheet": sheet})
        with archive.open(path) as written:
            for _event, cell in ElementTree.iterparse(written):  # noqa: S314 - bounded, no entities
                if cell.tag == f"{_MAIN}c":
                    spot = _CELL.fullmatch(cell.get("r", ""))
                    if spot is None:
                        continue
                    height, width = max(height, int(spot[2])), max(width, _number(spot[1]))
                    _require_small(height, width, most_rows)
                    if cell.find(f"{_MAIN}f") is not None:
                        found.append(Fault(int(spot[2]), spot[1], message))
                elif cell.tag == f"{_MAIN}row":
                    cell.clear()
    return found


def _require_small(height: int, width: int, most_rows: int) -> None:
    """Raises `Unreadable`."""
    if height > most_rows:
        raise Unreadable(
            N_("The sheet has %(rows)d rows; at most %(most)d fit. Split the file."),
            {"rows": height, "most": most_rows},
        )
    if height * width > MOST_CELLS:
        raise Unreadable(
            N_("The sheet reaches to column %(column)s of row %(row)d. Delete what stands there."),
            {"column": column_letter(width - 1), "row": height},
        )


def _number(letters: str) -> int:
    """1 for A, 26 for Z, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _path_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The member that holds a sheet, by the workbook's own table of contents."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - bounded, as above
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {one.get("Id"): one.get("Target", "") for one in links}
    for one in book.iter(f"{_MAIN}sheet"):
        if one.get("name") == sheet:
            target = targets.get(one.get(_LINK), "").removeprefix("/")
            path = target if target.startswith("xl/") else f"xl/{target}"
            return path if path in archive.namelist() else None
    return None
