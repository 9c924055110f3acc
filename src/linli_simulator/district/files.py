"""Writes the district into a folder: GeoJSON by level, three lists as CSV."""

import csv
import os
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, Final

import msgspec

from linli_simulator.district.devices import Device, equip
from linli_simulator.district.layout import Layout, Place, lay_out
from linli_simulator.district.parties import Duty, Party, all_duties, all_parties

LEVELS: Final = ("city", "district", "street", "community", "grid", "estate", "building")
SEED: Final = 5


def write_district(folder: Path, seed: int = SEED) -> None:
    """The same seed writes the same bytes. Each file appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    layout = lay_out(seed)
    for level in LEVELS:
        _write(folder / f"{level}.geojson", msgspec.json.encode(_collection(layout, level)))
    _write_list(folder / "parties.csv", Party, all_parties())
    _write_list(folder / "duties.csv", Duty, all_duties(layout))
    _write_list(folder / "devices.csv", Device, equip(layout, seed))


def _collection(layout: Layout, level: str) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [_feature(place) for place in layout.of(level)],
    }


def _feature(place: Place) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {
            "code": place.code,
            "name": place.name.zh,
            "name_en": place.name.en,
            "parent_code": place.parent,
            **({"aliases": list(place.aliases)} if place.aliases else {}),
        },
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[corner.lon, corner.lat] for corner in place.ring]],
        },
    }


def _write_list(path: Path, kind: type[Any], rows: Sequence[Any]) -> None:
    partial = path.with_suffix(".partial")
    with partial.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(kind))
        writer.writerows(astuple(row) for row in rows)
    os.replace(partial, path)


def _write(path: Path, content: bytes) -> None:
    partial = path.with_suffix(".partial")
    partial.write_bytes(content + b"\n")
    os.replace(partial, path)
