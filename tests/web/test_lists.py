"""A street office fills its registers from its own spreadsheets: read first, then loaded."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from linli.ground.housekeeping import forget_unloaded_lists
from linli.ground.jobs.running import JobRunner
from linli.ground.rights.asker import Asker
from linli.ground.sheets.models import Loading
from linli.ground.sheets.reading import read_table
from linli.lists import LOADERS, store_list
from linli.registers.places.models import Place
from tests.cast import District

pytestmark = pytest.mark.django_db

GOOD = "编码,名称,级别,上级编码\ne7,翠竹苑,小区,m1\nb7,3栋,楼栋,e7\n"
MIXED = f"{GOOD}b8,4栋,楼栋,nowhere\nb9,5栋,幢,e7\n"


@pytest.fixture
def gu_browser(
    district: District, people: dict[str, Asker], browse: Callable[[str], Client]
) -> Client:
    return browse("gu")


def work() -> None:
    """The jobs that wait are done."""
    runner = JobRunner("tests")
    while runner.run():
        pass


def send(
    browser: Client, content: str | bytes, kind: str = "place", name: str = "a.csv"
) -> HttpResponse:
    raw = content if isinstance(content, bytes) else content.encode("utf-8-sig")
    return browser.post(f"/console/data/{kind}/", {"file": SimpleUploadedFile(name, raw)})


def page(browser: Client, answer: HttpResponse) -> str:
    return browser.get(answer["Location"]).content.decode()


def test_a_list_is_read_then_seen_then_loaded(gu_browser: Client) -> None:
    answer = send(gu_browser, MIXED)
    assert "正在读取文件" in page(gu_browser, answer)

    work()
    read = page(gu_browser, answer)
    assert "导入这 2 行" in read
    assert "nowhere" in read
    assert not Place.objects.filter(code="e7").exists()

    gu_browser.post(f"{answer['Location']}load/")
    work()
    assert "新增 2 行" in page(gu_browser, answer)
    assert Place.objects.get(code="b7").parent is not None
    assert Loading.objects.get().content is None


def test_every_fault_is_in_the_spreadsheet_of_faults(gu_browser: Client) -> None:
    answer = send(gu_browser, MIXED)
    work()

    content = gu_browser.get(f"{answer['Location']}faults.csv").content.decode("utf-8-sig")

    assert [line.split(",")[0] for line in content.splitlines()] == ["行", "4", "5"]


def test_who_says_load_twice_hears_that_it_is_loaded(gu_browser: Client) -> None:
    answer = send(gu_browser, GOOD)
    work()
    load = f"{answer['Location']}load/"

    first, second = gu_browser.post(load), gu_browser.post(load)
    work()

    assert (first.status_code, second.status_code) == (302, 409)
    assert "现在不能导入此文件" in second.content.decode()
    assert Place.objects.filter(code="e7").count() == 1


def test_a_killed_load_goes_on_and_doubles_nothing(
    gu_browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.ground.sheets.actions.ROWS_AT_ONCE", 1)
    answer = send(gu_browser, GOOD)
    work()
    gu_browser.post(f"{answer['Location']}load/")
    real, stored = LOADERS["place"].store, []

    def once_and_then_killed(some: object, asker: Asker) -> None:
        if stored:
            raise ConnectionError("killed")
        stored.append(some)
        real(some, asker)  # type: ignore[arg-type]

    with monkeypatch.context() as killed:
        killed.setattr(LOADERS["place"], "store", once_and_then_killed)
        with pytest.raises(ConnectionError):
            store_list.call(str(Loading.objects.get().pk))
    assert Place.objects.filter(code="e7").exists()

    work()
    assert "新增 2 行" in page(gu_browser, answer)
    assert Place.objects.filter(code__in=["e7", "b7"]).count() == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "请选择一个非空的文件"),
        (b"\xd0\xcf\x11\xe0 old", ".xls"),
        ("姓名,年龄\n林,40\n", "编码"),
        (b"\xff\xff\xff", "GB18030"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_loaded(
    gu_browser: Client, content: str | bytes, said: str
) -> None:
    answer = send(gu_browser, content)
    work()

    told = answer.content.decode() if answer.status_code == 400 else page(gu_browser, answer)
    assert said in told
    assert not Place.objects.filter(code="e7").exists()


@pytest.mark.parametrize("kind", LOADERS)
def test_each_template_is_read_by_its_own_loader(gu_browser: Client, kind: str) -> None:
    content = gu_browser.get(f"/console/data/{kind}/template.xlsx").content

    table = read_table(content, LOADERS[kind].schema)

    assert (table.records, table.faults, table.left_out) == ([], [], [])


def test_a_kind_that_nobody_knows_is_not_there(gu_browser: Client) -> None:
    assert gu_browser.get("/console/data/people/template.xlsx").status_code == 404
    assert send(gu_browser, GOOD, kind="people").status_code == 404


def test_nobody_sees_the_file_of_another(
    gu_browser: Client, browse: Callable[[str], Client], people: dict[str, Asker]
) -> None:
    address = send(gu_browser, GOOD)["Location"]
    work()

    assert UUID(address.rstrip("/").rpartition("/")[2])
    # The desks load devices, so that for them it is as if this file were not there.
    for who, refused in (("lin", 404), ("zhao", 404), ("shen", 403), ("wu", 403)):
        assert browse(who).get(address).status_code == refused
        assert browse(who).post(f"{address}load/").status_code == refused
    Loading.objects.update(made_by=0)
    assert gu_browser.get(address).status_code == 404
    assert gu_browser.post(f"{address}load/").status_code == 404


def test_a_list_that_was_read_and_left_is_forgotten_after_a_day(
    gu_browser: Client, clock: Any
) -> None:
    answer = send(gu_browser, GOOD)
    work()
    clock.forward(hours=25)

    forget_unloaded_lists.call()

    assert Loading.objects.get().content is None
    assert gu_browser.post(f"{answer['Location']}load/").status_code == 409


def test_a_list_that_nobody_finishes_is_told_and_forgotten(gu_browser: Client, clock: Any) -> None:
    answer = send(gu_browser, GOOD)
    clock.forward(hours=3)

    forget_unloaded_lists.call()

    told = page(gu_browser, answer)
    assert "系统在处理时出错" in told
    assert 'hx-trigger="every' not in told
    assert Loading.objects.get().content is None
