"""Adds and changes places by a list of them, also of those that have no outline."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from django.db.models import Q, QuerySet

from linli.ground.rights.asker import Asker
from linli.ground.rights.filters import within
from linli.ground.sheets.cells import Value
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.planning import BadRow, Values, planned
from linli.ground.sheets.reading import Record
from linli.ground.sheets.register import Listed
from linli.ground.sheets.schema import Schema, read_schema
from linli.registers.places import actions, queries
from linli.registers.places.logic.coordinates import (
    WGS84,
    BadCoordinates,
    Source,
    read_source,
    to_wgs84,
)
from linli.registers.places.logic.details import (
    ALL_LEVELS,
    MOST_ALIASES,
    OUTSIDE_M,
    BadPlace,
    NewPlace,
    check_new,
    may_lie_in,
    split_aliases,
)
from linli.registers.places.models import Place
from linli.wire.texts import N_

LEVELS: Final = dict(
    zip(("市", "区县", "街道", "社区", "网格", "小区", "楼栋", "住户"), ALL_LEVELS, strict=True)
)
"""The words of the list, the highest level first."""

FINDER: Final = Asker.for_part("list of places")
_MOST_FOUND: Final = 50
_OUTSIDE: Final = N_(
    "lies %(metres)d m outside the place “%(code)s”; check the point, and in which coordinates"
    " this list is"
)


_SCHEMA: Final = read_schema(Path(__file__).parent / "schemas" / "places.json")


@dataclass
class PlaceLoader(Listed):
    """Columns code, name, level, and of parent, aliases, name_en, lat, lon those there are; in
    projected coordinates north and east instead of the last two."""

    source: Source = WGS84
    schema: Schema = _SCHEMA
    revision: str = "places"
    left_out: tuple[str, ...] = ("north", "east")

    def of_source(self, source: str) -> "PlaceLoader":
        return replace(self, source=read_source(source))

    def kept(self, asker: Asker) -> "QuerySet[Place]":
        rows = Place.objects.filter(within(asker.require("see", "place")))
        return rows.select_related("parent").defer("polygon", "parent__polygon")

    def sought(self, text: str) -> Q:
        """Also as people say it; those that are meant, the likeliest first in no order."""
        meant = queries.find_places(text, FINDER, limit=_MOST_FOUND, right=None)
        return Q(pk__in=[one.place.id for one in meant]) | Q(code=text)

    def values(self, rows: Sequence[Place]) -> list[dict[str, Value]]:
        return [_told(row) for row in rows]

    def save(self, one: NewPlace, asker: Asker) -> None:
        actions.save_place(one, asker, exact=True)

    def plan_exact(self, record: Record, asker: Asker) -> Plan:
        asker.require("load", "place")
        codes = {str(record.values["code"]), str(record.values.get("parent") or "")}
        kept = _Kept.read(self.source, codes, exact=True)
        return planned([record], self.schema, kept.decide)

    def plan(self, records: Sequence[Record], asker: Asker) -> Plan:
        asker.require("load", "place")
        kept = _Kept.read(self.source)
        kept.listed = {str(one.values["code"]): _level(one.values) for one in records}
        # The higher ones first, wherever they stand: others of the same list lie in them.
        by_level = sorted(records, key=lambda record: ALL_LEVELS.index(_level(record.values)))
        return planned(by_level, self.schema, kept.decide)

    def store(self, some: Sequence[NewPlace], asker: Asker) -> None:
        actions.save_places(some, asker)


@dataclass(slots=True)
class _Kept:
    """What the register holds, and what it will hold as row after row is added."""

    known: dict[str, NewPlace]
    source: Source
    is_exact: bool = False
    levels: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    """The levels of all rows of the list, good or not."""

    @classmethod
    def read(
        cls, source: Source, codes: Iterable[str] | None = None, *, exact: bool = False
    ) -> "_Kept":
        """All places; or those of `codes` and what they lie in."""
        rows = Place.objects.select_related("parent").defer("polygon", "parent__polygon")
        if codes is not None:
            rows = rows.filter(pk__in=_with_around(codes))
        known = {_folded(row.code): _stored(row) for row in rows}
        kept = cls(known, source, exact)
        for place in known.values():
            kept.keep(place)
        return kept

    def keep(self, place: NewPlace) -> None:
        self.levels[_folded(place.code)] = place.level
        self.parents[place.code] = place.parent_code

    def decide(self, values: Values) -> tuple[NewPlace | None, NewPlace]:
        """Raises `BadRow`."""
        old = self.known.get(_folded(values["code"]))
        before = None if self.is_exact else old
        new = self._with_kept_codes(_new(values, before, self.source))
        try:
            check_new(new)
        except BadPlace as bad:
            raise BadRow(bad.field, bad.message, bad.values) from bad
        self._require_fitting(new, old)
        self.keep(new)
        self._require_inside(new, old)
        return old, new

    def _with_kept_codes(self, new: NewPlace) -> NewPlace:
        """Lists are read with １ and （ as 1 and (; what the register has stays as it is."""
        here, around = self.known.get(_folded(new.code)), self.known.get(_folded(new.parent_code))
        return replace(
            new,
            code=here.code if here else new.code,
            parent_code=around.code if around else new.parent_code,
        )

    def _require_inside(self, new: NewPlace, old: NewPlace | None) -> None:
        """By the nearest outline around it: the wrong coordinates are hundreds of metres off."""
        if new.lat is None or new.lon is None or (old and (old.lat, old.lon) == (new.lat, new.lon)):
            return
        for code in self._around(new.code):
            metres = queries.metres_outside(code, new.lat, new.lon)
            if metres is None:
                continue
            if metres > OUTSIDE_M:
                column = "north" if self.source.is_projected else "lat"
                raise BadRow(column, _OUTSIDE, {"metres": round(metres), "code": code})
            return

    def _around(self, code: str) -> Iterator[str]:
        """The place and what it lies in, as far as there is anything."""
        for _ in ALL_LEVELS:
            yield code
            code = self.parents.get(code, "")
            if not code:
                return

    def _wrong_level(self, new: NewPlace, code: str) -> str | None:
        """Of a place that is in this list only, when it could not lie around `new` anyway."""
        level = self.listed.get(code)
        return level if level and not may_lie_in(new.level, level) else None

    def _require_fitting(self, new: NewPlace, old: NewPlace | None) -> None:
        if old and old.level != new.level:
            taken = N_("belongs to a place of the level “%(level)s” already; use another")
            raise BadRow("code", taken, {"level": _word(old.level)})
        if not new.parent_code:
            if new.level != ALL_LEVELS[0] and (old is None or self.is_exact):
                raise BadRow("parent", N_("is empty; say in which place it lies"))
            return
        if new.parent_code == new.code:
            raise BadRow("parent", N_("is the place itself; name the one around it"))
        code = _folded(new.parent_code)
        around = self.levels.get(code) or self._wrong_level(new, code)
        if around is None:
            unknown = N_("there is no place with the code “%(code)s”, here or in the register")
            raise BadRow("parent", unknown, {"code": new.parent_code})
        if not may_lie_in(new.level, around):
            words = {"level": _word(new.level), "around": _word(around)}
            raise BadRow("parent", N_("a “%(level)s” cannot lie in a “%(around)s”"), words)


def _folded(code: str) -> str:
    """A code as a list's cell is read (`ground.sheets.cells`)."""
    return unicodedata.normalize("NFKC", code).strip()


def _with_around(codes: Iterable[str]) -> set[int]:
    found = [row for row in (queries.by_code(code) for code in codes if code) if row]
    return {step.id for row in found for step in queries.path(row.id)}


def _told(row: Place) -> dict[str, Value]:
    """A place in the words of the list."""
    return {
        "code": row.code,
        "name": row.name,
        "level": _word(row.level),
        "parent": row.parent.code if row.parent else "",
        "aliases": ",".join(row.aliases),
        "name_en": row.name_en,
        "lat": row.lat,
        "lon": row.lon,
    }


def _level(values: Values) -> str:
    word = str(values["level"])
    return LEVELS.get(word, word)


def _word(level: str) -> str:
    return {english: chinese for chinese, english in LEVELS.items()}[level]


def point_of(values: Values, source: Source) -> tuple[float | None, float | None]:
    """Latitude and longitude in WGS-84, of a row of any list of this source. Raises `BadRow`."""
    columns = ("north", "east") if source.is_projected else ("lat", "lon")
    first, second = (values.get(column) for column in columns)
    if first is None and second is None:
        return None, None
    if first is None or second is None:
        missing = columns[0 if first is None else 1]
        raise BadRow(missing, N_("is empty; give both coordinates, or neither"))
    try:
        return to_wgs84(first, second, source)
    except BadCoordinates as bad:
        raise BadRow(columns[1], bad.message, bad.values) from bad


def _new(values: Values, old: NewPlace | None, source: Source) -> NewPlace:
    """What is left empty stays as it is. Raises `BadRow`."""
    lat, lon = point_of(values, source)
    aliases = split_aliases(values.get("aliases") or "")
    if len(aliases) > MOST_ALIASES:
        many = N_("are %(count)d names; %(most)d are the most")
        raise BadRow("aliases", many, {"count": len(aliases), "most": MOST_ALIASES})
    before = old or NewPlace(code=values["code"], name="", level="")
    return NewPlace(
        code=values["code"],
        name=values["name"],
        level=_level(values),
        parent_code=values.get("parent") or before.parent_code,
        name_en=values.get("name_en") or before.name_en,
        lat=before.lat if lat is None else lat,
        lon=before.lon if lon is None else lon,
        aliases=aliases or before.aliases,
    )


def _stored(row: Place) -> NewPlace:
    return NewPlace(
        code=row.code,
        name=row.name,
        level=row.level,
        parent_code=row.parent.code if row.parent else "",
        name_en=row.name_en,
        lat=row.lat,
        lon=row.lon,
        aliases=tuple(row.aliases),
    )
