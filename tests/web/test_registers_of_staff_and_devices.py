"""How people are reached at work, and what came of a list of devices."""

import csv
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker
from linli.ground.sheets.reading import read_table
from linli.lists import LOADERS
from linli.registers.staff.models import Staff
from linli.sense.devices.actions import digest
from linli.sense.devices.models import Device
from tests.cast import District
from tests.web.register_forms import address, filled

pytestmark = pytest.mark.django_db

Browse = Callable[[str], Client]


@pytest.fixture
def staff(district: District) -> Staff:
    return Staff.objects.create(
        code="w1",
        name="吴",
        party_id=district.property,
        mobile="13900000000",
        landline="0551-62810000",
        extension="0801",
    )


class TestStaff:
    """How people are reached at work: masked until somebody says what for."""

    def test_numbers_are_masked_until_somebody_says_what_for(
        self, gu_browser: Client, staff: Staff
    ) -> None:
        for page in ("/console/data/staff/rows/", address("staff", staff.pk)):
            told = gu_browser.get(page).content.decode()
            assert "139****0000" in told
            assert "13900000000" not in told
        assert gu_browser.post(f"{address('staff', staff.pk)}look/").status_code == 404

        seen = gu_browser.post(f"{address('staff', staff.pk)}look/", {"purpose": "call"})

        assert "13900000000" in seen.content.decode()
        assert seen["Cache-Control"] == "no-store"
        entry = AuditEntry.objects.get()
        assert (entry.act, entry.kind, entry.thing_id) == ("see", "staff", str(staff.pk))
        assert (entry.purpose, "139" in str(entry.detail)) == ("call", False)

    def test_a_masked_number_stays_unless_another_is_typed(
        self, gu_browser: Client, staff: Staff
    ) -> None:
        form = filled("staff", staff.pk, title="班长", mobile="", extension="-", landline="")
        assert gu_browser.post(address("staff", staff.pk), form).status_code == 302
        staff.refresh_from_db()
        assert (staff.title, staff.mobile, staff.landline) == (
            *("班长", "13900000000", "0551-62810000"),
        )
        assert staff.extension == ""
        form = filled("staff", staff.pk, mobile="１３８００００００００")
        assert gu_browser.post(address("staff", staff.pk), form).status_code == 302
        staff.refresh_from_db()
        assert staff.mobile == "13800000000"

    def test_the_desk_sees_those_who_answer_for_its_places_and_zhao_does_not(
        self, staff: Staff, browse: Browse
    ) -> None:
        assert "吴" in browse("lin").get("/console/data/staff/rows/").content.decode()
        zhao = browse("zhao")
        assert "139****" not in zhao.get("/console/data/staff/rows/").content.decode()
        assert zhao.get(address("staff", staff.pk)).status_code == 404
        look = f"{address('staff', staff.pk)}look/"
        assert zhao.post(look, {"purpose": "call"}).status_code == 404
        for who in ("chen", "wu", "he", "shen", "jian", "wang"):
            assert browse(who).get("/console/data/staff/rows/").status_code == 403
        assert not AuditEntry.objects.exists()

    def test_the_list_asks_as_often_for_many_as_for_few(self, staff: Staff, browse: Browse) -> None:
        party_id = staff.party_id
        lin, address_ = browse("lin"), "/console/data/staff/rows/"
        lin.get(address_)
        with CaptureQueriesContext(connection) as few:
            lin.get(address_)
        Staff.objects.bulk_create(
            Staff(code=f"s{number}", name="林", party_id=party_id, user_id=number)
            for number in range(12)
        )
        with CaptureQueriesContext(connection) as many:
            page = lin.get(address_).content.decode()
        assert page.count('id="row-') == 13
        assert len(many) <= len(few) + 1  # names of accounts, once for all

    def test_lin_looks_up_and_changes_nothing(self, staff: Staff, browse: Browse) -> None:
        lin = browse("lin")
        page = lin.get(address("staff", staff.pk)).content.decode()
        assert "139****0000" in page
        assert 'name="mark"' not in page
        refused: list[HttpResponse] = [
            lin.post(address("staff", staff.pk), filled("staff", staff.pk, name="X")),
            lin.post(address("staff"), {"code": "x", "name": "X", "party": "property"}),
            lin.post("/console/data/staff/export/"),
        ]
        assert [answer.status_code for answer in refused] == [403] * 3
        staff.refresh_from_db()
        assert staff.name == "吴"

    @pytest.mark.parametrize("purpose", ["", "none", "call"])
    def test_numbers_leave_in_a_file_only_for_a_purpose(
        self, staff: Staff, browse: Browse, purpose: str
    ) -> None:
        told = browse("gu").post("/console/data/staff/export/", {"as": "csv", "purpose": purpose})
        page = told.content.decode()
        assert told.status_code == 400
        assert "请选择用途" in page
        assert staff.mobile not in page
        assert not AuditEntry.objects.filter(act="export").exists()

    def test_the_audit_says_what_a_file_of_numbers_was_for(
        self, staff: Staff, browse: Browse
    ) -> None:
        sent = {"as": "csv", "purpose": "list"}
        file = browse("gu").post("/console/data/staff/export/", sent)
        assert staff.mobile in file.content.decode("utf-8-sig")
        [entry] = AuditEntry.objects.filter(act="export", kind="staff")
        assert entry.purpose == "list"
        assert "制作工作电话表" in browse("jian").get("/console/audit/").content.decode()


class TestDevices:
    """Devices come by a list without tokens, which are issued once."""

    def load(self, content: str, asker: Asker) -> list[str]:
        loader = LOADERS["device"]
        table = read_table(content.encode(), loader.schema)
        plan = loader.plan(table.records, asker)
        loader.store(plan.todo, asker)
        return [str(fault) for fault in [*table.faults, *plan.faults]]

    def test_tokens_of_new_devices_are_told_once_and_only_they_can_speak(
        self, people: dict[str, Asker], browse: Browse
    ) -> None:
        rows_ = "id,type,place,gateway\nd1,水位计,b3,gw\ngw,gateway,b3,\n"
        assert self.load(rows_, people["lin"]) == []
        assert set(Device.objects.values_list("token_sha256", flat=True)) == {""}
        lin = browse("lin")
        assert "2 台设备还没有令牌" in lin.get("/console/data/device/rows/").content.decode()

        told = lin.post("/console/data/device/tokens/").content.decode("utf-8-sig")

        tokens = dict(csv.reader(io.StringIO(told)))
        assert set(tokens) == {"id", "d1", "gw"}
        for device in Device.objects.all():
            assert device.token_sha256 == digest(tokens[device.id].removeprefix("'"))
        again = lin.post("/console/data/device/tokens/").content.decode("utf-8-sig")
        assert again.splitlines() == ["id,token"]

    def test_every_fault_is_named_and_the_rest_is_kept(
        self, district: District, people: dict[str, Asker]
    ) -> None:
        Device.objects.create(id="old", type="gateway", place_id=district.building, label="1")
        faults = self.load(
            "id,type,place,gateway\nok,water_gauge,b3,\na b,water_gauge,b3,\n"
            "x1,dragon,b3,\nx2,water_gauge,nowhere,\nx3,water_gauge,b3,ok\n"
            "old,water_gauge,b3,\nx4,water_gauge,g3,\n",
            people["lin"],
        )
        assert {int(fault.partition("/")[0]) for fault in faults} == {3, 4, 5, 6, 7, 8}
        assert set(Device.objects.values_list("id", flat=True)) == {"ok", "old"}

    def test_zhao_changes_no_device_of_another_district(
        self, district: District, people: dict[str, Asker], browse: Browse
    ) -> None:
        self.load("id,type,place\nd1,water_gauge,b3\n", people["lin"])
        zhao = browse("zhao")
        assert self.load("id,type,place\nd1,water_gauge,g3\n", people["zhao"]) != []
        assert zhao.get(address("device", "d1")).status_code == 404
        told = zhao.post("/console/data/device/tokens/").content.decode("utf-8-sig")
        assert told.splitlines() == ["id,token"]
        assert Device.objects.get().place_id == district.building

    def test_a_device_is_changed_on_its_form_and_keeps_its_token(
        self, district: District, gu_browser: Client
    ) -> None:
        Device.objects.create(
            id="d1", type="water_gauge", place_id=district.building, label="1", token_sha256="ab"
        )
        form = filled("device", "d1", spot="东侧", type="gateway")
        assert gu_browser.post(address("device", "d1"), form).status_code == 302
        device = Device.objects.get()
        assert (device.spot, device.type, device.token_sha256) == ("东侧", "water_gauge", "ab")
