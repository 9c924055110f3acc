"""A list asks the store as often for many rows as for few."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.ground.rights.asker import Asker
from linli.registers.places.models import Place
from linli.respond.alerts.models import Alert
from linli.sense.devices.actions import register
from linli.sense.devices.logic import NewDevice
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from linli.sense.signals.actions import raise_signal
from linli.sense.signals.logic import NewSignal
from linli.sense.tags.actions import make
from linli.sense.tags.logic import NewTag
from tests.cast import District
from tests.web.conftest import PARTS

Browse = Callable[[str], Client]
FEW, MANY = 2, 7


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "address", "row"),
    [
        ("lin", "/console/cases/", 'id="case-'),
        ("lin", "/console/devices/", 'id="device-'),
        ("lin", "/console/outbox/", '<article class="evidence">'),
        ("wu", "/console/tasks/", 'id="task-'),
        ("lin", "/console/codes/", 'id="tag-'),
        ("wu", "/console/notices/", 'id="notice-'),
        ("wang", "/mine/", '<li class="card">'),
    ],
)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_few(
    *,
    who: str,
    address: str,
    row: str,
    district: District,
    people: dict[str, Asker],
    browse: Browse,
    deliver: Callable[[], None],
) -> None:
    homes = [_home(district, number) for number in range(FEW + MANY)]
    for home in homes[:FEW]:
        _something_happens_in(home, people)
    deliver()
    rows_before, few = _asked_by(browse(who), address, row)

    for home in homes[FEW:]:
        _something_happens_in(home, people)
    deliver()
    rows, many = _asked_by(browse(who), address, row)

    assert rows_before >= FEW
    assert rows >= rows_before + MANY
    assert many == few


@pytest.mark.django_db
def test_placing_asks_as_often_for_many_as_for_few(
    district: District, people: dict[str, Asker], browse: Browse, deliver: Callable[[], None]
) -> None:
    """Each row with what its words may mean: homes and buildings, which are not kept in memory."""
    homes = [_home(district, number) for number in range(FEW + MANY)]

    def lose(some: list[Place]) -> None:
        for home in some:
            address = f"翠竹苑3栋{home.name}"
            take_report(
                NewReport(item="noise", text="吵。", channel="call", address=address),
                people["lin"],
            )
        deliver()

    lose(homes[:FEW])
    rows_before, few = _asked_by(browse("lin"), "/console/placing/", 'id="case-')
    lose(homes[FEW:])
    rows, many = _asked_by(browse("lin"), "/console/placing/", 'id="case-')

    assert (rows_before, rows) == (FEW, FEW + MANY)
    assert many == few


@pytest.mark.django_db
def test_every_row_is_named_by_the_home_that_it_lies_in(
    district: District, people: dict[str, Asker], browse: Browse, deliver: Callable[[], None]
) -> None:
    _something_happens_in(_home(district, 4), people)
    deliver()
    Alert.objects.update(acknowledged_at=datetime.now(UTC), acknowledged_by=people["lin"].user_id)
    for who, address in (
        ("lin", "/console/cases/"),
        ("lin", "/console/devices/"),
        ("lin", "/console/outbox/"),
        ("wu", "/console/tasks/"),
    ):
        assert "304室" in browse(who).get(address).content.decode()
    assert "· Lin" in browse("lin").get("/console/outbox/").content.decode()


def _asked_by(client: Client, address: str, row: str) -> tuple[int, list[str]]:
    """How many rows the page shows, and the statements of its second look without their values:
    the first look warms the registers up.
    """
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
    assert page.status_code == 200
    statements = [one["sql"].partition("WHERE")[0] for one in asked.captured_queries]
    return page.content.decode().count(row), statements


def _home(district: District, number: int) -> Place:
    """One of the homes that are too many to be kept in memory: it has no outline."""
    above = Place.objects.get(pk=district.building)
    return Place.objects.create(
        code=f"h{300 + number}",
        name=f"{300 + number}室",
        level="home",
        parent_id=above.id,
        lat=above.lat + number / 100,
        lon=above.lon,
        **district.where().columns(),
    )


def _something_happens_in(home: Place, people: dict[str, Asker]) -> None:
    """A device is put up, raises an alarm, a code is hung up, and Wang tells of something else."""
    make(NewTag("door", home.id), people["lin"])
    new = NewDevice(id=f"s-{home.code}", type="smoke_alarm", place_id=home.id)
    made = register(new, people["lin"])
    raise_signal(
        NewSignal(
            item="smoke_fire",
            source_kind="reading",
            source_key=f"{made.id}/smoke/1/{uuid4()}",
            happened_at=datetime.now(UTC),
            place_id=home.id,
            lat=home.lat,
            lon=home.lon,
            evidence={},
            device_id=made.id,
        ),
        PARTS,
    )
    told = NewReport(item="garbage", text="袋", channel="portal", lat=home.lat, lon=home.lon)
    take_report(told, people["wang"])
