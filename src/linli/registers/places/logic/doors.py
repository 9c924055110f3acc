"""Reads building, entrance and flat out of what people say: 三栋2单元501, 3-2-501, 3#."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from linli.registers.places.logic.numerals import NUMERAL, as_digits

HIGHEST_ENTRANCE: Final = 20
"""A bare number behind the building is an entrance up to here, and a flat above."""
FLATS_ON_A_FLOOR: Final = 100
LONGEST_NUMBER: Final = 5


class Part(StrEnum):
    """What a number stands for. The last four are decided by what stands around them."""

    ROAD = "road"
    NAME = "name"
    COUNT = "count"
    BUILDING = "building"
    ENTRANCE = "entrance"
    FLAT = "flat"
    FLOOR = "floor"
    STOREY = "storey"
    GATE = "gate"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Door:
    """As far as it was said; numbers without zeros in front, `a` and `甲` as they are."""

    building: str = ""
    entrance: str = ""
    flat: str = ""

    def __bool__(self) -> bool:
        return bool(self.building or self.entrance or self.flat)


@dataclass(frozen=True, slots=True)
class Said:
    """A text with blanks for the numbers of doors, and the door; `others` may be meant as well."""

    text: str
    door: Door
    others: tuple[Door, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A number in a text, and what it stands for by itself."""

    part: Part
    label: str
    start: int
    end: int


_NUMBER: Final = rf"(?:\d+|{NUMERAL}+)"
_LETTER: Final = r"(?<![a-z])[a-z](?![a-z])"
_LABEL: Final = rf"({_LETTER}|(?<![a-z])[a-z]\d{{1,3}}|\d+[a-z](?![a-z])|{_NUMBER}|[甲乙丙丁戊])"
_PARTS: Final = (
    # Behind a road it says where the estate stands, and is no building of it.
    (Part.ROAD, rf"(?<=[路街道巷])({_NUMBER})号(?![楼栋院])"),
    (
        Part.NAME,
        rf"({_NUMBER})(?=(?:号院|号线|[期区院弄巷路街村组队社环线厂]|里(?![面头边])|小区|社区|网格|大院"
        r"|宿舍|花园|苑|公寓|广场|家园|新村)(?!门))",
    ),
    (
        Part.COUNT,
        rf"({_NUMBER}) ?(?:[个辆人米点分天次年月日岁块只条棵多几平]|小时|公斤"
        r"|号(?=[电岗井杆机桥口]))",
    ),
    (
        Part.BUILDING,
        rf"第? ?{_LABEL} ?(?:号楼栋?|号大楼|号栋|栋楼?|幢楼?|座|# ?楼?)"
        rf"|(?:building|block|bldg|tower|#) ?{_LABEL}|(\d+) ?(?:dong|zhuang|haolou|hl|d)(?![a-z])",
    ),
    (
        Part.ENTRANCE,
        rf"第? ?(?:{_LABEL}|([东西中南北])) ?(?:单元|门洞|门栋|梯)"
        rf"|({_NUMBER}) ?号?门(?![口卫面前牌])|(?:unit|entrance) ?{_LABEL}"
        r"|(\d+) ?(?:danyuan|dy)(?![a-z])",
    ),
    (
        Part.FLAT,
        rf"{_LABEL} ?(?:室|号?房间?|户)|(?:room|flat|apt) ?{_LABEL}|(\d+) ?(?:shi|s)(?![a-z])",
    ),
    (Part.FLOOR, rf"({_NUMBER}) ?层楼?"),
    (Part.STOREY, rf"({_NUMBER}) ?楼"),
    (Part.GATE, rf"{_LABEL} ?号(?![院线])"),
    (
        Part.BARE,
        rf"((?:(?<![a-z])[a-z])?\d+(?:[a-z](?![a-z]))?|(?<=[栋幢座楼元洞梯门层#]){NUMERAL}{{2,}})",
    ),
)
_TOKENS: Final = re.compile("|".join(f"(?P<{part}>{pattern})" for part, pattern in _PARTS))
_KEPT: Final = (Part.ROAD, Part.NAME)
_AND: Final = re.compile(" ?[、,和跟与到~/] ?")


def read(text: str) -> Said:
    """What a plain text says about the door; numerals that belong to names become digits."""
    tokens = _settled(list(_tokens(text)), text)
    doors = _doors(one for one in tokens if one.part not in _KEPT)
    on_road = tuple(Door(one.label) for one in tokens if one.part is Part.ROAD)
    others = doors[1:] if doors[0].building else on_road
    return Said(_without(text, tokens), doors[0], others)


@lru_cache(maxsize=20_000)
def read_own(name: str, *, is_home: bool) -> Said:
    """The same for the name of a building or home: of a home, bare numbers end with the flat."""
    said = read(name)
    if not is_home:
        return said
    tokens = [one for one in _tokens(name) if one.part not in _KEPT]
    if any(one.part not in (Part.BARE, Part.GATE) for one in tokens):
        return said
    labels = [one.label for one in tokens][-3:]
    building, entrance, flat = ["", "", "", *labels][-3:]
    return replace(said, door=Door(building, entrance, flat))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKENS.finditer(text):
        label = next(one for one in reversed(match.groups()) if one)
        yield Token(Part(match.lastgroup or ""), as_digits(label), match.start(), match.end())


def _settled(tokens: list[Token], text: str) -> list[Token]:
    """Bare numbers before the building: of another one in 3、4号楼, of a name in 阳光100 3栋."""
    buildings = [at for at, one in enumerate(tokens) if one.part is Part.BUILDING]
    for at in reversed(range(buildings[0] if buildings else 0)):
        token, after = tokens[at], tokens[at + 1]
        if token.part is not Part.BARE:
            continue
        if after.part is Part.BUILDING and _AND.fullmatch(text, token.end, after.start):
            tokens[at] = replace(token, part=Part.BUILDING)
        elif text[: token.start].rstrip()[-1:].isalpha():
            tokens[at] = replace(token, part=Part.NAME)
    return tokens


def _without(text: str, tokens: Iterable[Token]) -> str:
    pieces, done = [], 0
    for token in tokens:
        pieces.append(text[done : token.start])
        if token.part is Part.ROAD:
            pieces.append(f"{token.label}号")
        elif token.part is Part.NAME:
            pieces.append(token.label)
        else:
            pieces.append(" ")
        done = token.end
    return "".join([*pieces, text[done:]])


@dataclass(slots=True)
class _Reading:
    """A door while it is being read, number by number."""

    building: str = ""
    entrance: str = ""
    flat: str = ""
    floor: str = ""
    others: list[str] = field(default_factory=list)

    def take(self, part: Part, label: str) -> None:
        if part is Part.BUILDING and self.building not in ("", label):
            self.others.append(label)
        elif part is Part.FLAT and not self.flat:
            self.flat = self._on_the_floor(label)
        elif part is not Part.COUNT and not getattr(self, part):
            setattr(self, part, label)

    def _on_the_floor(self, label: str) -> str:
        """五楼1号 is 501."""
        is_short = label.isdecimal() and int(label) < FLATS_ON_A_FLOOR
        if is_short and self.floor.isdecimal():
            return str(int(self.floor) * FLATS_ON_A_FLOOR + int(label))
        return label


def _doors(tokens: Iterable[Token]) -> tuple[Door, ...]:
    """The door that is meant, then other buildings that were named."""
    given = [one for one in tokens if len(one.label) <= LONGEST_NUMBER]
    is_named = any(one.part is Part.BUILDING for one in given)
    reading = _Reading()
    for token in given:
        part = _decided(token, reading, is_named=is_named)
        reading.take(part, token.label)
    door = Door(reading.building, reading.entrance, reading.flat)
    return (door, *(Door(other) for other in reading.others))


def _decided(token: Token, reading: _Reading, *, is_named: bool) -> Part:
    """What a number stands for, behind what has been read."""
    is_first = not (is_named or reading.building or reading.entrance)
    if token.part is Part.STOREY:
        return Part.BUILDING if is_first else Part.FLOOR
    if token.part is Part.GATE:
        return Part.BUILDING if is_first else Part.FLAT
    if token.part is not Part.BARE:
        return token.part
    if is_first:
        return Part.BUILDING
    is_low = token.label.isdecimal() and int(token.label) <= HIGHEST_ENTRANCE
    is_entrance = is_low and not (reading.entrance or reading.floor)
    return Part.ENTRANCE if is_entrance else Part.FLAT
