"""The councils of Los Angeles: where real requests land, against what the city itself chose."""

import csv
from pathlib import Path

import pytest
import shapely

from linli.registers.places.geojson import Columns, Features, read_features
from linli.registers.places.logic import Outline, PlaceIndex
from tools import la311

pytestmark = pytest.mark.skipif(
    not la311.polygons().exists(),
    reason=f"no real data in {la311.folder()}; set LINLI_SHARED_DATA to the folder that holds it",
)


@pytest.fixture(scope="module")
def councils() -> Features:
    return read_features(la311.polygons(), Columns("nc_id", "name", "community"))


def requests_with_points() -> list[dict[str, str]]:
    path: Path = la311.folder() / "la311_2020_january.csv"
    with path.open(newline="") as rows:
        return [row for row in csv.DictReader(rows) if row["latitude"] and row["longitude"]]


def test_every_council_of_the_real_file_can_be_used(councils: Features) -> None:
    assert councils.faults == []
    assert len(councils.places) == 99


def test_real_requests_land_in_the_council_that_the_city_chose(councils: Features) -> None:
    index = PlaceIndex.build(
        Outline(number, shapely.geometry.shape(place.polygon))
        for number, place in councils.places.items()
    )
    codes = {number: place.code for number, place in councils.places.items()}
    asked = [row for row in requests_with_points() if row["nc"] in set(codes.values())]
    found = [index.locate(float(row["latitude"]), float(row["longitude"])) for row in asked]
    landed = [codes[one.place_id] if one else "" for one in found]
    right = sum(code == row["nc"] for code, row in zip(landed, asked, strict=True))
    assert len(asked) > 9000
    assert right / len(asked) >= 0.985
