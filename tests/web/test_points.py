"""What was told by the name of a place alone lies on maps where its place stands."""

from collections.abc import Callable

import pytest
from django.test import Client

from linli.ground.database import atomic
from linli.ground.revisions.actions import bump
from linli.registers.places.models import Place
from linli.respond.cases.models import Case
from tests.web.conftest import Story

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("standing", "lat"),
    [
        ({"b3": 31.5, "e1": 31.25}, "31.5"),
        ({"b3": None, "e1": 31.25}, "31.25"),
        ({"b3": None, "e1": None}, ""),
    ],
)
def test_a_call_without_a_pin_is_on_the_maps_and_on_the_way(
    standing: dict[str, float | None], lat: str, story: Story, browse: Callable[[str], Client]
) -> None:
    for code, north in standing.items():
        east = None if north is None else 117.5
        Place.objects.filter(code=code).update(lat=north, lon=east)
    building = Place.objects.get(code="b3")
    Case.objects.filter(pk=story.case).update(lat=None, lon=None, place=building)
    with atomic():
        bump("places")

    queue = browse("lin").get("/console/cases/").content.decode()
    page = browse("lin").get(f"/console/cases/{story.case}/").content.decode()
    order = browse("wu").get(f"/console/foot/tasks/{story.task}/").content.decode()

    row = queue.partition(f'id="case-{story.case}"')[2].partition(">")[0]
    assert f'data-lat="{lat}"' in row
    assert (f'data-lat="{lat}' in page) is bool(lat)
    assert (f"117.500000%2C{lat}" in order) is bool(lat)
