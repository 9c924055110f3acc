"""Invented requests over the demo district, as Open311 forms: for fault tests that need many."""

from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import urlencode

from linli_simulator.district.files import SEED, write_district
from linli_simulator.district.layout import lay_out
from tools.replay import Request

ITEMS: Final = ("garbage", "road_damage", "street_occupation", "lamp_fault", "waterlogging")


def polygons(folder: Path) -> Path:
    """The outlines of the district's communities, with `code` and `name`."""
    write_district(folder)
    return folder / "community.geojson"


def requests(count: int, seed: int) -> list[Request]:
    """So many, each at a point of one of these communities."""
    choose, communities = Random(seed), lay_out(SEED).of("community")
    made = []
    for number in range(1, count + 1):
        community = choose.choice(communities)
        spot = community.block.at(choose.uniform(0.2, 0.8), choose.uniform(0.2, 0.8))
        form = {
            "service_code": choose.choice(ITEMS),
            "description": f"Invented request {number} ({seed})",
            "address_string": community.name.zh,
            "lat": str(spot.lat),
            "long": str(spot.lon),
        }
        point = (spot.lat, spot.lon)
        name = f"made-{seed}-{number}"
        made.append(Request(name, community.code, urlencode(form).encode(), point))
    return made
