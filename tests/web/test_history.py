"""Gu takes over another system's cases: the map beside the file, each refused row by its line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.cli.commands import build_parser
from linli.cli.faults import CommandFault
from linli.lists import read_list, store_list
from linli.respond.cases import queries as cases
from linli.respond.cases.models import Case, KeptMap
from linli.respond.cases.queries.past import EXAMPLE
from tests.cast import District
from tests.web.conftest import PARTS

Browse = Callable[[str], Client]
PAGE = "/console/data/history/"
HEADINGS = "工单编号,受理时间,办结时间,诉求类型,工单状态,纬度,经度"
FILE = f"""{HEADINGS}
01,2025-03-01 08:00,2025-03-01 09:30,积水,已办结,31.82,117.22
02,2025-03-02 08:00,2025-03-01 09:30,积水,已办结,31.82,117.22
03,2025-03-03 08:00,2025-03-03 09:30,其他,已办结,,
"""

pytestmark = pytest.mark.usefixtures("district")


def form(text: str = EXAMPLE, file: str = FILE) -> dict[str, object]:
    return {"map": text, "file": SimpleUploadedFile("old.csv", file.encode())}


@pytest.fixture
def gu(people: object, browse: Browse) -> Client:
    return browse("gu")


def test_the_page_begins_with_a_map_that_can_be_used(gu: Client) -> None:
    page = gu.get(PAGE)

    assert page.status_code == 200
    assert "工单编号" in page.content.decode()


def test_gu_sees_what_would_come_of_it_and_then_takes_it_over(gu: Client) -> None:
    there = gu.post(PAGE, form())["Location"]
    loading_id = there.rstrip("/").rpartition("/")[2]
    read_list.call(loading_id)
    page = gu.get(there).content.decode()

    assert Case.objects.count() == 0
    assert "早于受理时间" in page
    assert "没有坐标" in page
    rows = gu.get(f"{there}faults.csv").content.decode("utf-8-sig").splitlines()
    assert [row.partition(",")[0] for row in rows[1:]] == ["3", "4"]

    gu.post(f"{there}load/")
    store_list.call(loading_id)
    assert Case.objects.count() == 2
    assert "2" in gu.get(there).content.decode()


def test_a_map_in_a_file_counts_instead_of_the_text(gu: Client) -> None:
    other = EXAMPLE.replace('source = "old_hotline"', 'source = "older"')

    gu.post(PAGE, {**form(), "map_file": SimpleUploadedFile("map.toml", other.encode())})

    assert [row.text for row in KeptMap.objects.all()] == [other]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"map": "source = "}, "读不懂"),
        ({"map": EXAMPLE.replace("Asia/Shanghai", "Mars")}, "Mars"),
        ({"file": SimpleUploadedFile("empty.csv", b"")}, "请选择"),
    ],
)
def test_what_cannot_be_read_comes_back_with_why(
    gu: Client, changed: dict[str, object], said: str
) -> None:
    answer = gu.post(PAGE, {**form(), **changed})

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert KeptMap.objects.count() == 0


def test_the_case_shows_where_it_comes_from(gu: Client, browse: Browse) -> None:
    there = gu.post(PAGE, form())["Location"]
    loading_id = there.rstrip("/").rpartition("/")[2]
    read_list.call(loading_id)
    gu.post(f"{there}load/")
    store_list.call(loading_id)
    placed = Case.objects.get(item="waterlogging")

    page = browse("lin").get(f"/console/cases/{placed.id}/").content.decode()
    assert "old_hotline" in page
    assert "从其他系统接入" in page
    assert browse("zhao").get(f"/console/cases/{placed.id}/").status_code == 404


def command(*arguments: str) -> int:
    options = build_parser().parse_args(["cases", "import", *arguments])
    ended: int = options.run(options)
    return ended


def test_the_command_tells_each_refused_row(
    district: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old.csv").write_text(FILE)
    (tmp_path / "map.toml").write_text(EXAMPLE)
    paths = (str(tmp_path / "old.csv"), "--map", str(tmp_path / "map.toml"))

    assert command(*paths, "--dry-run") == 1
    assert Case.objects.count() == 0
    capsys.readouterr()
    assert command(*paths) == 1

    told = capsys.readouterr()
    lines = [line.split(" ")[:2] for line in told.out.splitlines()]
    assert lines == [["被拒绝", "3"], ["说明", "4"]]
    assert "2 / 2" in told.err
    assert "2 taken over, 0 there already, 1 rows refused, 1 without a place" in told.err
    assert Case.objects.count() == 2
    assert len(cases.cases(cases.CaseFilter(), PARTS).items) == 2


def test_the_command_says_what_is_wrong_with_a_map_or_a_file(
    district: District, tmp_path: Path
) -> None:
    (tmp_path / "old.csv").write_text(FILE)
    (tmp_path / "map.toml").write_text("source = ")

    with pytest.raises(CommandFault, match="对照表"):
        command(str(tmp_path / "old.csv"), "--map", str(tmp_path / "map.toml"))
    with pytest.raises(CommandFault, match="There is no file"):
        command(str(tmp_path / "no.csv"), "--map", str(tmp_path / "map.toml"))
