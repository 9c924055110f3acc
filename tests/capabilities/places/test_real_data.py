"""The councils of Los Angeles: where real requests land, against what the city itself chose."""

import re

import pytest

from linli.registers.places import actions, queries
from linli.registers.places.actions import LoadReport
from tests.cast import SETUP
from tools import la311
from tools.replay import Request

ASKED = 9_883
"""So many of the 10,000 requests have a council that the file draws."""
ENOUGH = 0.985

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not la311.polygons().exists(),
        reason=f"no real data in {la311.folder()}; LINLI_SHARED_DATA names the folder it lies in",
    ),
]


@pytest.fixture
def loaded() -> LoadReport:
    return actions.load_geojson(
        la311.polygons(),
        id_property="nc_id",
        name_property="name",
        level="community",
        parent_code=None,
        asker=SETUP,
    )


def landed(request: Request) -> str:
    found = queries.locate(*request.point) if request.point else None
    return found.place.code if found else ""


def test_every_council_of_the_real_file_can_be_used(loaded: LoadReport) -> None:
    assert (loaded.added, loaded.faults) == (99, [])


def test_real_requests_land_in_the_council_that_the_city_chose(loaded: LoadReport) -> None:
    councils = la311.Councils()
    asked = councils.asked()
    misses = {one.number: (one, code) for one in asked if (code := landed(one)) != one.place}
    assert len(asked) == ASKED
    assert 1 - len(misses) / ASKED >= ENOUGH
    whys = [councils.why(one, code) for one, code in misses.values()]
    outside = [float(found[1]) for why in whys if (found := re.search(r"([\d.]+) m outside", why))]
    overlaps = [why for why in whys if "they overlap" in why]
    assert (len(outside), len(overlaps), len(whys)) == (34, 10, 44)
    assert max(outside) < 25
