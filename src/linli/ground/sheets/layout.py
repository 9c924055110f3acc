"""Follows a sheet cell by cell as python-calamine places them, before that takes memory for it.

A cell may say where it stands (`r`, in letters of either case) or follow the one before it. The
library then holds the whole grid between the cells, and ends the process where it cannot.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from functools import lru_cache
from typing import IO, Any, Final
from xml.parsers import expat

from linli.ground.sheets.faults import Fault, Faults, Unreadable
from linli.wire.texts import N_

MOST_CELLS: Final = 8_000_000
"""Empty ones too, for the grid between the cells is held whole."""
MOST_COLUMNS: Final = 16_384
"""As Excel itself (ECMA-376, XFD)."""
MOST_ELEMENTS: Final = 15_000_000
"""Two or three for a cell: 200,000 rows of 20 cells and more. So many take 15 s of a core."""
_SPOT: Final = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_ROW: Final = re.compile(r"[1-9][0-9]{0,6}")
_FORMULA: Final = N_("a formula; paste its value instead")
_MERGED: Final = N_("merged cells: only the first has a value; unmerge them and fill in each")

Spot = tuple[int, int]
"""Row and column, both from 1."""


class Layout:
    """How far a sheet reaches, and the rows that mislead: with formulas or in merged cells."""

    def __init__(self, most_rows: int) -> None:
        self.height = self.width = 0
        self._most_rows = most_rows
        self._faults = Faults()
        self._merged: set[tuple[int, int, int]] = set()
        self._elements = 0
        self._in_data: bool | None = None
        self._row = self._column = 1
        self._cell: Spot | None = None
        self._within = 0

    def follow(self, written: IO[bytes]) -> Faults:
        """Raises `Unreadable`, or where it is no XML in UTF-8 `ExpatError` and `UnicodeError`."""
        beginning = written.read(4)
        if b"\0" in beginning or beginning.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            raise UnicodeError("not in UTF-8")
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = _refuse_entities
        parser.Parse(beginning)
        parser.ParseFile(written)
        self._add_merged()
        return self._faults

    def _start(self, full_name: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise Unreadable(
                N_("The sheet has more than %(most)d parts. Split it, or save it as .csv."),
                {"most": MOST_ELEMENTS},
            )
        if self._cell is not None:
            self._within += 1
            if self._within == 1:
                self._note(_local(full_name), self._cell)
            return
        name = _local(full_name)
        if name == "sheetData" and self._in_data is None:
            self._in_data = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif not self._in_data:
            return
        elif name == "row":
            self._row = _row_of(attributes.get("r")) or self._row
        elif name == "c":
            here = (self._row, self._column)
            self._cell = _spot_of(attributes["r"]) if "r" in attributes else here
            self._column = self._cell[1]

    def _end(self, full_name: str) -> None:
        if self._within:
            self._within -= 1
            return
        if self._cell is not None:
            self._cell = None
            self._column += 1
            return
        name = _local(full_name)
        if self._in_data and name == "row":
            self._row, self._column = self._row + 1, 1
        elif name == "sheetData":
            self._in_data = False

    def _note(self, name: str, cell: Spot) -> None:
        """What stands in a cell; without any of it, the library leaves the cell out."""
        row, column = cell
        if row > self.height or column > self.width:
            self.height, self.width = max(self.height, row), max(self.width, column)
            require_small(self.height, self.width, self._most_rows)
        if name == "f":
            self._faults.add(Fault(row, column_letter(column - 1), _FORMULA))

    def _merge(self, written: str) -> None:
        first, _colon, last = written.partition(":")
        (top, left), (bottom, _right) = _spot_of(first), _spot_of(last or first)
        self._merged.add((top, bottom, left))

    def _add_merged(self) -> None:
        """One for each row, however many merged ranges cover it: only first cells have a value."""
        covered = 0
        for top, bottom, left in sorted(self._merged):
            for row in range(max(top, covered + 1), min(bottom, self.height) + 1):
                self._faults.add(Fault(row, column_letter(left - 1), _MERGED))
            covered = max(covered, bottom)


def require_small(height: int, width: int, most_rows: int) -> None:
    """Raises `Unreadable`."""
    if height > most_rows:
        raise Unreadable(
            N_("The sheet has %(rows)d rows; at most %(most)d fit. Split the file."),
            {"rows": height, "most": most_rows},
        )
    if width > MOST_COLUMNS or height * width > MOST_CELLS:
        raise Unreadable(
            N_("The sheet reaches to column %(column)s of row %(row)d. Delete what stands there."),
            {"column": column_letter(width - 1), "row": height},
        )


def column_letter(number: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    while number >= 0:
        letters = chr(ord("A") + number % 26) + letters
        number = number // 26 - 1
    return letters


def _local(name: str) -> str:
    return name.partition(":")[2] if ":" in name else name


def _row_of(written: str | None) -> int | None:
    if written is None:
        return None
    if not _ROW.fullmatch(written):
        raise _nowhere(written)
    return int(written)


def _spot_of(written: str) -> Spot:
    spot = _SPOT.fullmatch(written)
    if spot is None:
        raise _nowhere(written)
    return int(spot[2]), _number(spot[1].upper())


@lru_cache(maxsize=1024)
def _number(letters: str) -> int:
    """1 for A, 26 for Z, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _nowhere(written: str) -> Unreadable:
    return Unreadable(
        N_("The file speaks of a cell “%(cell)s”, which cannot be. Save it anew as .xlsx or .csv."),
        {"cell": written[:20]},
    )


def _refuse_entities(*_: Any) -> None:
    raise Unreadable(N_("The sheet defines words of its own (DOCTYPE). Save it anew as .csv."))
