"""Signals of one problem become one case, and each keeps its place on the timeline."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from linli.ground import clock as ground_clock
from linli.ground.database import atomic
from linli.ground.facts.models import StoredFact
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Where
from linli.registers.places.models import Place
from linli.respond.cases import queries
from linli.respond.cases.actions import move, note_cleared, open_or_join
from linli.respond.cases.logic.faults import NotFound
from linli.respond.cases.models import Case, CaseSignal, JoinGate
from tests.capabilities.cases.happenings import (
    LAT,
    LON,
    PART,
    acts,
    again,
    case_from,
    facts,
    noticed,
    told,
)

pytestmark = pytest.mark.usefixtures("district")

METRE = 1 / 111_195


def test_a_sensor_opens_a_filed_case_where_its_item_says_so(district: Any) -> None:
    signal_id = noticed()

    case = case_from(signal_id)

    assert (case.item, case.state, case.severity) == ("waterlogging", "filed", "urgent")
    assert (case.list, case.signal_count, case.version) == ("duty", 1, 1)
    assert (case.place_id, case.where) == (district.building, district.where("building"))
    assert (case.is_open, case.parties) == (True, ())
    assert len(case.number) == 8
    assert facts() == ["signal_raised", "case_opened"]


def test_a_report_waits_to_be_accepted_whatever_its_item(district: Any) -> None:
    assert case_from(told("waterlogging")).state == "received"


def test_an_item_of_the_desk_waits_even_for_a_sensor(district: Any) -> None:
    assert case_from(noticed("noise")).state == "received"


def test_the_first_step_says_what_was_noticed(district: Any) -> None:
    signal_id = noticed(device_id="d7")
    case = case_from(signal_id)

    (step,) = queries.timeline(case.id, PART)

    assert (step.act, step.from_state, step.to_state, step.is_public) == (
        *("opened", "", "filed"),
        True,
    )
    assert step.detail == {
        "signal_id": str(signal_id),
        "source": "reading",
        "severity": "urgent",
        "device_id": "d7",
        "filing": "automatic",
    }


def test_ten_reports_and_a_sensor_are_one_case_of_eleven_signals(district: Any) -> None:
    signals = [told("waterlogging", lat=LAT + n * 10 * METRE) for n in range(10)] + [noticed()]

    cases = {open_or_join(signal_id, PART) for signal_id in signals}

    (case_id,) = cases
    assert again(case_id).signal_count == 11
    assert queries.signal_ids(case_id, PART) == signals
    assert acts(case_id) == ["opened", *["joined"] * 10]
    assert facts().count("case_opened") == 1
    assert facts().count("signal_joined") == 10


def test_a_joined_signal_shows_by_which_rule_it_joined(district: Any) -> None:
    case = case_from(noticed())
    open_or_join(noticed(lat=LAT + 100 * METRE), PART)

    step = queries.timeline(case.id, PART)[-1]

    assert step.is_public is False
    assert {name: step.detail[name] for name in ("metres", "radius_m", "minutes")} == {
        "metres": 100,
        "radius_m": 300,
        "minutes": 180,
    }


@pytest.mark.parametrize("gauge_first", [True, False])
def test_whoever_says_only_in_which_building_is_as_near_as_the_building(
    gauge_first: bool, district: Any
) -> None:
    stands(b3=LAT, e1=LAT + 800 * METRE)
    steps = [lambda: call_from("b3"), lambda: noticed(lat=LAT + 250 * METRE)]
    first, second = steps[::-1] if gauge_first else steps

    case = case_from(first())
    assert open_or_join(second(), PART) == case.id
    assert open_or_join(call_from("b3"), PART) == case.id
    assert open_or_join(call_from("e1"), PART) != case.id


def test_a_whole_street_is_no_point(district: Any) -> None:
    stands(s1=LAT)
    case = case_from(noticed())

    assert open_or_join(call_from("s1"), PART) != case.id


def test_in_a_place_whose_point_is_far_off_it_is_still_the_same_place(district: Any) -> None:
    stands(b3=LAT + 900 * METRE)
    case = case_from(noticed(place_id=district.building))

    assert open_or_join(call_from("b3"), PART) == case.id


def stands(**lats: float) -> None:
    for code, lat in lats.items():
        Place.objects.filter(code=code).update(lat=lat, lon=LON)
    with atomic():
        bump("places")


def call_from(code: str) -> UUID:
    return told("waterlogging", place_code=code, lat=None, lon=None)


def test_the_same_signal_twice_changes_nothing(district: Any) -> None:
    signal_id = noticed()
    case = case_from(signal_id)
    told_so_far = facts()

    assert open_or_join(signal_id, PART) == case.id
    assert again(case.id) == case
    assert facts() == told_so_far
    assert CaseSignal.objects.count() == 1


def test_a_signal_that_is_not_there_is_refused(district: Any) -> None:
    with pytest.raises(NotFound, match="no signal"):
        open_or_join(uuid4(), PART)


def test_a_case_is_found_across_the_border_of_a_community(district: Any) -> None:
    """Cuizhu ends and Hetang begins at 117.230: 40 m lie between the two gauges."""
    west = case_from(noticed(lat=31.82, lon=117.2298))
    east = case_from(noticed(lat=31.82, lon=117.2302))

    assert west.id == east.id
    assert (west.where.community_id, east.signal_count) == (district.community, 2)


def test_signals_on_both_sides_of_a_border_wait_at_one_gate(district: Any) -> None:
    case_from(noticed(lat=31.82, lon=117.2298))
    gates = set(JoinGate.objects.values_list("point", flat=True))
    case_from(noticed(lat=31.82, lon=117.2302))
    more = set(JoinGate.objects.values_list("point", flat=True)) - gates

    assert {gate.partition(":")[0] for gate in more} == {"place", "device"}


def test_another_item_at_the_same_spot_is_another_case(district: Any) -> None:
    assert case_from(noticed()).id != case_from(noticed("noise")).id


def test_too_far_and_too_late_are_other_cases(district: Any, clock: Any) -> None:
    first = case_from(noticed())
    far = case_from(noticed(lat=LAT + 400 * METRE))
    clock.forward(minutes=181)
    late = case_from(noticed())

    assert len({first.id, far.id, late.id}) == 3


def test_each_signal_keeps_the_case_alive(district: Any, clock: Any) -> None:
    first = case_from(noticed())
    for _ in range(3):
        clock.forward(minutes=170)
        assert case_from(noticed()).id == first.id

    assert again(first.id).last_signal_at == ground_clock.now()


def test_a_late_message_does_not_make_the_case_younger(district: Any, clock: Any) -> None:
    first = case_from(noticed())
    case_from(noticed(happened_at=ground_clock.now() - timedelta(minutes=30)))

    assert again(first.id).last_signal_at == first.last_signal_at
    assert again(first.id).signal_count == 2


def test_a_graver_signal_raises_the_case_and_a_milder_one_does_not_lower_it(district: Any) -> None:
    case = case_from(noticed())

    assert case_from(noticed(severity="emergency")).severity == "emergency"
    assert case_from(noticed(severity="low")).severity == "emergency"

    assert again(case.id).version == case.version
    joined = StoredFact.objects.filter(name="signal_joined").order_by("id")
    assert [fact.urgent for fact in joined] == [True, True]


def test_reports_of_an_item_that_does_not_join_them_are_cases_of_their_own(district: Any) -> None:
    assert case_from(told("garbage")).id != case_from(told("garbage")).id
    assert not JoinGate.objects.exists()


def test_a_second_smoke_alarm_is_a_case_of_its_own_and_the_same_one_is_not(district: Any) -> None:
    first = case_from(noticed("smoke_fire", device_id="s1"))
    second = case_from(noticed("smoke_fire", device_id="s2"))

    assert first.id != second.id
    assert case_from(noticed("smoke_fire", device_id="s1")).id == first.id


@pytest.mark.parametrize("state", ["rejected", "voided"])
def test_a_settled_case_takes_no_more_signals(district: Any, lin: Any, state: str) -> None:
    case = case_from(told("waterlogging"))
    move(case.id, state, lin, case.version, "A mistake.")

    assert case_from(noticed()).id != case.id


def test_what_is_noticed_after_the_work_was_done_is_a_new_problem(district: Any) -> None:
    case = case_from(noticed())
    Case.objects.filter(pk=case.id).update(state="resolved")

    assert case_from(noticed()).id != case.id


def test_a_signal_without_a_place_waits_for_a_person(district: Any) -> None:
    case = case_from(noticed(lat=None, lon=None, device_id=""))

    assert (case.state, case.place_id, case.where) == ("received", None, Where())
    assert case_from(noticed(lat=None, lon=None, device_id="")).id != case.id


def test_points_outside_every_place_still_join_each_other(district: Any) -> None:
    out_there = {"lat": 40.0, "lon": 100.0}

    assert case_from(noticed(**out_there)).id == case_from(noticed(**out_there)).id


def test_the_address_of_a_report_is_that_of_its_case(district: Any) -> None:
    assert case_from(told(address="翠竹路 3 号")).address == "翠竹路 3 号"


def test_the_all_clear_is_written_once_and_the_work_goes_on(district: Any) -> None:
    signal_id = noticed()
    case = case_from(signal_id)

    note_cleared(signal_id, PART)
    note_cleared(signal_id, PART)

    assert acts(case.id) == ["opened", "cleared"]
    assert again(case.id) == case


def test_an_all_clear_that_overtakes_its_alarm_opens_the_case(district: Any) -> None:
    signal_id = noticed()

    note_cleared(signal_id, PART)

    case_id = open_or_join(signal_id, PART)
    assert acts(case_id) == ["opened", "cleared"]


def test_joining_takes_a_fixed_number_of_queries(
    district: Any, django_assert_max_num_queries: Any
) -> None:
    case_from(noticed())
    signal_id = noticed()

    with django_assert_max_num_queries(13):
        open_or_join(signal_id, PART)
