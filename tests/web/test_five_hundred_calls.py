"""Lin types what five hundred callers say; the place that is meant is among the first three."""

import json
from collections import Counter
from pathlib import Path
from typing import Final

import msgspec
import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from linli.ground.accounts import actions as accounts
from linli.ground.database import atomic
from linli.ground.rights.asker import Held
from linli.ground.rights.table import Role
from linli.registers.places import queries as places
from linli.registers.places.actions import save_place
from linli.registers.places.logic.details import NewPlace
from linli_simulator.calls.telling import Call, addresses_of, make_calls
from linli_simulator.district import names
from linli_simulator.district.files import LEVELS, SEED, write_district
from linli_simulator.district.layout import lay_out
from tests.cast import PASSWORD, SETUP
from tests.web.test_finding import find

CALLS: Final = 500
FIRST: Final = 3
LEAST_FOUND: Final = 450


@pytest.fixture
def lin_at_the_desk(db: None, tmp_path: Path) -> Client:
    """The duty desk of the whole invented district."""
    write_district(tmp_path)
    with atomic():
        for level in LEVELS:
            for feature in json.loads((tmp_path / f"{level}.geojson").read_text())["features"]:
                drawn = {"level": level, "polygon": feature["geometry"]}
                save_place(msgspec.convert({**feature["properties"], **drawn}, NewPlace), SETUP)
    district = places.by_code(names.DISTRICT.code)
    assert district is not None
    user_id = accounts.make_user("lin", "Lin", PASSWORD, SETUP)
    accounts.give(user_id, Held(Role.DUTY_DESK, "district", district.id), SETUP)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=user_id))
    return client


def test_of_five_hundred_calls_nine_in_ten_are_placed_at_once(lin_at_the_desk: Client) -> None:
    """Strictly: if a building was named, that building, and not its estate alone."""
    addresses = addresses_of(lay_out(SEED), names.DISTRICT.code)
    calls = make_calls(addresses, CALLS, seed=1)
    answers = [offered(lin_at_the_desk, call) for call in calls]
    missed = [
        (call, answer)
        for call, answer in zip(calls, answers, strict=True)
        if call.place not in answer[:FIRST]
    ]
    for call, answer in missed:
        print(f"missed: {call.typed!r} ({call.way}) means {call.place}, offered {answer}")
    print(f"missed by way: {dict(Counter(call.way for call, _ in missed))}")
    assert len(calls) - len(missed) >= LEAST_FOUND


def offered(lin: Client, call: Call) -> list[str | None]:
    return [one["data-code"] for one in find(lin, "places", q=call.typed).options]
