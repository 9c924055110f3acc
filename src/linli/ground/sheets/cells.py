"""Decides what one cell means by its column: text, number, date, yes or no, telephone number."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from linli.ground.sheets.schema import Column
from linli.wire.texts import N_, holds_control

_DATE: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_BARE_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_POWER: Final = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_PHONE: Final = re.compile(r"\+?[0-9][0-9 \-()转#]{2,30}")
_YES: Final = frozenset({"true", "yes", "y", "1", "是", "有", "√", "对"})
_NO: Final = frozenset({"false", "no", "n", "0", "否", "无", "×", "x", ""})


Value = str | int | float | bool | None


class BadCell(ValueError):
    """A cell that its column cannot take. `message % values` is for people."""

    def __init__(self, message: str, **values: Any) -> None:
        self.message = message
        self.values: Mapping[str, Any] = values
        super().__init__(message % values)


def read_cell(text: str, column: Column) -> Value:
    """The value of a cell; None (of text: "") when it is empty. Raises `BadCell`."""
    plain = unicodedata.normalize("NFKC", text).strip() if _is_code(column) else text.strip()
    if not plain:
        if column.required:
            raise BadCell(N_("is empty; fill it in"))
        return "" if column.type == "string" else None
    if holds_control(plain):
        raise BadCell(N_("holds a control character; leave it out"))
    return _READ[column.type](plain, column)


def _is_code(column: Column) -> bool:
    """Codes, numbers and choices are folded (１２３ is 123); names stay as they were written."""
    return (
        column.type != "string"
        or bool(column.pattern or column.choices or column.unique)
        or (column.format != "default")
    )


def _string(plain: str, column: Column) -> str:
    if column.format != "default" and _POWER.fullmatch(plain):
        raise BadCell(
            N_(
                "“%(value)s” was a longer number before a spreadsheet program shortened it; "
                "make the column text and type it again"
            ),
            value=plain[:40],
        )
    if len(plain) > column.longest:
        raise BadCell(
            N_("has %(length)d characters; %(most)d is the most"),
            length=len(plain),
            most=column.longest,
        )
    if column.choices and plain not in column.choices:
        raise BadCell(
            N_("“%(value)s” is not one of: %(choices)s"),
            value=plain[:40],
            choices=", ".join(column.choices),
        )
    if column.format == "phone" and not _PHONE.fullmatch(plain):
        raise BadCell(N_("“%(value)s” is not a telephone number"), value=plain[:40])
    if column.format == "digits" and not plain.isdecimal():
        raise BadCell(N_("“%(value)s” has other characters than digits"), value=plain[:40])
    if column.pattern and not re.fullmatch(column.pattern, plain):
        raise BadCell(
            N_("“%(value)s” does not have the form of “%(example)s”"),
            value=plain[:40],
            example=column.example,
        )
    return plain


def _number(plain: str, column: Column) -> float:
    try:
        number = float(plain.replace(",", ""))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise BadCell(N_("“%(value)s” is not a number"), value=plain[:40])
    _require_between(number, column)
    return number


def _integer(plain: str, column: Column) -> int:
    number = _number(plain, column)
    if not number.is_integer():
        raise BadCell(N_("“%(value)s” is not a whole number"), value=plain[:40])
    return int(number)


def _require_between(number: float, column: Column) -> None:
    low, high = column.least, column.most
    if (low is not None and number < low) or (high is not None and number > high):
        raise BadCell(
            N_("“%(value)s” lies outside %(least)s to %(most)s"),
            value=f"{number:g}",
            least="−∞" if low is None else f"{low:g}",
            most="∞" if high is None else f"{high:g}",
        )


def _date(plain: str, _column: Column) -> str:
    """ISO 8601."""
    found = _DATE.fullmatch(plain) or _BARE_DATE.fullmatch(plain)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        pass
    raise BadCell(N_("“%(value)s” is not a date; write it like 2026-11-28"), value=plain[:40])


def _boolean(plain: str, _column: Column) -> bool:
    word = plain.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadCell(N_("“%(value)s” is neither yes nor no"), value=plain[:40])


_READ: Final[dict[str, Callable[[str, Column], Value]]] = {
    "string": _string,
    "number": _number,
    "integer": _integer,
    "date": _date,
    "boolean": _boolean,
}
