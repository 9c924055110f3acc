"""Adds and changes places by a list of them, also of those that have no outline."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from linli.ground.rights.asker import Asker
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.planning import BadRow, Values, planned
from linli.ground.sheets.reading import Record
from linli.ground.sheets.schema import Schema, read_schema
from linli.registers.places import actions
from linli.registers.places.logic.details import (
    ALL_LEVELS,
    MOST_ALIASES,
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


class PlaceLoader:
    """Columns code, name, level, and of parent, aliases, name_en, lat, lon those there are."""

    schema: Schema = read_schema(Path(__file__).parent / "schemas" / "places.json")

    def plan(self, records: Sequence[Record], asker: Asker) -> Plan:
        asker.require("load", "place")
        kept = _Kept.read()
        # The higher ones first, wherever they stand: others of the same list lie in them.
        by_level = sorted(records, key=lambda record: ALL_LEVELS.index(_level(record.values)))
        return planned(by_level, self.schema, kept.decide)

    def store(self, some: Sequence[NewPlace], asker: Asker) -> None:
        actions.save_places(some, asker)


@dataclass(slots=True)
class _Kept:
    """What the register holds, and what it will hold as row after row is added."""

    known: dict[str, NewPlace]
    levels: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "_Kept":
        rows = Place.objects.select_related("parent").defer("polygon", "parent__polygon")
        known = {_folded(row.code): _stored(row) for row in rows}
        return cls(known, {code: place.level for code, place in known.items()})

    def decide(self, values: Values) -> tuple[NewPlace | None, NewPlace]:
        """Raises `BadRow`."""
        old = self.known.get(values["code"])
        new = self._with_kept_codes(_new(values, old))
        try:
            check_new(new)
        except BadPlace as bad:
            raise BadRow(bad.field, "%(fault)s", {"fault": bad.reason}) from bad
        self._require_fitting(new, old)
        self.levels[_folded(new.code)] = new.level
        return old, new

    def _with_kept_codes(self, new: NewPlace) -> NewPlace:
        """Lists are read with １ and （ as 1 and (; what the register has stays as it is."""
        here, around = self.known.get(new.code), self.known.get(_folded(new.parent_code))
        return replace(
            new,
            code=here.code if here else new.code,
            parent_code=around.code if around else new.parent_code,
        )

    def _require_fitting(self, new: NewPlace, old: NewPlace | None) -> None:
        if old and old.level != new.level:
            taken = N_("belongs to a place of the level “%(level)s” already; use another")
            raise BadRow("code", taken, {"level": _word(old.level)})
        if not new.parent_code:
            if new.level != ALL_LEVELS[0] and old is None:
                raise BadRow("parent", N_("is empty; say in which place it lies"))
            return
        if new.parent_code == new.code:
            raise BadRow("parent", N_("is the place itself; name the one around it"))
        around = self.levels.get(_folded(new.parent_code))
        if around is None:
            unknown = N_("there is no place with the code “%(code)s”, here or in the register")
            raise BadRow("parent", unknown, {"code": new.parent_code})
        if not may_lie_in(new.level, around):
            words = {"level": _word(new.level), "around": _word(around)}
            raise BadRow("parent", N_("a “%(level)s” cannot lie in a “%(around)s”"), words)


def _folded(code: str) -> str:
    """A code as a list's cell is read (`ground.sheets.cells`)."""
    return unicodedata.normalize("NFKC", code).strip()


def _level(values: Values) -> str:
    word = str(values["level"])
    return LEVELS.get(word, word)


def _word(level: str) -> str:
    return {english: chinese for chinese, english in LEVELS.items()}[level]


def _new(values: Values, old: NewPlace | None) -> NewPlace:
    """What is left empty stays as it is. Raises `BadRow`."""
    lat, lon = values.get("lat"), values.get("lon")
    if (lat is None) is not (lon is None):
        missing = "lat" if lat is None else "lon"
        raise BadRow(missing, N_("is empty; give both latitude and longitude, or neither"))
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
