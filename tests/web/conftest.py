"""A story that all pages can tell: a device, a report with a photo, a case at work, an alert."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from linli.ground import clock as clock_module
from linli.ground.files.actions import store_photo
from linli.ground.rights.asker import Asker
from linli.organise.tasks import queries as tasks
from linli.respond.alerts import queries as alerts
from linli.respond.cases import queries as cases
from linli.sense.devices.actions import register
from linli.sense.devices.logic import NewDevice
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from linli.sense.signals.actions import raise_signal
from linli.sense.signals.logic import NewSignal
from linli.sense.telemetry.store.opening import open_store
from linli.web.portal import choice
from linli.wire.readings import Reading
from tests.cast import District, make_person
from tests.web.browsing import PASSWORD
from tools.system import System
from tools.walking import ARGUMENTS, CHROMIUM

PEOPLE = ("lin", "leader", "chen", "wu", "he", "gu", "shen", "jian", "wang", "zhao")
PARTS = Asker.for_part("tests")


@dataclass(frozen=True, slots=True)
class Story:
    """Ids of what there is to see. `reported` is a case that waits to be accepted."""

    district: District
    device: str
    case: UUID
    task: UUID
    alert: UUID
    reported: UUID
    report: UUID
    receipt: str
    photo: UUID


@pytest.fixture(autouse=True)
def _minute() -> None:
    """What was reported most in another test's minute is counted anew."""
    choice.reported_in.cache_clear()


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with System(arguments=(), extra={"LINLI_DEMO_PASSWORD": PASSWORD}) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def people(district: District) -> dict[str, Asker]:
    return {name: make_person(name, district) for name in PEOPLE}


@pytest.fixture
def story(
    district: District, people: dict[str, Asker], data: Path, deliver: Callable[[], None]
) -> Story:
    """Smoke in the building is being handled by Wu's firm; Wang has told of water on the road."""
    device = _device(district, people["lin"])
    fire = _signal(district, device)
    photo = store_photo(jpeg(), people["wang"]).id
    told = take_report(_report(district, photo), people["wang"])
    deliver()
    case, reported = cases.case_of_signal(fire, PARTS), cases.case_of_signal(told.signal_id, PARTS)
    assert case is not None
    assert reported is not None
    return Story(
        district=district,
        device=device,
        case=case.id,
        task=tasks.of_case(case.id, PARTS)[0].id,
        alert=alerts.alerts(PARTS, case_id=case.id).items[0].id,
        reported=reported.id,
        report=told.report_id,
        receipt=told.receipt,
        photo=photo,
    )


@pytest.fixture
def browse(people: dict[str, Asker]) -> Callable[[str], Client]:
    """`browse("lin")` is her browser, signed in; `browse("")` is that of a visitor."""

    def browser(name: str) -> Client:
        client = Client()
        if name:
            client.force_login(get_user_model().objects.get(username=name))
        return client

    return browser


def jpeg() -> bytes:
    """A small photo."""
    content = io.BytesIO()
    Image.new("RGB", (64, 48), (40, 90, 130)).save(content, "JPEG")
    return content.getvalue()


def _device(district: District, lin: Asker) -> str:
    made = register(NewDevice(id="s1", type="smoke_alarm", place_id=district.building), lin)
    now = clock_module.now().timestamp()
    store = open_store()
    with store.transaction():
        readings = [Reading("s1", "battery", 80.0 - step, now - 600 * step) for step in range(3)]
        store.add_readings(readings, now)
        store.keep_latest(readings[:1], now)
    store.close()
    return made.id


def _signal(district: District, device: str) -> UUID:
    new = NewSignal(
        item="smoke_fire",
        source_kind="reading",
        source_key=f"{device}/smoke/1/{uuid4()}",
        happened_at=datetime.now(UTC),
        place_id=district.building,
        lat=district.lat,
        lon=district.lon,
        evidence={"quantity": "smoke", "value": True, "limit": True, "rule": "smoke", "unit": ""},
        device_id=device,
    )
    return raise_signal(new, PARTS)


def _report(district: District, photo: UUID) -> NewReport:
    return NewReport(
        item="waterlogging",
        text="地下通道积水，行人过不去。",
        channel="portal",
        lat=district.lat,
        lon=district.lon,
        address="翠竹苑北门",
        reporter_name="王",
        reporter_phone="13900000000",
        reporter_email="wang@example.org",
        photos=(photo,),
        media_url="https://example.org/flood.jpg",
    )


@pytest.fixture
def gu_browser(district: District, browse: Callable[[str], Client]) -> Client:
    return browse("gu")
