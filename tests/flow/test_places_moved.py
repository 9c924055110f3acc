"""A community goes from one street to another: what lies in it follows, and is seen by its desk."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from linli.flow import FLOW
from linli.ground.audit import queries as audit
from linli.ground.facts.models import StoredFact
from linli.ground.jobs.models import Job
from linli.ground.jobs.running import JobRunner
from linli.ground.rights.asker import Asker
from linli.organise.hotline import queries as hotline
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.queries import TaskFilter
from linli.registers.places import following
from linli.registers.places import queries as places
from linli.registers.places.actions import LoadReport, load_geojson, save_place
from linli.registers.places.facts import PlacesMoved
from linli.registers.places.logic.details import NewPlace
from linli.respond.alerts import queries as alerts
from linli.respond.cases import queries as cases
from linli.respond.cases.queries import CaseFilter
from linli.sense.devices import actions as device_actions
from linli.sense.devices import queries as devices
from linli.sense.devices.logic import NewDevice
from linli.sense.devices.models import Device
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from linli.sense.signals import queries as signals
from linli.sense.signals.actions import raise_signal
from linli.sense.signals.logic import NewSignal
from linli.sense.tags import actions as tag_actions
from linli.sense.tags import queries as tags
from linli.sense.tags.logic import NewTag
from tests.cast import SETUP, District

Deliver = Callable[[], None]
KINDS = {
    "signals": 2,
    "reports": 1,
    "devices": 1,
    "cases": 1,
    "alerts": 1,
    "tasks": 1,
    "tags": 1,
    "hotline": 1,
}


@pytest.fixture
def flooded(district: District, deliver: Deliver, clock: Any) -> Callable[[Asker], dict[str, int]]:
    """A gauge and a resident tell of one flood in the community; the answer counts what is seen."""
    gauge = NewDevice(id="d7", type="water_gauge", place_id=district.building)
    device_actions.register(gauge, SETUP)
    tag_actions.make(NewTag("lift", district.building), SETUP)
    noticed = raise_signal(
        NewSignal(
            item="waterlogging",
            source_kind="reading",
            source_key="d7/1",
            happened_at=clock.now(),
            place_id=district.building,
            device_id="d7",
        ),
        SETUP,
    )
    order = {"channel": "hotline", "channel_ref": "A1"}
    told = take_report(NewReport(item="waterlogging", text="积水", place_code="b3", **order), SETUP)
    deliver()
    return lambda asker: seen([noticed, told.signal_id], told.report_id, asker)


def seen(signal_ids: list[UUID], report_id: UUID, asker: Asker) -> dict[str, int]:
    return {
        "signals": len(signals.signals(signal_ids, asker)),
        "reports": len(reports.reports([report_id], asker)),
        "devices": len(devices.devices(asker).items),
        "cases": len(cases.cases(CaseFilter(), asker).items),
        "alerts": len(alerts.alerts(asker).items),
        "tasks": len(tasks.tasks(TaskFilter(), asker).items),
        "tags": len(tags.tags(asker).items),
        "hotline": len(hotline.orders("with_us", asker).items),
    }


def move(code: str, level: str, parent: str) -> None:
    save_place(NewPlace(code=code, name=code, level=level, parent_code=parent), SETUP)


def run_jobs() -> int:
    return sum(iter(JobRunner("tests").run, 0))


def test_what_lies_in_a_moved_community_is_seen_by_the_other_desk(
    flooded: Callable[[Asker], dict[str, int]], lin: Asker, zhao: Asker, deliver: Deliver
) -> None:
    nothing = dict.fromkeys(KINDS, 0)
    assert (flooded(lin), flooded(zhao)) == (KINDS, nothing)

    move("m1", "community", "s2")
    deliver()
    assert run_jobs() == len(FLOW[PlacesMoved])

    assert (flooded(lin), flooded(zhao)) == (nothing, KINDS)


def test_the_city_reads_the_same_place_before_and_after(
    flooded: Callable[[Asker], dict[str, int]], district: District, deliver: Deliver
) -> None:
    move("m1", "community", "s2")
    deliver()
    run_jobs()

    [case] = cases.cases(CaseFilter(place="d2"), SETUP).items
    assert case.place_id == district.building
    assert case.where == places.names([district.building])[district.building].where
    assert cases.cases(CaseFilter(place="d1"), SETUP).items == []
    assert case.version == 2  # a move of places is no step of a case: nobody's page goes stale


def test_what_was_written_meanwhile_under_the_old_levels_follows_later(
    flooded: Callable[[Asker], dict[str, int]],
    district: District,
    zhao: Asker,
    deliver: Deliver,
    clock: Any,
) -> None:
    move("m1", "community", "s2")
    deliver()
    run_jobs()
    Device.objects.update(**district.where("building").columns())

    clock.forward(seconds=following.AGAIN_AFTER.total_seconds() - 1)
    assert run_jobs() == 0
    assert flooded(zhao)["devices"] == 0

    clock.forward(seconds=1)
    assert run_jobs() == len(FLOW[PlacesMoved])
    assert flooded(zhao) == KINDS


def test_moving_back_and_forth_ends_where_the_place_is(
    flooded: Callable[[Asker], dict[str, int]], lin: Asker, zhao: Asker, deliver: Deliver
) -> None:
    move("m1", "community", "s2")
    move("m1", "community", "s1")
    deliver()
    run_jobs()

    assert (flooded(lin), flooded(zhao)) == (KINDS, dict.fromkeys(KINDS, 0))


def test_a_move_is_one_fact_and_a_new_or_unmoved_place_none(district: District) -> None:
    def moves() -> int:
        return StoredFact.objects.filter(name="places_moved").count()

    move("m9", "community", "s1")
    move("m1", "community", "s1")
    assert moves() == 0
    move("m1", "community", "s2")
    assert moves() == 1


def test_a_failed_move_tells_nothing(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.registers.places.actions.announce", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        move("m1", "community", "s2")
    assert (StoredFact.objects.count(), Job.objects.count()) == (0, 0)
    assert places.names([district.building])[district.building].where == district.where()


def test_many_rows_follow_in_batches(
    district: District, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "_ROWS_AT_ONCE", 2)
    monkeypatch.setattr(places, "_MOVED_AT_ONCE", 2)
    for number in range(7):
        spot = district.building if number % 2 else district.grid_2
        gauge = NewDevice(id=f"d{number}", type="water_gauge", place_id=spot)
        device_actions.register(gauge, SETUP)

    move("m1", "community", "s2")
    deliver()
    run_jobs()

    rows = Device.objects.values_list("district_id", "street_id", "community_id", "grid_id")
    wanted = (district.other_district, district.other_street, district.community)
    assert sorted(rows) == sorted([(*wanted, district.grid_2)] * 4 + [(*wanted, district.grid)] * 3)


def load(folder: Path, parent: str | None, asker: Asker = SETUP) -> LoadReport:
    ring = [[117.6, 31], [117.61, 31], [117.61, 31.01], [117.6, 31.01], [117.6, 31]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    new = {"type": "Feature", "properties": {"id": "81", "name": "新社区"}, "geometry": shape}
    file = folder / "places.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [new]}))
    return load_geojson(
        file,
        id_property="id",
        name_property="name",
        level="community",
        parent_code=parent,
        asker=asker,
    )


def test_a_load_without_a_parent_and_again_with_one_brings_everything_along(
    district: District,
    lin: Asker,
    jian: Asker,
    deliver: Deliver,
    tmp_path: Path,
) -> None:
    assert load(tmp_path, None).moved == 0
    place = places.by_code("81")
    assert place is not None
    device_actions.register(NewDevice(id="d8", type="water_gauge", place_id=place.id), SETUP)
    assert devices.device("d8", lin) is None

    report = load(tmp_path, "s1", Asker.for_operator("gu"))
    deliver()
    run_jobs()

    assert (report.added, report.updated, report.moved) == (0, 1, 1)
    assert audit.entries(jian)[0].detail == {"added": 0, "updated": 1, "moved": 1}
    assert devices.device("d8", lin) is not None
