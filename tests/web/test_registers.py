"""The registers row by row: looked up, added, edited, exported; in the words of their lists."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker
from linli.ground.sheets import rows
from linli.ground.sheets.reading import read_table
from linli.lists import LOADERS
from linli.registers.calendars.models import SpecialDay
from linli.registers.parties import queries as parties
from linli.registers.parties.models import Duty, Party, Post
from linli.registers.places.models import Place
from linli.registers.staff.models import Staff
from linli.sense.devices.models import Device
from tests.cast import SETUP, District
from tests.web.register_forms import address, filled

pytestmark = pytest.mark.django_db

Browse = Callable[[str], Client]


def fill_all(district: District, people: dict[str, Asker]) -> None:
    """Something of every kind, with what is easily broken: leading zeros, signs, quotes."""
    Place.objects.filter(pk=district.estate).update(
        aliases=["=1+1", "老纺织厂宿舍"], name_en="@Court", lat=31.820000000000004
    )
    Party.objects.filter(pk=district.water).update(phone="0551-6281", name="+水务，“一”处")
    post = Post.objects.create(
        party_id=district.property, code="head", name="-经理", user_id=people["wu"].user_id
    )
    Staff.objects.create(
        code="007",
        name="'=吴",
        party_id=district.property,
        post=post,
        mobile="+852 12345678",
        landline="0551-62810000",
        extension="0801",
        user_id=people["wu"].user_id,
    )
    Device.objects.create(
        id="-gw", type="gateway", place_id=district.building, label="1", name='"网关"\n\'+'[:4]
    )
    Device.objects.create(
        id="d-1", type="water_gauge", place_id=district.building, label="2", gateway_id="-gw"
    )
    days = LOADERS["calendar"]
    record = {"day": "2026-09-12", "working": True, "hours": "09:00-12:00", "name": "=补班"}
    table = read_table(
        f"日期,上班,时间,说明\n{record['day']},是,{record['hours']},{record['name']}\n".encode(),
        days.schema,
    )
    days.store(days.plan(table.records, SETUP).todo, SETUP)


CSV = {"as": "csv", "purpose": "sheet"}


@pytest.mark.parametrize("kind", LOADERS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_loads_again_as_it_was(
    gu_browser: Client, district: District, people: dict[str, Asker], kind: str, form: str
) -> None:
    fill_all(district, people)

    content = gu_browser.post(
        f"/console/data/{kind}/export/", {"as": form, "purpose": "sheet"}
    ).content

    loader = LOADERS[kind]
    table = read_table(content, loader.schema)
    plan = loader.plan(table.records, SETUP)
    assert (table.faults, table.left_out, plan.faults) == ([], [], [])
    assert plan.todo == []
    assert plan.same == rows.count(loader, SETUP) > 0
    assert AuditEntry.objects.filter(act="export", kind=kind).count() == 1


def test_no_spreadsheet_program_runs_what_was_exported(
    gu_browser: Client, district: District, people: dict[str, Asker]
) -> None:
    fill_all(district, people)
    for kind in LOADERS:
        content = gu_browser.post(f"/console/data/{kind}/export/", CSV).content
        assert content.startswith(b"\xef\xbb\xbf")
        for cells in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == [], kind


def test_the_help_on_a_form_does_not_say_that_what_is_empty_stays(gu_browser: Client) -> None:
    for kind in LOADERS:
        page = gu_browser.get(address(kind)).content.decode()
        assert "不变" not in page, kind
    assert "楼栋填小区的编码" in gu_browser.get(address("place")).content.decode()


def test_codes_of_units_and_matters_stand_beside_their_names(gu_browser: Client) -> None:
    page = gu_browser.get("/console/data/duty/rows/").content.decode()
    assert "翠竹物业" in page
    assert "道路积水" in page


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        ("place", "czy", "翠竹苑"),
        ("place", "翠竹苑3栋", "b3"),
        ("party", "物业", "翠竹物业"),
        ("duty", "m1", "property"),
        ("duty", "积水", "waterlogging"),
    ],
)
def test_a_row_is_found_by_what_people_type(
    gu_browser: Client, kind: str, typed: str, shown: str
) -> None:
    page = gu_browser.get(f"/console/data/{kind}/rows/", {"q": typed}).content.decode()
    assert shown in page
    assert 'id="row-' in page
    nothing = gu_browser.get(f"/console/data/{kind}/rows/", {"q": "zzzz"}).content.decode()
    assert "没有符合的内容" in nothing


def test_pages_of_a_long_register_follow_each_other(gu_browser: Client) -> None:
    Party.objects.bulk_create(
        Party(code=f"p{number:03}", name=f"单位{number}", kind="department")
        for number in range(120)
    )
    seen: list[str] = []
    register, after = LOADERS["party"], ""
    while True:
        page = rows.page(register, SETUP, "", after)
        seen += [str(row.values["code"]) for row in page.items]
        if page.next is None:
            break
        after = page.next
    assert seen == sorted(Party.objects.values_list("code", flat=True))
    assert "after=" in gu_browser.get("/console/data/party/rows/").content.decode()
    assert gu_browser.get("/console/data/party/rows/", {"after": "?"}).status_code == 404


def test_what_is_emptied_on_the_form_is_empty_and_the_rest_stays(
    gu_browser: Client, district: District
) -> None:
    Place.objects.filter(pk=district.estate).update(aliases=["老纺织厂宿舍"])
    outline = Place.objects.get(pk=district.estate).polygon
    form = filled("place", district.estate, name="翠竹新苑", aliases="", name_en="")

    answer = gu_browser.post(address("place", district.estate), form)

    assert answer.status_code == 302
    place = Place.objects.get(pk=district.estate)
    assert (place.code, place.name, place.aliases, place.name_en) == ("e1", "翠竹新苑", [], "")
    assert (place.polygon, place.grid_id) == (outline, district.grid)
    written = AuditEntry.objects.values_list("user_name", "act", "kind")
    assert list(written) == [("Gu", "save", "place")]


def test_a_place_is_moved_with_all_that_lies_in_it(gu_browser: Client, district: District) -> None:
    form = filled("place", district.estate, parent="g2")
    assert gu_browser.post(address("place", district.estate), form).status_code == 302
    assert Place.objects.get(pk=district.building).grid_id == district.grid_2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "不能为空"),
        ({"parent": "b3"}, "不能位于"),
        ({"parent": "e1"}, "就是此地点本身"),
        ({"parent": ""}, "请填写它位于哪个地点"),
        ({"parent": "nowhere"}, "nowhere"),
        ({"lat": "north"}, "north"),
        ({"lat": "91"}, "91"),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_is_kept(
    gu_browser: Client, district: District, changed: dict[str, str], said: str
) -> None:
    before = Place.objects.filter(pk=district.estate).values().get()
    answer = gu_browser.post(
        address("place", district.estate), filled("place", district.estate, **changed)
    )
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()
    assert Place.objects.filter(pk=district.estate).values().get() == before


def test_who_saves_second_is_told_and_undoes_nothing(
    gu_browser: Client, district: District
) -> None:
    old = filled("party", district.water, name="排水一处")
    newer = filled("party", district.water, phone="0551-1234567")
    assert gu_browser.post(address("party", district.water), newer).status_code == 302

    answer = gu_browser.post(address("party", district.water), old)

    assert answer.status_code == 409
    assert "别人已修改过此条" in answer.content.decode()
    kept = Party.objects.get(pk=district.water)
    assert (kept.name, kept.phone) == ("望湖区排水管理处", "0551-1234567")


def test_a_code_never_changes_and_is_given_once(gu_browser: Client, district: District) -> None:
    form = filled("party", district.water, code="other")
    assert gu_browser.post(address("party", district.water), form).status_code == 302
    assert Party.objects.get(pk=district.water).code == "water"

    new = {"code": "water", "name": "新", "kind": "部门"}
    answer = gu_browser.post(address("party"), new)
    assert answer.status_code == 400
    assert "已经存在" in answer.content.decode()
    assert gu_browser.post(address("party"), {**new, "code": "w２"}).status_code == 302
    assert parties.by_code("w2") is not None


def test_posts_duties_and_days_are_added_and_changed(
    gu_browser: Client, district: District, people: dict[str, Asker]
) -> None:
    new = {"code": "night", "party": "water", "name": "夜班", "user": "wu"}
    gu_browser.post(address("post"), new)
    post = Post.objects.get(code="night")
    assert post.user_id == people["wu"].user_id
    gu_browser.post(address("post", post.pk), filled("post", post.pk, user=""))
    assert Post.objects.get(code="night").user_id is None

    gu_browser.post(address("duty"), {"item": "noise", "place": "m2", "party": "water"})
    duty = Duty.objects.get(item="noise", place_id=district.community_2)
    assert duty.party_id == district.water
    gu_browser.post(address("duty", duty.pk), filled("duty", duty.pk, party="-"))
    assert not Duty.objects.filter(pk=duty.pk).exists()

    gu_browser.post(address("calendar"), {"day": "2026-09-08", "working": "否", "name": "防汛"})
    day = SpecialDay.objects.get(is_own=True)
    gu_browser.post(address("calendar", day.pk), filled("calendar", day.pk, working="是"))
    assert SpecialDay.objects.get(is_own=True).is_working


def test_a_party_that_holds_duties_is_not_retired(gu_browser: Client, district: District) -> None:
    form = filled("party", district.water, retired="是")
    answer = gu_browser.post(address("party", district.water), form)
    assert answer.status_code == 400
    assert Party.objects.get(pk=district.water).retired_at is None
