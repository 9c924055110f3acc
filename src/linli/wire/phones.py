"""Reads telephone numbers as people in China write them, and writes each in one way. Pure."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 32

GAP: Final = r"(?:[^\w+#*]|[_ー])"
"""A sign that stands between digits and says nothing: all but letters and what is dialled."""

_PREFIX: Final = r"(?:\+?86|0086)?"
_MOBILE: Final = re.compile(rf"{_PREFIX}(1[3-9]\d{{9}})")
_LANDLINE: Final = re.compile(r"(?:(?:\+86|0086)0?|0)(10|2\d|[3-9]\d\d)([2-9]\d{6,7})")
_LOCAL: Final = re.compile(r"[2-9]\d{6,7}")
_SERVICE: Final = re.compile(r"[19]\d{2,5}|[48]00\d{7}")
_ABROAD: Final = re.compile(r"\+(?!86)\d{7,15}")
_EXTENSION_IN_WORDS: Final = re.compile(r"(.+?)(?:转|分机|ext\.?|x|#)[-:]*(\d{1,6})", re.IGNORECASE)
_EXTENSION_BEHIND: Final = re.compile(r"(.*\d{7,8})-(\d{1,6})")
_LAST_GROUP: Final = re.compile(r"(.*\d)-(\d{1,6})")
_WRITTEN: Final = re.compile(r"\+?[0-9][0-9 -]{1,30}")
_GAPS: Final = re.compile(rf"{GAP}+")


def fold_phone(text: str) -> str:
    """One way of writing it, empty when it is no telephone number.

    A mobile number is its 11 digits; a landline is 0551-62345678, with its extension
    0551-62345678-801; a local one lacks the area, a short or service number its country.
    """
    written = _GAPS.sub("-", unicodedata.normalize("NFKC", text)[: 2 * LONGEST]).strip("-")
    return (
        _extended(written, _EXTENSION_IN_WORDS)
        or _extended(written, _EXTENSION_BEHIND)
        or _number(written)
        or _extended(written, _LAST_GROUP)
    )


def is_written_phone(text: str) -> bool:
    """Whether a register may keep this number as somebody has written it."""
    return _WRITTEN.fullmatch(text) is not None


def dialled(phone: str) -> str:
    """A folded number for a `tel:` link (RFC 3966), the extension behind it."""
    line, extension = _split(phone)
    return f"{line};ext={extension}" if extension else phone


def digits_of(text: str) -> str:
    """The digits of a number, without its extension; what is no number as it is written."""
    folded = fold_phone(text)
    line = _split(folded)[0] if folded else text
    return "".join(sign for sign in line if sign.isdecimal())


def _split(phone: str) -> tuple[str, str]:
    """A folded number and its extension, empty where there is none."""
    line, _, extension = phone.rpartition("-")
    is_extended = bool(line) and not re.fullmatch(r"0\d{2,3}", line)
    return (line, extension) if is_extended else (phone, "")


def _extended(written: str, pattern: re.Pattern[str]) -> str:
    split = pattern.fullmatch(written)
    line = _line(split[1]) if split else ""
    return f"{line}-{split[2]}" if split and line else ""


def _number(written: str) -> str:
    digits = written.replace("-", "")
    if mobile := _MOBILE.fullmatch(digits):
        return mobile[1]
    if _SERVICE.fullmatch(digits) or _ABROAD.fullmatch(digits):
        return digits
    return _line(written)


def _line(written: str) -> str:
    """A number that can have an extension."""
    digits = written.replace("-", "")
    if landline := _LANDLINE.fullmatch(digits):
        return f"0{landline[1]}-{landline[2]}"
    return digits if _LOCAL.fullmatch(digits) else ""
