"""Real requests of a real city, as Open311 forms: for measurements and fault tests.

The data is not part of the project; `LINLI_SHARED_DATA` says where it lies.
"""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

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


@dataclass(frozen=True, slots=True)
class Request:
    """One row: its own number, the council the city chose, and the form we send."""

    number: str
    council: str
    form: bytes
    has_point: bool


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


def _request(row: dict[str, str]) -> Request:
    form = {
        "service_code": ITEM_OF[row["requesttype"]],
        "description": f"{row['requesttype']} ({row['srnumber']})",
        "address_string": row["address"],
    }
    has_point = bool(row["latitude"] and row["longitude"])
    if has_point:
        form |= {"lat": row["latitude"], "long": row["longitude"]}
    return Request(row["srnumber"], row["nc"], urlencode(form).encode(), has_point)
