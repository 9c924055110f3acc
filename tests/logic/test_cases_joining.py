"""A signal joins the nearest case that is near enough in space and time, or none."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.registers.catalogue.logic import Joining
from linli.registers.places.logic.outlines import metres_between
from linli.respond.cases.logic.joining import (
    Candidate,
    Noticed,
    Spot,
    choose,
    meeting_points,
)

NOON = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)
WIDE = Joining(radius_m=300, minutes=180, reports=True)
EXACT = Joining(radius_m=0, minutes=60, reports=True)
METRE = 1 / 111_195
"""In degrees of latitude."""

HERE = Spot(place_id=1, lat=31.82, lon=117.22)


def north(metres: float, place_id: int | None = 2) -> Spot:
    return Spot(place_id, 31.82 + metres * METRE, 117.22)


def case(number: int, spot: Spot = HERE, **more: Any) -> Candidate:
    times = {"opened_at": NOON, "last_signal_at": NOON, **more}
    return Candidate(UUID(int=number), spot, **times)


def chosen(candidates: list[Candidate], noticed: Noticed, joining: Joining = WIDE) -> int | None:
    found = choose(candidates, noticed, joining)
    return found.case_id.int if found else None


@pytest.mark.parametrize(("metres", "joins"), [(0, True), (299, True), (301, False)])
def test_a_signal_joins_within_the_radius(metres: float, joins: bool) -> None:
    assert chosen([case(1)], Noticed(north(metres), NOON)) == (1 if joins else None)


@pytest.mark.parametrize(
    ("minutes", "joins"), [(180, True), (181, False), (-180, True), (-181, False)]
)
def test_a_signal_joins_within_the_time(minutes: int, joins: bool) -> None:
    late = NOON + timedelta(minutes=minutes)

    assert chosen([case(1)], Noticed(HERE, late)) == (1 if joins else None)


def test_the_time_runs_from_the_last_signal_not_the_first() -> None:
    alive = case(1, last_signal_at=NOON + timedelta(minutes=170))

    assert chosen([alive], Noticed(HERE, NOON + timedelta(minutes=340))) == 1


def test_the_nearest_of_several_cases_wins() -> None:
    cases = [case(1, north(200)), case(2, north(20)), case(3, north(90))]

    assert chosen(cases, Noticed(HERE, NOON)) == 2


def test_of_equally_near_cases_the_liveliest_wins() -> None:
    cases = [case(1), case(2, last_signal_at=NOON + timedelta(minutes=5)), case(3)]

    assert chosen(cases, Noticed(HERE, NOON)) == 2


def test_without_a_point_the_same_place_counts() -> None:
    nowhere = Spot(place_id=1)

    assert chosen([case(1)], Noticed(nowhere, NOON)) == 1
    assert chosen([case(1, Spot(place_id=9))], Noticed(nowhere, NOON)) is None


def test_with_points_the_same_large_place_does_not_count() -> None:
    assert chosen([case(1)], Noticed(north(900, place_id=1), NOON)) is None


def test_the_same_device_is_always_near() -> None:
    moved = Spot(5, 30.0, 110.0, "d7")

    assert chosen([case(1, is_same_device=True)], Noticed(moved, NOON), EXACT) == 1


def test_a_radius_of_nothing_means_only_the_same_device() -> None:
    assert chosen([case(1)], Noticed(HERE, NOON), EXACT) is None


def test_a_second_device_keeps_its_own_case_where_the_item_says_so() -> None:
    smoke = Joining(radius_m=50, minutes=60, reports=True, devices=False)
    next_door = Spot(1, 31.82, 117.22, "s8")

    assert chosen([case(1)], Noticed(next_door, NOON), smoke) is None
    assert chosen([case(1, is_same_device=True)], Noticed(next_door, NOON), smoke) == 1
    assert chosen([case(1)], Noticed(HERE, NOON, is_report=True), smoke) == 1


def test_what_is_nowhere_joins_nothing() -> None:
    lost = Spot()

    assert chosen([case(1), case(2, lost)], Noticed(lost, NOON)) is None


def test_reports_join_only_where_the_item_says_so() -> None:
    shy = Joining(radius_m=300, minutes=180, reports=False)

    assert chosen([case(1)], Noticed(HERE, NOON, is_report=True), shy) is None
    assert chosen([case(1)], Noticed(HERE, NOON), shy) == 1


latitudes = st.floats(-80, 80)
longitudes = st.floats(-179, 179)
radii = st.integers(1, 5000)


@given(latitudes, longitudes, radii, st.floats(-1, 1), st.floats(-1, 1))
def test_two_signals_that_can_join_always_meet_at_a_lock(
    lat: float, lon: float, radius: int, up: float, right: float
) -> None:
    """Whatever borders lie between them: the point halfway is within reach of both."""
    here = Spot(1, lat, lon)
    step = radius * METRE
    there = Spot(2, lat + up * step, lon + right * step * 4)
    assert there.lat is not None
    assert there.lon is not None
    if metres_between(lat, lon, there.lat, there.lon) > radius:
        return

    assert set(meeting_points(here, radius)) & set(meeting_points(there, radius))


places = st.sampled_from([None, 1, 2])
devices = st.sampled_from(["", "d7", "d8"])
points = st.sampled_from([(None, None), (31.82, 117.22), (31.8201, 117.2201), (31.9, 117.3)])
spots = st.builds(lambda place, point, device: Spot(place, *point, device), places, points, devices)


@given(spots, spots, st.sampled_from([WIDE, EXACT]))
def test_nothing_joins_without_a_common_lock(one: Spot, other: Spot, joining: Joining) -> None:
    same_device = bool(one.device_id) and one.device_id == other.device_id
    candidate = case(1, one, is_same_device=same_device)

    if chosen([candidate], Noticed(other, NOON), joining):
        common = set(meeting_points(one, joining.radius_m))
        assert common & set(meeting_points(other, joining.radius_m))


def test_a_usual_radius_takes_few_locks() -> None:
    steps = [n / 1000 for n in range(0, 40, 3)]
    counted = {
        len(meeting_points(Spot(1, 31.8 + up, 117.2 + right, "d7"), 300))
        for up, right in product(steps, steps)
    }

    assert max(counted) <= 6


def test_locks_are_taken_in_one_order() -> None:
    points = meeting_points(Spot(3, 31.82, 117.22, "d7"), 3000)

    assert points == sorted(points)
    assert len(points) == len(set(points))
