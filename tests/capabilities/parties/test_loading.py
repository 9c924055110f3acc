"""Lists of parties, posts and duties, as a clerk makes them: all is loaded, or nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linli.cli import main
from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker, Refused
from linli.ground.sheets.files import LoadReport, load_files
from linli.ground.sheets.writing import write_csv, write_xlsx
from linli.registers.parties import queries
from linli.registers.parties.loaders import LOADERS
from linli.registers.parties.models import Duty, Party, Post
from tests.cast import SETUP, District

pytestmark = pytest.mark.django_db

PARTIES = "编码,名称,类别,电话,工作日历\nstation,照护站,照护站,0551-6281,always\npump,泵站,部门,,\n"
POSTS = "编码,责任单位,名称,用户名\nnight,station,夜班,\n"
DUTIES = "事项,地点,责任单位\nsos,m1,station\n道路积水,m2,pump\n*,d2,pump\n"


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., list[Path]]:
    """`listed(PARTIES, DUTIES)`: files of these contents, named 1.csv, 2.csv and so on."""

    def write(*contents: str | bytes) -> list[Path]:
        files = []
        for number, content in enumerate(contents, start=1):
            file = tmp_path / f"{number}.csv"
            file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8-sig"))
            files.append(file)
        return files

    return write


def load(files: list[Path], asker: Asker) -> LoadReport:
    return load_files(files, LOADERS, asker)


def counts(report: LoadReport) -> tuple[int, int, int]:
    return report.added, report.changed, report.same


def told(report: LoadReport) -> list[str]:
    return [f"{name}:{fault}" for name, fault in report.faults]


def kept() -> tuple[list[Any], ...]:
    return tuple(list(kind.objects.order_by("pk").values()) for kind in (Party, Post, Duty))


def holder(item: str, place_id: int) -> str | None:
    found = queries.duty_holder(item, place_id)
    return found.code if found else None


def test_parties_posts_and_duties_are_loaded_together(
    district: District, listed: Callable[..., list[Path]]
) -> None:
    report = load(listed(DUTIES, POSTS, PARTIES), SETUP)

    assert (counts(report), told(report)) == ((6, 0, 0), [])
    station = queries.by_code("station")
    assert station is not None
    assert (station.name, station.kind, station.phone, station.calendar_code) == (
        *("照护站", "care_station", "0551-6281", "always"),
    )
    assert [one.name for one in queries.posts(station.id)] == ["夜班"]
    assert holder("sos", district.building) == "station"
    assert holder("waterlogging", district.community_2) == "pump"
    assert holder("waterlogging", district.building) == "property"
    assert holder("garbage", district.other_district) == "pump"


def test_a_second_load_changes_nothing(
    district: District, listed: Callable[..., list[Path]]
) -> None:
    load(listed(PARTIES, POSTS, DUTIES), SETUP)
    before = kept()

    report = load(listed(PARTIES, POSTS, DUTIES), Asker.for_operator("gu"))

    assert counts(report) == (0, 0, 6)
    assert kept() == before
    assert AuditEntry.objects.count() == 0


def test_what_is_changed_in_the_list_is_changed_and_the_rest_stays(
    district: District, listed: Callable[..., list[Path]], wu: Asker
) -> None:
    load(listed(PARTIES, POSTS, DUTIES), SETUP)

    report = load(
        listed(
            "code,name,kind,phone\nstation,新照护站,care_station,\n",
            "code,party,name,user\nnight,station,夜班,wu\n",
            "item,place,party\nsos,m1,pump\nwaterlogging,m2,-\n",
        ),
        Asker.for_operator("gu"),
    )

    assert (counts(report), told(report)) == ((0, 4, 0), [])
    station = queries.by_code("station")
    assert station is not None
    assert (station.name, station.phone, station.calendar_code) == (
        "新照护站",
        "0551-6281",
        "always",
    )
    assert [one.user_id for one in queries.posts(station.id)] == [wu.user_id]
    assert holder("sos", district.building) == "pump"
    assert holder("waterlogging", district.community_2) == "water"
    assert holder("garbage", district.other_district) == "pump"
    written = AuditEntry.objects.order_by("id").values_list("user_name", "act", "kind")
    assert list(written) == [
        ("gu (command line)", "save", "party"),
        ("gu (command line)", "save", "post"),
        ("gu (command line)", "set", "duty"),
        ("gu (command line)", "end", "duty"),
    ]


def test_a_post_can_become_vacant(
    district: District, listed: Callable[..., list[Path]], wu: Asker
) -> None:
    load(listed("code,party,name,user\nhead,property,经理,wu\n"), SETUP)
    load(listed("code,party,name,user\nhead,property,经理,\n"), SETUP)
    assert [one.user_id for one in queries.posts(district.property)] == [wu.user_id]
    load(listed("code,party,name,user\nhead,property,经理,-\n"), SETUP)
    assert [one.user_id for one in queries.posts(district.property)] == [None]


def test_a_party_is_retired_once_its_duties_are_given_away_and_can_come_back(
    district: District, listed: Callable[..., list[Path]]
) -> None:
    retire = "code,name,kind,retired\nproperty,翠竹物业,物业,是\n"
    refused = load(listed(retire), SETUP)
    assert told(refused) == [
        "1.csv:2/停用: still holds 2 duties (* 翠竹社区, 道路积水 翠竹社区); give them away first"
    ]

    load(listed("item,place,party\n*,m1,street_office\nwaterlogging,m1,-\n"), SETUP)
    assert counts(load(listed(retire), SETUP)) == (0, 1, 0)
    assert "property" not in {one.code for one in queries.in_use()}
    again = load(listed("item,place,party\n*,m1,property\n"), SETUP)
    assert told(again) == [
        "1.csv:2/责任单位: there is no party in use with the code “property”; load it first"
    ]

    load(listed("code,name,kind\nproperty,翠竹物业,物业\n"), SETUP)
    assert "property" not in {one.code for one in queries.in_use()}
    load(listed(retire.replace("是", "否")), SETUP)
    assert "property" in {one.code for one in queries.in_use()}


@pytest.mark.parametrize(
    ("list_", "faults"),
    [
        ("code,name,kind\nx,新,部门\nx,旧,部门\n", ["3/编码: “x” stands in row 2 already"]),
        ("code,name,kind\na b,新,部门\n", ["2/编码: “a b” cannot be a code; use up to 64 letters"]),
        ("code,name,kind\nx,新,帮派\n", ["2/类别: “帮派” is not one of: 街道, 部门"]),
        (
            "code,name,kind,calendar\nx,新,部门,moon\n",
            ['2/工作日历: "moon" is no known calendar; use one of: always, office'],
        ),
        ("code,party,name\nx,nobody,岗\n", ["2/责任单位: there is no party in use with the code"]),
        ("code,party,name,user\nx,water,岗,li\n", ["2/用户名: there is no user “li”"]),
        (
            "item,place,party\ndragon,s1,water\nsos,s9,water\nsos,s1,nobody\n",
            [
                "2/事项: “dragon” is not an item in use",
                "3/地点: there is no place with the code “s9”; load it first",
                "4/责任单位: there is no party in use with the code “nobody”",
            ],
        ),
        (
            "item,place,party\nsos,s1,water\nsos,m1,water\n紧急呼叫,s1,property\n",
            ["4/事项: stands above with this place already"],
        ),
        ("item,place,party\nsos,s1\n", ["2/责任单位: is empty; fill it in"]),
        (
            "name,place\n甲,乙\n",
            [" The headings are those of no list. There are these"],
        ),
        ("", [" The file is empty."]),
        (b"\xd0\xcf\x11\xe0old", [" This is an old .xls file."]),
    ],
)
def test_a_fault_is_named_by_row_and_column_and_nothing_is_loaded(
    district: District,
    listed: Callable[..., list[Path]],
    list_: str | bytes,
    faults: list[str],
) -> None:
    before = kept()

    report = load(listed(PARTIES, DUTIES, list_), SETUP)

    assert len(told(report)) == len(faults)
    for said, wanted in zip(told(report), faults, strict=True):
        assert said.replace("0: ", " ", 1 if wanted[0] == " " else 0).startswith(f"3.csv:{wanted}")
    assert counts(report) == (0, 0, 0)
    assert kept() == before
    assert holder("sos", district.building) == "property"


def test_headings_of_no_list_are_told_with_what_the_lists_need(
    district: District, listed: Callable[..., list[Path]]
) -> None:
    (said,) = told(load(listed("name,place\n甲,乙\n"), SETUP))
    assert said.endswith(
        "责任单位 (编码, 名称, 类别); 岗位 (编码, 责任单位, 名称); 职责 (事项, 地点, 责任单位)."
    )


def test_a_workbook_and_gb18030_are_read_too(
    district: District, tmp_path: Path, listed: Callable[..., list[Path]]
) -> None:
    book = tmp_path / "责任单位.xlsx"
    header, *rows = ([*line.split(",")] for line in PARTIES.strip().split("\n"))
    book.write_bytes(write_xlsx("责任单位", header, rows))
    report = load([book, *listed(DUTIES.encode("gb18030"))], SETUP)
    assert (counts(report), told(report)) == ((5, 0, 0), [])


def test_what_we_export_can_be_loaded_again(
    district: District, listed: Callable[..., list[Path]]
) -> None:
    """Our CSV sets an apostrophe before a lone dash, which would run as a formula."""
    exported = write_csv(["item", "place", "party"], [["waterlogging", "s1", "-"]])
    assert counts(load(listed(exported), SETUP)) == (0, 1, 0)
    assert holder("waterlogging", district.community_2) == "street_office"


def test_an_unknown_column_is_told(district: District, listed: Callable[..., list[Path]]) -> None:
    report = load(listed("item,place,party,备注\nsos,s1,water,新\n"), SETUP)
    assert (counts(report), report.left_out) == ((1, 0, 0), ["备注"])


def test_nobody_loads_lists_without_the_right(
    district: District, listed: Callable[..., list[Path]], lin: Asker, zhao: Asker
) -> None:
    before = kept()
    for asker in (lin, zhao):
        with pytest.raises(Refused):
            load(listed(PARTIES), asker)
        for loader in LOADERS.values():
            with pytest.raises(Refused):
                loader.plan([], asker)
    assert kept() == before


def test_the_command_loads_and_says_what_it_did(
    district: District, listed: Callable[..., list[Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(path) for path in listed(PARTIES, DUTIES)]
    assert main(["parties", "load", *files]) == 0
    assert capsys.readouterr().err == "5 added, 0 changed, 0 as they were\n"
    assert holder("sos", district.building) == "station"


def test_the_command_names_the_file_the_line_and_the_reason(
    district: District, listed: Callable[..., list[Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    (file,) = listed("item,place,party\nsos,s9,water\n")
    assert main(["parties", "load", str(file)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "0 added, 0 changed, 0 as they were",
        "  1.csv:2: 地点: 没有编码为“s9”的地点；请先装入",
        "  未装入任何内容；请改正后重新装入。",
    ]

    (file,) = listed("item,place,party\n" + "sos,s9,water\n" * 60)
    assert main(["parties", "load", str(file)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1 + 50 + 2
    assert said[-2] == "  ……另有 10 处错误"

    assert main(["parties", "load", str(file.with_name("no.csv"))]) == 1
    assert capsys.readouterr().err == f'There is no file "{file.with_name("no.csv")}".\n'
