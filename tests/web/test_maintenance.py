"""What devices lack is for the maintenance list and the administrator, never for the duty queue."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from linli.respond.cases.actions import open_or_join
from linli.respond.cases.models import Case
from linli.sense.devices.actions import register
from linli.sense.devices.logic import NewDevice
from linli.web.console.queue import PARTS
from tests.capabilities.cases.happenings import PART, noticed
from tests.cast import District

Browse = Callable[[str], Client]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]


def installed(district: District, name: str, firm: str) -> str:
    new = NewDevice(id=name, type="smoke_alarm", place_id=district.building, firm=firm, spot="门厅")
    register(new, PART)
    return name


@pytest.fixture
def troubles(district: District) -> None:
    for item, device, firm in (
        ("device_silent", "s-1", "安达维保"),
        ("battery_low", "s-2", "恒信维保"),
    ):
        open_or_join(noticed(item, device_id=installed(district, device, firm)), PART)


@pytest.mark.parametrize("item", ["device_silent", "battery_low", "platform_fault", "gateway_down"])
def test_no_tab_of_the_duty_queue_ever_holds_it(
    item: str, district: District, browse: Browse
) -> None:
    """Whatever becomes of it: the tabs and the search look only at the duty list."""
    case_id = open_or_join(noticed(item), PART)
    lin = browse("lin")
    for state in ("received", "filed", "handling", "resolved", "feedback"):
        Case.objects.filter(pk=case_id).update(state=state)
        for part in PARTS:
            assert str(case_id) not in lin.get(f"/console/cases/?tab={part.code}").content.decode()

    assert str(case_id) not in lin.get(f"/console/cases/?item={item}").content.decode()
    assert str(case_id) not in lin.get(f"/console/cases/?q={item}").content.decode()


def test_the_list_names_device_spot_and_firm_and_is_filtered_by_firm(
    troubles: None, browse: Browse
) -> None:
    lin = browse("lin")

    page = lin.get("/console/devices/maintenance/").content.decode()
    one_firm = lin.get("/console/devices/maintenance/", {"firm": "恒信维保"}).content.decode()

    for word in ("设备失联", "设备电量低", "s-1", "s-2", "门厅", "安达维保"):
        assert word in page
    assert "设备失联" not in one_firm
    assert "s-2" in one_firm
    theirs = browse("zhao").get("/console/devices/maintenance/").content.decode()
    assert "s-1" not in theirs
    assert "设备都正常上报" in theirs


def test_the_file_for_a_firm_holds_its_devices(troubles: None, browse: Browse) -> None:
    sent = {"firm": "安达维保", "as": "csv"}
    lin, zhao = (
        browse(who).post("/console/devices/maintenance/export/", sent).content.decode("utf-8-sig")
        for who in ("lin", "zhao")
    )

    header, row = csv.reader(io.StringIO(lin))
    assert header[0] == "问题"
    assert (row[0], row[2], row[7]) == ("设备失联", "s-1", "安达维保")
    assert len(list(csv.reader(io.StringIO(zhao)))) == 1


def test_faults_of_the_platform_stand_on_the_page_of_the_administrator_and_nowhere_else(
    browse: Browse,
) -> None:
    case_id = open_or_join(noticed("platform_fault"), PART)
    Case.objects.filter(pk=case_id).update(address="翠竹苑3栋201室 13900000000")
    number = Case.objects.get(pk=case_id).number

    gu = browse("gu").get("/console/platform/").content.decode()

    assert "平台故障" in gu
    assert number in gu
    assert "13900000000" not in gu
    assert "201室" not in gu
    assert browse("gu").get(f"/console/cases/{case_id}/").status_code == 403
    for who in ("lin", "leader", "zhao"):
        assert browse(who).get("/console/platform/").status_code == 403
        assert number not in browse(who).get("/console/cases/").content.decode()
        assert number not in browse(who).get("/console/devices/maintenance/").content.decode()


def test_what_the_desk_and_the_maintenance_firms_do_is_not_among_the_faults(
    district: District, browse: Browse
) -> None:
    others = [open_or_join(noticed(item), PART) for item in ("waterlogging", "battery_low")]

    gu = browse("gu").get("/console/platform/").content.decode()

    for case_id in others:
        assert Case.objects.get(pk=case_id).number not in gu
    assert "没有未解决的平台故障" in gu
