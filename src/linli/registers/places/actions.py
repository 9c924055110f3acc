"""Keeps places: from a GeoJSON file, or one at a time. Nothing is deleted by absence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import shapely

from linli.ground.audit import actions as audit
from linli.ground.database import atomic, by_key
from linli.ground.facts.actions import announce
from linli.ground.keys import new_key
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker, Where
from linli.ground.rights.scoped import LEVEL_COLUMNS
from linli.ground.rights.table import LEVELS
from linli.registers.places.facts import PlacesMoved
from linli.registers.places.geojson import Columns, Features, read_features
from linli.registers.places.logic.coordinates import WGS84, Source
from linli.registers.places.logic.details import (
    ALL_LEVELS,
    OUTSIDE_M,
    BadPlace,
    NewPlace,
    check_level,
    check_new,
    may_lie_in,
    point_inside,
)
from linli.registers.places.logic.outlines import metres_to
from linli.registers.places.models import Place
from linli.wire.texts import N_

_AT_ONCE: Final = 200


@dataclass(slots=True)
class LoadReport:
    """How many places a load added, updated, and moved with all below; what was wrong or mended,
    and what lies so far outside its parent that the file may be in other coordinates."""

    added: int = 0
    updated: int = 0
    moved: int = 0
    faults: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def load_geojson(  # noqa: PLR0913 - the options of one command
    path: Path,
    *,
    id_property: str,
    name_property: str,
    level: str,
    parent_code: str | None,
    asker: Asker,
    aliases_property: str = "",
    source: Source = WGS84,
) -> LoadReport:
    """Adds or updates a place for each feature; those with a fault are left out and reported.

    A known place keeps its parent unless a parent is given. An unknown level or parent refuses all.
    What lies far outside the parent is told, and loaded: either may be drawn wrongly.
    """
    asker.require("load", "place")
    try:
        check_level(level)
    except BadPlace as error:
        return LoadReport(faults=[f"{error}."])
    columns = Columns(
        id_property, name_property, level, parent_code or "", aliases_property, source
    )
    read = read_features(path, columns)
    with atomic():
        bump("places")
        report = _load(read, parent_code)
        audit.record(
            asker,
            "load",
            "place",
            added=report.added,
            updated=report.updated,
            moved=report.moved,
        )
    return report


def save_place(new: NewPlace, asker: Asker, *, exact: bool = False) -> int:
    """Adds the place, or changes the one of this code; returns its id.

    With `exact` what is left empty, other than the outline, becomes empty.

    Raises `BadPlace` or `BadPoint`, both ValueErrors.
    """
    asker.require("save", "place")
    check_new(new)
    with atomic():
        bump("places")
        (place,) = _save_level([new], exact=exact)
        audit.record(asker, "save", "place", str(place.pk), code=place.code)
    return place.pk


def save_places(some: Iterable[NewPlace], asker: Asker) -> None:
    """The same for many, which may lie in each other. Raises `BadPlace` or `BadPoint`."""
    asker.require("save", "place")
    by_level: dict[str, list[NewPlace]] = {}
    for new in some:
        check_new(new)
        by_level.setdefault(new.level, []).append(new)
    with atomic():
        bump("places")
        for level in filter(by_level.__contains__, ALL_LEVELS):
            _save_level(by_level[level])
        codes = [new.code for level in by_level.values() for new in level]
        audit.record(asker, "save", "place", count=len(codes), codes=codes)


def _save_level(some: Sequence[NewPlace], *, exact: bool = False) -> list[Place]:
    """Places of one level: none of them lies in another."""
    codes = {code for new in some for code in (new.code, new.parent_code) if code.isprintable()}
    stored = by_key(Place.objects.all(), codes, "code")
    added: list[Place] = []
    updated: list[Place] = []
    for new in some:
        known, parent = stored.get(new.code), stored.get(new.parent_code)
        if new.parent_code and parent is None:
            raise BadPlace("parent", f"{new.parent_code[:64]!r} is no known place; load it first")
        _require_fitting(new, known, parent)
        place = known or Place(code=new.code, level=new.level)
        _fill(place, new, parent)
        if exact:
            _empty(place, new)
        _stand_inside(place)
        (updated if known else added).append(place)
    _store(added, updated)
    return [*added, *updated]


def _load(read: Features, parent_code: str | None) -> LoadReport:
    report = LoadReport(faults=read.faults, repaired=read.repaired)
    try:
        parent = _parent(parent_code)
    except BadPlace as error:
        return LoadReport(faults=[f"{error}."])
    stored = by_key(Place.objects.all(), [new.code for new in read.places.values()], "code")
    added: list[Place] = []
    updated: list[Place] = []
    for number, new in read.places.items():
        known = stored.get(new.code)
        try:
            _require_fitting(new, known, parent)
        except BadPlace as error:
            report.faults.append(f'feature {number} ("{new.code}"): {error}.')
            continue
        if metres := _metres_outside(new, parent):
            report.outside.append(
                f'feature {number} ("{new.code}"): lies {metres:.0f} m outside "{parent_code}".'
            )
        place = known or Place(code=new.code, level=new.level)
        _fill(place, new, parent)
        (updated if known else added).append(place)
    report.added, report.updated = len(added), len(updated)
    report.moved = _store(added, updated)
    return report


def _store(added: list[Place], updated: list[Place]) -> int:
    """How many known places moved."""
    Place.objects.bulk_create(added, batch_size=_AT_ONCE)
    changed = ["name", "name_en", "aliases", "parent", "polygon", "lat", "lon"]
    Place.objects.bulk_update(updated, changed, batch_size=_AT_ONCE)
    return _set_levels([*added, *updated], added)


def _parent(code: str | None) -> Place | None:
    if not code:
        return None
    parent = Place.objects.filter(code=code).first() if code.isprintable() else None
    if parent is None:
        raise BadPlace("parent", f"{code[:64]!r} is no known place; load it first")
    return parent


def _require_fitting(new: NewPlace, known: Place | None, parent: Place | None) -> None:
    """Raises `BadPlace` if the code belongs to another level, or the parent is not higher."""
    if known is not None and known.level != new.level:
        words = {"taken": known.level, "level": new.level}
        raise BadPlace("code", N_("is taken by a %(taken)s; a %(level)s needs another"), words)
    if parent is not None and not may_lie_in(new.level, parent.level):
        words = {"parent": parent.level, "level": new.level}
        raise BadPlace("parent", N_("is a %(parent)s; a %(level)s cannot lie in it"), words)


def _metres_outside(new: NewPlace, parent: Place | None) -> float:
    """How far the point lies outside the parent, beyond what drawing errors come to."""
    if parent is None or parent.polygon is None or new.lat is None or new.lon is None:
        return 0
    metres = metres_to(shapely.geometry.shape(parent.polygon), new.lat, new.lon)
    return metres if metres > OUTSIDE_M else 0


def _fill(place: Place, new: NewPlace, parent: Place | None) -> None:
    """What is left empty in `new` stays as it is."""
    place.name = new.name
    place.name_en = new.name_en or place.name_en
    place.aliases = list(new.aliases) or place.aliases
    place.polygon = new.polygon or place.polygon
    if new.lat is not None:
        place.lat, place.lon = new.lat, new.lon
    if parent is not None:
        place.parent = parent


def _empty(place: Place, new: NewPlace) -> None:
    place.name_en, place.aliases = new.name_en, list(new.aliases)
    place.lat, place.lon = new.lat, new.lon


def _stand_inside(place: Place) -> None:
    """What has an outline has a point, so that what is told by its name lies on the map."""
    if place.lat is None and place.polygon is not None:
        place.lat, place.lon = point_inside(shapely.geometry.shape(place.polygon))


def _set_levels(places: Iterable[Place], added: Iterable[Place]) -> int:
    """Gives each place, and all below it, the ids of the five levels it lies in.

    Nothing can lie in an `added` one yet; what lies in the others follows. Returns how many moved.
    """
    todo, new = list(places), {one.pk for one in added}
    move_id, moved = new_key(), 0
    while todo:
        parents = Place.objects.defer("polygon").in_bulk(
            {one.parent_id for one in todo if one.parent_id is not None}
        )
        changed = [one for one in todo if _set_own_levels(one, parents.get(one.parent_id or 0))]
        known = [one for one in changed if one.pk not in new]
        for one in known:
            one.move_id = move_id
        Place.objects.bulk_update(changed, [*LEVEL_COLUMNS, "move_id"], batch_size=_AT_ONCE)
        todo, moved = _children(changed), moved + len(known)
    if moved:
        announce(PlacesMoved(move_id))
    return moved


def _set_own_levels(place: Place, parent: Place | None) -> bool:
    """Whether anything changed; what lies below is right already if nothing did."""
    columns = Where.of(parent).columns() if parent else Where().columns()
    if place.level in LEVELS:
        columns[f"{place.level}_id"] = place.pk
    if Where.of(place).columns() == columns:
        return False
    for name, value in columns.items():
        setattr(place, name, value)
    return True


def _children(places: list[Place]) -> list[Place]:
    ids = [one.pk for one in places]
    return [
        child
        for start in range(0, len(ids), _AT_ONCE)
        for child in Place.objects.filter(parent_id__in=ids[start : start + _AT_ONCE]).defer(
            "polygon"
        )
    ]
