"""The many ways to say and to write a building, an entrance and a flat."""

from random import Random
from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_FULL_WIDTH: Final = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}

BUILDING: Final = (
    *("{n}栋", "{n}栋", "{n}幢", "{n}号楼", "{n}号楼", "{n}#", "{n}#楼", "{n}座", "{n}楼"),
    *("{c}栋", "{c}幢", "{c}号楼", "第{c}栋", "第{n}幢", "{n} 栋", "{n}号", "{w}栋", "{w}号楼"),
)
ENTRANCE: Final = ("{n}单元", "{n}单元", "{c}单元", "{n}门", "{n}门洞", "{n}梯", "{w}单元")
FLAT: Final = ("{n}", "{n}", "{n}室", "{n}号", "{n}房", "{s}", "{s}室", "{f}楼{d}号", "{w}")


def building(number: int, random: Random) -> str:
    return _said(random.choice(BUILDING), number)


def entrance(number: int, random: Random) -> str:
    return _said(random.choice(ENTRANCE), number)


def flat(number: int, random: Random) -> str:
    return _said(random.choice(FLAT), number)


def dashed(numbers: tuple[int, ...], random: Random) -> str:
    """`3-2-501`, with whatever stroke lies nearest on the keyboard."""
    return random.choice(("-", "-", "-", "－", "—", "/", " ", "，")).join(map(str, numbers))


def counted(number: int) -> str:
    """十二 for 12; up to 99."""
    tens, ones = divmod(number, 10)
    begun = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens]}十")
    return begun + (_DIGITS[ones] if ones or not tens else "")


def _said(pattern: str, number: int) -> str:
    return pattern.format(
        n=number,
        c=counted(number) if number < 100 else number,
        w=str(number).translate(_FULL_WIDTH),
        s="".join(_DIGITS[int(digit)] for digit in str(number)),
        f=number // 100,
        d=number % 100,
    )
