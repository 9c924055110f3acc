"""Real requests of a real city, as Open311 forms: for measurements and fault tests.

The data is not part of the project; `LINLI_SHARED_DATA` says where it lies.
"""

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import shapely
from shapely.ops import nearest_points

from linli.registers.places.logic.outlines import metres_between
from tools.replay import Request

ITEM_OF = {
    "Bulky Items": "garbage",
    "Graffiti Removal": "garbage",
    "Illegal Dumping Pickup": "garbage",
    "Metal/Household Appliances": "garbage",
    "Electronic Waste": "garbage",
    "Dead Animal Removal": "garbage",
    "Homeless Encampment": "street_occupation",
    "Single Streetlight Issue": "lamp_fault",
    "Multiple Streetlight Issue": "lamp_fault",
    "Report Water Waste": "waterlogging",
    "Other": "road_damage",
}


def folder() -> Path:
    """Where the real data lies; the folder may be missing."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    return Path(os.environ.get("LINLI_SHARED_DATA") or beside) / "requests"


def polygons() -> Path:
    return folder() / "la_neighborhood_councils.geojson"


def requests() -> Iterator[Request]:
    """The 10,000 requests of January 2020, in the order of the file."""
    with (folder() / "la311_2020_january.csv").open(newline="") as rows:
        for row in csv.DictReader(rows):
            yield _request(row)


class Councils:
    """The neighbourhood councils; they are drawn by hand, so that some overlap."""

    def __init__(self) -> None:
        features = json.loads(polygons().read_text())["features"]
        self.shapes: dict[str, Any] = {
            feature["properties"]["nc_id"]: shapely.geometry.shape(feature["geometry"])
            for feature in features
        }

    def asked(self) -> list[Request]:
        """The requests whose council is drawn, those without a point too."""
        return [request for request in requests() if request.place in self.shapes]

    def why(self, request: Request, landed: str) -> str:
        """Why a request is not in the council that the city chose, but in `landed` (or none)."""
        if request.point is None:
            return "it has no point"
        lat, lon = request.point
        chosen = self.shapes[request.place]
        where = f"in {landed}" if landed else "in none"
        if chosen.intersects(shapely.Point(lon, lat)):
            return f"it lies in both and is kept {where}, the smaller one: they overlap there"
        on, _ = nearest_points(chosen, shapely.Point(lon, lat))
        metres = metres_between(lat, lon, on.y, on.x)
        return f"it lies {where}, {metres:.1f} m outside of {request.place}"


def _request(row: dict[str, str]) -> Request:
    form = {
        "service_code": ITEM_OF[row["requesttype"]],
        "description": f"{row['requesttype']} ({row['srnumber']})",
        "address_string": row["address"],
    }
    point = None
    if row["latitude"] and row["longitude"]:
        form |= {"lat": row["latitude"], "long": row["longitude"]}
        point = float(row["latitude"]), float(row["longitude"])
    return Request(row["srnumber"], row["nc"], urlencode(form).encode(), point)
