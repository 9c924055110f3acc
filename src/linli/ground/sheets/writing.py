"""Writes tables for spreadsheet programs: XLSX as plain text cells, CSV that no program runs."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

import xlsxwriter

from linli.ground.sheets.schema import Schema

RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet program takes for the beginning of a formula (OWASP, CSV injection): in
Chinese and Japanese ones also signs of full width."""
_WIDEST: Final = 60

Cell = str | int | float | bool | None


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark that Excel needs to see Chinese; text that would run is quoted by '."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow([_guarded(cell) for cell in header])
    table.writerows([_guarded(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8", "replace")


def write_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet; text stays text (telephone numbers, leading zeros), the header stays in view."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bg_color": "#E6F0EC", "text_wrap": True})
    plain = book.add_format({"num_format": "@"})
    widths = [_width(cell) for cell in header]
    for column, heading in enumerate(header):
        sheet.write_string(0, column, heading, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, _plain(cell), plain)
            widths[column] = max(widths[column], _width(_plain(cell)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 2, _WIDEST), plain)
    sheet.freeze_panes(1, 0)
    book.close()
    return content.getvalue()


def write_template(schema: Schema, language: str) -> bytes:
    """An empty XLSX of a schema: headings with a star where required, help as notes."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(schema.label(language)[:31])
    bold = book.add_format({"bold": True, "bg_color": "#E6F0EC"})
    plain = book.add_format({"num_format": "@"})
    for number, column in enumerate(schema.columns):
        heading = f"{column.label(language)}{'*' if column.required else ''}"
        sheet.write_string(0, number, heading, bold)
        sheet.write_comment(0, number, column.help(language) or column.example)
        sheet.set_column(
            number, number, max(12, _width(heading) + 4, _width(column.example)), plain
        )
        if column.choices:
            # Excel takes a list of at most 255 characters.
            choices = list(column.choices)
            if len(",".join(choices)) <= 255:
                sheet.data_validation(
                    1, number, 5000, number, {"validate": "list", "source": choices}
                )
    sheet.freeze_panes(1, 0)
    book.close()
    return content.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return str(cell)


def _guarded(cell: Cell) -> Cell:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell
    text = _plain(cell)
    # Also what begins with an apostrophe before one of these: reading takes one of them back.
    return f"'{text}" if text.lstrip("'").startswith(RUNS) else text


def _width(text: str) -> int:
    """In halves of a Chinese character."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
