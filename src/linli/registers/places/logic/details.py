"""Decides what a place must look like to be kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import shapely

from linli.ground.rights.table import LEVELS
from linli.registers.places.logic.outlines import check_point
from linli.wire.texts import N_, line_fault, shown

NEAR_LEVELS: Final = ("estate", "building", "home")
"""So small that their point tells where something is in them."""
ALL_LEVELS: Final = (*LEVELS, *NEAR_LEVELS)

LONGEST_CODE: Final = 64
LONGEST_NAME: Final = 120
MOST_ALIASES: Final = 20
OUTSIDE_M: Final = 150.0
"""So far a point may lie outside what it is said to lie in: outlines are drawn by hand, and the
wrong coordinates are farther off."""

_BETWEEN_ALIASES: Final = re.compile(r"[,，、;；|\n]")


class BadPlace(ValueError):
    """A place that cannot be kept as it is; `field` names the culprit.

    `message` is the reason; pages translate it and put in `values`, if there are any.
    """

    def __init__(self, field: str, message: str, values: Mapping[str, Any] | None = None) -> None:
        self.field = field
        self.message = message
        self.values = dict(values or {})
        super().__init__(f"{field} {message % self.values if self.values else message}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlace:
    """A place to add, or to change if its code is known.

    `polygon` is GeoJSON geometry. What is left empty stays as it is when the place is known.
    """

    code: str
    name: str
    level: str
    parent_code: str = ""
    name_en: str = ""
    polygon: dict[str, Any] | None = None
    lat: float | None = None
    lon: float | None = None
    aliases: tuple[str, ...] = ()


def drawn_place(code: str, name: str, level: str, shape: Any, parent_code: str) -> NewPlace:
    """A place with an outline, and a point inside it."""
    lat, lon = point_inside(shape)
    return NewPlace(
        code=code,
        name=name,
        level=level,
        parent_code=parent_code,
        polygon=shapely.geometry.mapping(shape),
        lat=lat,
        lon=lon,
    )


def point_inside(shape: Any) -> tuple[float, float]:
    """Latitude and longitude of a point that certainly lies inside (a shapely geometry)."""
    point = shapely.point_on_surface(shape)
    return point.y, point.x


def check_new(new: NewPlace) -> None:
    """Raises `BadPlace` for the first thing that is wrong."""
    check_level(new.level)
    for field, text, longest in (
        ("code", new.code, LONGEST_CODE),
        ("name", new.name, LONGEST_NAME),
        ("name_en", new.name_en or new.name, LONGEST_NAME),
    ):
        if fault := line_fault(text, longest):
            raise BadPlace(field, fault.message, fault.values)
    check_aliases(new.aliases)
    check_point(new.lat, new.lon)


def check_aliases(aliases: tuple[str, ...]) -> None:
    """Raises `BadPlace` when there are too many, or one is no name."""
    if len(aliases) > MOST_ALIASES:
        counts = {"count": len(aliases), "most": MOST_ALIASES}
        raise BadPlace("aliases", N_("are %(count)d; %(most)d is the most"), counts)
    for alias in aliases:
        if line_fault(alias, LONGEST_NAME):
            wrong = N_("hold “%(alias)s”; shorten it to %(most)d characters that can be shown")
            raise BadPlace("aliases", wrong, {"alias": shown(alias, 40), "most": LONGEST_NAME})


def split_aliases(text: str) -> tuple[str, ...]:
    """Names that stand in one cell, parted by a comma, a semicolon or a stroke; each once."""
    parts = (part.strip() for part in _BETWEEN_ALIASES.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def check_level(level: str) -> None:
    """Raises `BadPlace` unless this is one of the eight levels."""
    if level not in ALL_LEVELS:
        known = {"level": level[:40], "levels": ", ".join(ALL_LEVELS)}
        raise BadPlace("level", N_('"%(level)s" is not known; use one of %(levels)s'), known)


def may_lie_in(level: str, parent_level: str) -> bool:
    """Whether a place of this level can have a parent of that level."""
    return ALL_LEVELS.index(parent_level) < ALL_LEVELS.index(level)
