"""The duty desk of an invented district in a database of its own, asked as her browser would."""

import re
from collections.abc import Sequence
from random import Random
from typing import Final

import django
from django.core.management import call_command
from django.test import Client

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - Django is set up first

from linli.ground.accounts import actions as accounts  # noqa: E402
from linli.ground.database import atomic  # noqa: E402
from linli.ground.revisions.actions import bump  # noqa: E402
from linli.ground.rights.asker import Asker, Held  # noqa: E402
from linli.ground.rights.table import LEVELS, Role  # noqa: E402
from linli.registers.places.logic.tree import Known  # noqa: E402
from linli.registers.places.models import Place  # noqa: E402

SETUP: Final = Asker.for_part("benchmark")
OFFERED: Final = re.compile(r'data-id="(\d+)"')
DISTRICT: Final = 2
MIDDLE: Final = (31.8, 117.2)
SPANS: Final = {"street": 0.1, "community": 0.04, "grid": 0.015, "estate": 0.006, "building": 0.001}
"""Degrees to each side."""


class Desk:
    """Lin, signed in; her desk is that of the district, which is the second place."""

    def __init__(self, places: Sequence[Known]) -> None:
        call_command("migrate", verbosity=0)
        store_places(places)
        user_id = accounts.make_user("lin", "Lin", "a password of the benchmark", SETUP)
        accounts.give(user_id, Held(Role.DUTY_DESK, "district", DISTRICT), SETUP)
        self.client = Client()
        self.client.force_login(get_user_model().objects.get(pk=user_id))

    def offered(self, text: str) -> list[str]:
        answer = self.client.get("/console/places/find", {"q": text})
        if answer.status_code != 200:
            raise RuntimeError(f"status {answer.status_code}")
        return OFFERED.findall(answer.content.decode())


def store_places(places: Sequence[Known]) -> None:
    """As a load would leave them, without its checks."""
    columns: dict[int, dict[str, int]] = {}
    points: dict[int, tuple[float, float]] = {}
    rows = []
    for one in places:
        inside = dict(columns.get(one.parent_id or 0, {}))
        if one.level in LEVELS:
            inside[f"{one.level}_id"] = one.id
        columns[one.id] = inside
        points[one.id] = lat, lon = _point(one, points.get(one.parent_id or 0, MIDDLE))
        rows.append(
            Place(
                id=one.id,
                code=str(one.id),
                name=one.name,
                level=one.level,
                parent_id=one.parent_id,
                aliases=list(one.aliases),
                lat=lat,
                lon=lon,
                **inside,
            )
        )
    with atomic():
        Place.objects.bulk_create(rows, batch_size=500)
        bump("places")


def _point(place: Known, around: tuple[float, float]) -> tuple[float, float]:
    """Always the same: somewhere around the place that it lies in."""
    chance, span = Random(place.id), SPANS.get(place.level, 0.0)
    return around[0] + chance.uniform(-span, span), around[1] + chance.uniform(-span, span)
