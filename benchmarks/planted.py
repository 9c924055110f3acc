"""A list of places as a clerk makes it, with faults of ten kinds planted into chosen rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from linli.registers.places.logic.tree import Known

HEADER: Final = ("编码", "名称", "级别", "上级编码", "别名", "纬度", "经度")
_WORDS: Final = {
    "city": "市",
    "district": "区县",
    "street": "街道",
    "community": "社区",
    "grid": "网格",
    "estate": "小区",
    "building": "楼栋",
}
_CODE, _NAME, _LEVEL, _PARENT, _ALIASES, _LAT, _LON = range(7)
Row = list[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to get a row wrong, and the column under which it must be told."""

    spoil: Callable[[Row, Row], None]
    column: str


def _set(column: int, text: str) -> Callable[[Row, Row], None]:
    def spoil(row: Row, _: Row) -> None:
        row[column] = text

    return spoil


def _repeat_code(row: Row, before: Row) -> None:
    row[_CODE] = before[_CODE]


def _lie_in_itself(row: Row, _: Row) -> None:
    row[_PARENT] = row[_CODE]


def _lie_in_another_building(row: Row, before: Row) -> None:
    row[_PARENT] = before[_CODE]


KINDS: Final = (
    Kind(_repeat_code, "编码"),
    Kind(_set(_CODE, ""), "编码"),
    Kind(_set(_NAME, ""), "名称"),
    Kind(_set(_NAME, "长" * 121), "名称"),
    Kind(_set(_LEVEL, "幢"), "级别"),
    Kind(_set(_PARENT, "nowhere"), "上级编码"),
    Kind(_lie_in_itself, "上级编码"),
    Kind(_lie_in_another_building, "上级编码"),
    Kind(_set(_LAT, "三十一度八"), "纬度"),
    Kind(_set(_LON, "1172.2"), "经度"),
)


def rows_of(places: Sequence[Known]) -> list[Row]:
    """Everything above the homes, one row each, without outlines."""
    return [
        [
            f"p{place.id}",
            place.name,
            _WORDS[place.level],
            f"p{place.parent_id}" if place.parent_id else "",
            ",".join(place.aliases),
            f"{31.5 + place.id % 700 / 1000:.4f}",
            f"{117.0 + place.id % 900 / 1000:.4f}",
        ]
        for place in places
        if place.level in _WORDS
    ]


def plant(rows: list[Row], each: int, random: Random) -> dict[int, str]:
    """Spoils `each` buildings in every way; the row of the spreadsheet → the column at fault."""
    # Every second one, so that the row before a spoilt one is sound.
    buildings = [at for at, row in enumerate(rows) if row[_LEVEL] == "楼栋"][1::2]
    chosen = random.sample(buildings, each * len(KINDS))
    planted: dict[int, str] = {}
    for number, at in enumerate(chosen):
        kind = KINDS[number % len(KINDS)]
        kind.spoil(rows[at], rows[at - 1])
        planted[at + 2] = kind.column
    return planted
