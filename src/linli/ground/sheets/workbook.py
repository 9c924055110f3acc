"""Opens an XLSX file: bounded before it is unpacked, cells as text, what misleads named.

It is opened in a process of its own (`opening.py`); here is what that one does.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from xml.etree import ElementTree
from xml.parsers import expat

import python_calamine
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from linli.ground.sheets.faults import Fault, Faults, Unreadable
from linli.ground.sheets.layout import Layout, column_letter
from linli.wire.texts import N_

MOST_UNPACKED_BYTES: Final = 300 * 1024 * 1024
MOST_SIGNS: Final = 50_000_000
"""Of all cells; one text that is kept once may stand in every cell."""
EXACT_DIGITS: Final = 15
"""A cell that holds a number is a double: digits beyond the fifteenth are lost (IEEE 754)."""
_BROKEN: Final = (
    *(python_calamine.CalamineError, zipfile.BadZipFile, zlib.error),
    *(ElementTree.ParseError, expat.ExpatError),
    # What zipfile says of passwords and of packing that it does not know, and of a missing part.
    *(OSError, ValueError, EOFError, RuntimeError, NotImplementedError, KeyError),
)

Grid = list[list[str]]


@dataclass(slots=True)
class Sheet:
    """A table as it was written: texts, what misleads, and the sheets that were left out."""

    grid: Grid = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    left_out: list[str] = field(default_factory=list)


def read_workbook(content: bytes, most_rows: int) -> Sheet:
    """The first visible sheet. Raises `Unreadable`."""
    try:
        _require_bounded(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [one.name for one in book.sheets_metadata if _is_shown(one)]
        if not shown:
            raise Unreadable(N_("Every sheet of this file is hidden. Show the one with the data."))
        faults = _misleading(content, shown[0], most_rows)
        cells = book.get_sheet_by_name(shown[0]).to_python(skip_empty_area=False)
        left_out = [name for name in book.sheet_names if name != shown[0]]
        return Sheet(_texts(cells, faults), faults, left_out)
    except python_calamine.PasswordError as locked:
        raise Unreadable(
            N_("The file is protected by a password. Save it without one.")
        ) from locked
    except _BROKEN as broken:
        raise Unreadable(
            N_("This cannot be read as an XLSX file (%(reason)s). Save it anew as .xlsx or .csv."),
            {"reason": str(broken)[:200]},
        ) from broken


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
        names = [name.casefold() for name in archive.namelist()]
        if len(set(names)) < len(names):
            # What is checked must be what is read, and of two parts each library takes its own.
            raise zipfile.BadZipFile("two parts of one name")
        damaged = archive.testzip()
        if damaged:
            raise zipfile.BadZipFile(damaged)


def _texts(cells: Iterable[list[Any]], faults: Faults) -> Grid:
    grid: Grid = []
    signs = 0
    for number, row in enumerate(cells, start=1):
        texts = [_text(cell) for cell in row]
        signs += sum(map(len, texts))
        if signs > MOST_SIGNS:
            raise Unreadable(
                N_("The cells hold more than %(most)d characters. Split the file."),
                {"most": MOST_SIGNS},
            )
        grid.append(texts)
        faults.add(*(_lost(number, at) for at, cell in enumerate(row) if _is_inexact(cell)))
    return grid


def _is_inexact(cell: object) -> bool:
    return isinstance(cell, float) and abs(cell) >= 10**EXACT_DIGITS


def _lost(row: int, column: int) -> Fault:
    message = N_("a number of more than 15 digits has lost its last ones; make the cell text")
    return Fault(row, column_letter(column), message)


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


def _misleading(content: bytes, sheet: str, most_rows: int) -> Faults:
    """Formulas, of which what was computed last may be out of date, and merged cells.

    Raises `Unreadable`.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        path = _path_of(archive, sheet)
        if path is None:
            raise Unreadable(N_("The sheet “%(sheet)s” is not in the file."), {"sheet": sheet})
        with archive.open(path) as written:
            return Layout(most_rows).follow(written)


def _path_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The member that holds a sheet, by the workbook's own table of contents."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - bounded, as above
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {one.get("Id"): one.get("Target", "") for one in links}
    members = {name.casefold(): name for name in archive.namelist()}
    for one in book.iter():
        if one.tag.rpartition("}")[2] == "sheet" and one.get("name") == sheet:
            (link,) = (value for name, value in one.items() if name.endswith("}id"))
            target = targets.get(link, "").removeprefix("/")
            path = target if target.startswith("xl/") else f"xl/{target}"
            return members.get(path.casefold())
    return None
