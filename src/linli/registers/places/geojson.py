"""Reads GeoJSON features (RFC 7946) into places, with the faults of each feature in words."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException
from shapely.validation import explain_validity

from linli.registers.places.logic.coordinates import WGS84, BadCoordinates, Source, to_wgs84
from linli.registers.places.logic.details import (
    BadPlace,
    NewPlace,
    check_new,
    drawn_place,
    split_aliases,
)
from linli.wire.texts import shown

_SHAPES: Final = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which property of a feature is its code, which its name, which holds the other names that
    people use (a list, or one text with commas), what level all are, and their coordinates."""

    id_property: str
    name_property: str
    level: str
    parent_code: str = ""
    aliases_property: str = ""
    source: Source = WGS84


@dataclass(slots=True)
class Features:
    """The places of a file, by the number of their feature; what is wrong; what was mended."""

    places: dict[int, NewPlace] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)


def read_features(path: Path, columns: Columns) -> Features:
    """Every feature that can be used; of two with the same code, the first."""
    read = Features()
    try:
        written = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        read.faults.append(f"{path.name} is no JSON that can be read ({error}).")
        return read
    features = written.get("features") if isinstance(written, dict) else None
    if not isinstance(features, list):
        read.faults.append(f'{path.name} has no list "features"; give a GeoJSON FeatureCollection.')
        return read
    spots: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        _add(read, number, feature, columns, spots)
    return read


def _add(
    read: Features, number: int, feature: Any, columns: Columns, spots: dict[str, int]
) -> None:
    try:
        place, mended = _place(feature, columns)
        _require_new(place.code, spots)
    except BadPlace as error:
        read.faults.append(f"{_named(number, feature, columns)}: {error}.")
        return
    spots[place.code] = number
    read.places[number] = place
    if mended:
        named = _named(number, feature, columns)
        read.repaired.append(f"{named}: the outline was repaired ({mended}).")


def _place(feature: Any, columns: Columns) -> tuple[NewPlace, str]:
    code, name = _names(feature, columns)
    shape, mended = _shape(feature.get("geometry"), columns.source)
    place = replace(
        drawn_place(code, name, columns.level, shape, columns.parent_code),
        aliases=_aliases(feature["properties"], columns.aliases_property),
    )
    check_new(place)
    return place, mended


def _require_new(code: str, spots: dict[str, int]) -> None:
    if code in spots:
        raise BadPlace("code", f"stands already at feature {spots[code]}; give each its own")


def _named(number: int, feature: Any, columns: Columns) -> str:
    """`feature 12 ("47")`: by its number in the file, and by its code if it has one."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get(columns.id_property) if isinstance(properties, dict) else None
    return f"feature {number}" + (f' ("{shown(str(code), 64)}")' if code is not None else "")


def _names(feature: Any, columns: Columns) -> tuple[str, str]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise BadPlace("type", "is no GeoJSON Feature")
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        raise BadPlace("properties", "are missing")
    return _text(properties, columns.id_property), _text(properties, columns.name_property)


def _aliases(properties: dict[str, Any], name: str) -> tuple[str, ...]:
    value = properties.get(name) if name else None
    if value is None:
        return ()
    if isinstance(value, str):
        return split_aliases(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(dict.fromkeys(one.strip() for one in value if one.strip()))
    written = shown(json.dumps(value, ensure_ascii=False), 40)
    raise BadPlace(
        name, f"is {written}; give a list of names, or one text with commas between them"
    )


def _text(properties: dict[str, Any], name: str) -> str:
    value = properties.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return value.strip()
    if name in properties:
        raise BadPlace(name, f"is {json.dumps(value)[:40]}, neither text nor a number")
    known = shown(", ".join(sorted(properties)), 200) or "none"
    raise BadPlace(name, f"is no property of it; its properties are: {known}")


def _shape(geometry: Any, source: Source) -> tuple[Any, str]:
    """The polygon or multipolygon in degrees, and what had to be mended, if anything."""
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    if kind not in _SHAPES:
        raise BadPlace("geometry", f"is {json.dumps(kind)[:40]}; give a Polygon or a MultiPolygon")
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except GEOSException as error:
        raise BadPlace("geometry", f"cannot be read ({str(error)[:120]})") from error
    if shape.is_empty:
        raise BadPlace("geometry", "is empty")
    if source != WGS84:
        shape = _in_wgs84(shape, source)
    _require_degrees(shape)
    return (shape, "") if shape.is_valid else _mended(shape)


def _in_wgs84(shape: Any, source: Source) -> Any:
    if not source.is_projected:
        _require_degrees(shape)

    def moved(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        pairs = [to_wgs84(second, first, source) for first, second in corners.tolist()]
        return np.array([(lon, lat) for lat, lon in pairs])

    try:
        return shapely.transform(shape, moved)
    except BadCoordinates as bad:
        raise BadPlace("geometry", f"cannot be used: {bad}") from bad


def _require_degrees(shape: Any) -> None:
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadPlace("geometry", f"reaches {east}, {north}; give degrees (WGS 84), not metres")


def _mended(shape: Any) -> tuple[Any, str]:
    why = explain_validity(shape)
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))
    polygons = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    if not polygons:
        raise BadPlace("geometry", f"is no area and cannot be repaired ({why})")
    return shapely.union_all(polygons), why
