"""The first day: the first visitor makes the first accounts, and nobody does after that."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from linli.ground.accounts import queries as accounts
from linli.ground.accounts.actions import AlreadySetUp, FirstPerson, make_first
from linli.ground.accounts.models import Grant, User
from linli.ground.audit.models import AuditEntry
from linli.ground.environment import DEMO_COMPLETE
from linli.ground.rights.asker import Asker
from linli.ground.rights.table import Role
from linli.registers.calendars.actions import load_defaults
from linli.registers.catalogue.actions import load_packs
from linli.registers.places.models import Place
from linli.sense.devices.models import Device
from linli.web.console.begin import ELSEWHERE
from tests.cast import PASSWORD, SETUP, District

pytestmark = pytest.mark.django_db

NEW = "a new battery staple"


def form(**changed: str) -> dict[str, str]:
    return {
        "code": accounts.setup_code(),
        "system_admin_name": "顾",
        "system_admin_username": "gu",
        "security_admin_name": "沈",
        "security_admin_username": "shen",
        "auditor_name": "简",
        "auditor_username": "jian",
        "password": PASSWORD,
        "again": PASSWORD,
        **changed,
    }


def roles() -> dict[str, list[str]]:
    held: dict[str, list[str]] = {one.username: [] for one in User.objects.all()}
    for grant in Grant.objects.select_related("user"):
        held[grant.user.username].append(grant.role)
    return held


def told_passwords(page: str) -> list[str]:
    return re.findall(r'<code class="token">(\w+)</code>', page)


def test_the_first_visitor_is_led_to_the_set_up_and_makes_three_persons(client: Client) -> None:
    assert client.get("/console/")["Location"].startswith("/sign-in/")
    assert client.get("/sign-in/")["Location"] == "/setup/"

    answer = client.post("/setup/", form())

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert roles() == {"gu": ["system_admin"], "shen": ["security_admin"], "jian": ["auditor"]}
    written = AuditEntry.objects.order_by("id").values_list("user_name", "act", "kind")
    assert list(written) == [("顾", "make", "user")] * 3
    assert client.get("/console/begin/").status_code == 200
    passwords = told_passwords(answer.content.decode())
    assert len(set(passwords)) == 2


def test_the_auditor_may_be_named_later(client: Client) -> None:
    client.post("/setup/", form(auditor_name="", auditor_username=""))
    assert roles() == {"gu": ["system_admin"], "shen": ["security_admin"]}


def test_a_password_that_was_handed_out_opens_only_the_page_to_choose_another(
    client: Client,
) -> None:
    handed_out = told_passwords(client.post("/setup/", form()).content.decode())[0]
    shen = Client()

    answer = shen.post("/sign-in/", {"username": "shen", "password": handed_out})
    assert answer["Location"] == "/password/"
    assert shen.get("/console/people/")["Location"].startswith("/sign-in/")
    assert shen.post("/password/", {"password": NEW, "again": "other"}).status_code == 400
    same = {"password": handed_out, "again": handed_out}
    assert shen.post("/password/", same).status_code == 400
    assert shen.post("/password/", {"password": NEW, "again": NEW})["Location"] == "/console/"

    assert shen.get("/console/people/").status_code == 200
    again = Client().post("/sign-in/", {"username": "shen", "password": handed_out})
    assert again.status_code == 400


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "x" * 500])
def test_without_the_code_of_the_start_nothing_is_made(client: Client, code: str) -> None:
    answer = client.post("/setup/", form(code=code))
    assert answer.status_code == 403
    assert "设置码不对" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"security_admin_username": "gu"}, "三个人分别担任"),
        ({"security_admin_username": ""}, "不能作用户名"),
        ({"auditor_name": ""}, "请填写页面上显示的姓名"),
        ({"system_admin_username": "Gu 1"}, "不能作用户名"),
        ({"again": "other"}, "不一致"),
        ({"password": "short", "again": "short"}, "密码太短：至少"),
        ({"password": "", "again": ""}, "请为自己设置密码"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    client: Client, changed: dict[str, str], said: str
) -> None:
    answer = client.post("/setup/", form(**changed))
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not User.objects.exists()


def test_nobody_sets_up_once_there_is_an_account(client: Client, lin: Asker) -> None:
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", form()).status_code == 404
    assert set(roles()) == {"lin"}


def test_of_two_visitors_one_is_told_that_the_other_was_quicker(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have passed the first look; the second waits at the mark and looks once more."""
    client.post("/setup/", form())
    monkeypatch.setattr("linli.web.shared.setup.queries.is_anybody_known", lambda: False)

    late = Client().post("/setup/", form(system_admin_username="zhao"))

    assert late.status_code == 409
    assert "已有人先完成设置" in late.content.decode()
    assert set(roles()) == {"gu", "shen", "jian"}
    with pytest.raises(AlreadySetUp):
        make_first([FirstPerson(role=Role.SYSTEM_ADMIN, username="zhao", display_name="Z")])


def test_the_street_is_named_and_the_checklist_says_what_is_missing(client: Client) -> None:
    load_packs(None, SETUP)
    load_defaults(SETUP)
    client.post("/setup/", form())
    page = client.get("/console/begin/").content.decode()
    assert "所在地区" in page
    assert "还没有街道" in page
    assert "无人负责" in page

    named = {
        f"{level}_{part}": f"{part}-{level}"
        for level in ("city", "district", "street")
        for part in ("code", "name")
    }
    assert client.post("/console/begin/street/", {**named, "street_code": ""}).status_code == 400
    long = client.post("/console/begin/street/", {**named, "city_name": "长" * 121})
    assert "名称：有 121 个字，最多 120 个" in long.content.decode()
    assert not Place.objects.exists()
    assert client.post("/console/begin/street/", named).status_code == 302
    taken = client.post("/console/begin/street/", {**named, "city_code": "code-street"})
    assert "编码：已被街道使用" in taken.content.decode()
    client.post("/language/", {"language": "en", "next": "/"})
    taken = client.post("/console/begin/street/", {**named, "city_code": "code-street"})
    assert "Its code: is taken by a" in taken.content.decode()
    client.post("/language/", {"language": "zh-hans", "next": "/"})

    page = client.get("/console/begin/").content.decode()
    assert "所在地区" not in page
    assert "街道 1" in page
    street = Place.objects.get(code="code-street")
    assert street.parent is not None
    assert street.parent.code == "code-district"
    assert street.city_id == Place.objects.get(code="code-city").pk


def test_a_demo_tells_how_it_is_left_behind_and_an_own_installation_does_not(
    district: District, browse: Callable[[str], Client], data: Path
) -> None:
    gu = browse("gu")
    assert "这是演示区" not in gu.get("/console/begin/").content.decode()
    (data / "demo").mkdir()
    (data / "demo" / DEMO_COMPLETE).touch()
    page = gu.get("/console/begin/").content.decode()
    assert "这是演示区" in page
    assert ELSEWHERE in page


def step(page: str, title: str) -> str:
    """One step of the checklist as HTML."""
    [found] = [one for one in page.split('<li class="card step">') if f". {title}" in one]
    return found.split("</li>\n    ")[0]


def test_gas_line_and_public_address_are_steps_until_they_are_set(
    district: District, browse: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    gu = browse("gu")
    page = gu.get("/console/begin/").content.decode()
    assert "LINLI_GAS_PHONE" in step(page, "应急电话")
    assert "已开始" in step(page, "应急电话")
    assert "docs/guides/reach-it-by-telephone.md" in step(page, "手机访问")
    assert "待办" in step(page, "手机访问")
    public = "https://linli.example.cn"
    set_up = replace(settings.ENVIRONMENT, gas_phone="0000-9777", public_url=public)
    monkeypatch.setattr(settings, "ENVIRONMENT", set_up)
    page = gu.get("/console/begin/").content.decode()
    assert "0000-9777" in step(page, "应急电话")
    assert public in step(page, "手机访问")
    assert all("已完成" in step(page, title) for title in ("应急电话", "手机访问"))


def test_a_device_without_a_token_leads_to_where_tokens_are_issued(
    district: District, browse: Callable[[str], Client]
) -> None:
    gu = browse("gu")
    where = district.where("building").columns()
    Device.objects.create(
        id="d7", type="water_gauge", place_id=district.building, label="N", **where
    )
    page = gu.get("/console/begin/").content.decode()
    [leads_to] = re.findall(r'<a href="([^"]+)">1 台设备还没有令牌</a>', page)
    there = gu.get(leads_to.partition("#")[0]).content.decode()
    [form_there] = re.findall(r'<form[^>]* id="tokens"[^>]*>', there)
    assert leads_to.endswith("#tokens")
    assert f'action="{reverse("console:issue-tokens")}"' in form_there


class TestPeople:
    """The security administrator makes accounts and gives roles, on pages."""

    @pytest.fixture
    def shen_browser(self, browse: Callable[[str], Client]) -> Client:
        return browse("shen")

    def test_an_account_with_its_role_and_a_one_time_password(
        self, district: District, shen_browser: Client
    ) -> None:
        new = {"username": "sun", "display_name": "值守", "role": "duty_desk", "place": "s1"}
        page = shen_browser.post("/console/people/make/", new).content.decode()

        (password,) = told_passwords(page)
        grant = Grant.objects.get(user__username="sun")
        assert (grant.role, grant.level, grant.place_id) == ("duty_desk", "street", district.street)
        browser = Client()
        signed_in = browser.post("/sign-in/", {"username": "sun", "password": password})
        assert signed_in["Location"] == "/password/"

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"username": "lin"}, "已被使用"),
            ({"username": "A B"}, "不能作用户名"),
            ({"role": "king"}, "请选择角色"),
            ({"place": "nowhere"}, "请填写列表中的市"),
            ({"place": "b3"}, "请填写列表中的市"),
            ({"role": "handler", "party": ""}, "请选择一个在用的责任单位"),
        ],
    )
    def test_what_is_wrong_is_said_and_no_account_is_made(
        self, shen_browser: Client, changed: dict[str, str], said: str
    ) -> None:
        before = User.objects.count()
        new = {"username": "sun", "display_name": "S", "role": "duty_desk", "place": "s1"}
        answer = shen_browser.post("/console/people/make/", {**new, **changed})
        assert answer.status_code == 400
        assert said in answer.content.decode()
        assert User.objects.count() == before

    def test_nobody_becomes_two_administrators(
        self, people: dict[str, Asker], shen_browser: Client
    ) -> None:
        address = f"/console/people/{people['gu'].user_id}/give/"
        answer = shen_browser.post(address, {"role": "auditor"})
        assert answer.status_code == 400
        assert "三个人分别担任" in answer.content.decode()

    def test_a_closed_account_is_let_in_no_more_until_it_is_opened(
        self, people: dict[str, Asker], shen_browser: Client, browse: Callable[[str], Client]
    ) -> None:
        lin = browse("lin")
        address = f"/console/people/{people['lin'].user_id}/close/"
        shen_browser.post(address)
        assert lin.get("/console/cases/").status_code == 302
        shen_browser.post(address, {"open": "yes"})
        assert lin.get("/console/cases/").status_code == 200

    def test_nobody_does_these_things_to_themselves(
        self, people: dict[str, Asker], shen_browser: Client
    ) -> None:
        mine = people["shen"].user_id
        acts: dict[str, dict[str, Any]] = {
            "password": {},
            "close": {},
            "give": {"role": "checker", "place": "s1"},
        }
        for act, sent in acts.items():
            answer = shen_browser.post(f"/console/people/{mine}/{act}/", sent)
            assert answer.status_code == 403, act
        assert roles()["shen"] == ["security_admin"]

    def test_the_old_password_is_asked_for_before_a_new_one_is_taken(
        self, shen_browser: Client
    ) -> None:
        wrong = {"old": "wrong", "password": NEW, "again": NEW}
        assert shen_browser.post("/password/", wrong).status_code == 400
        assert shen_browser.post("/password/", {**wrong, "old": PASSWORD}).status_code == 302
        assert User.objects.get(username="shen").check_password(NEW)
        assert shen_browser.get("/console/people/").status_code == 200
