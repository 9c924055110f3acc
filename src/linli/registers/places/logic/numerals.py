"""Reads Chinese numerals as they are said in addresses: 十二, 五零一, 十六零二, 幺零二."""

import re
from typing import Final

NUMERAL: Final = "[零〇一二两三四五六七八九幺十百]"

_DIGITS: Final = dict(zip("零〇一幺二两三四五六七八九", "0011223456789", strict=True))
_COUNTED: Final = re.compile(
    "(?:(?P<hundreds>[一二两三四五六七八九])百[零〇]?)?"
    "(?:(?P<tens>[一二三四五六七八九]?)十)?"
    "(?P<ones>[一二三四五六七八九]?)"
    "(?P<flat>(?:[零〇][一二三四五六七八九])?)"
)
"""A number with its hundreds and tens named; after a floor a flat may follow: 十六零二."""


def as_digits(numeral: str) -> str:
    """The number in digits, without zeros in front; what cannot be read stays as it is."""
    if numeral.isdecimal():
        return numeral.lstrip("0") or "0"
    if "十" in numeral or "百" in numeral:
        match = _COUNTED.fullmatch(numeral)
        return _counted(match) if match else numeral
    return _spelt(numeral).lstrip("0") or "0"


def _counted(match: re.Match[str]) -> str:
    tens = match["tens"]
    total = 100 * int(_spelt(match["hundreds"] or "零"))
    total += 10 * int(_spelt(tens or "一")) if tens is not None else 0
    total += int(_spelt(match["ones"] or "零"))
    return f"{total}{_spelt(match['flat'])}"


def _spelt(numeral: str) -> str:
    return "".join(_DIGITS.get(one, one) for one in numeral)
