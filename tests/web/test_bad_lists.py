"""Spreadsheets as offices really have them: each fault in words by row, and nothing half loaded."""

import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from django.test import Client

from linli.ground.jobs.running import JobRunner
from linli.ground.sheets import opening
from linli.registers.places.models import Place
from linli.registers.staff.models import Staff
from tests.cast import District
from tests.raw_sheets import cell, computed, heavy_text, raw_xlsx, row, worksheet
from tests.web.test_lists import page, send, work

pytestmark = pytest.mark.django_db

HEAD = ["编码", "名称", "级别", "上级编码"]
GOOD = ["e7", "翠竹苑", "小区", "m1"]
STAFF = ["工号", "姓名", "责任单位", "手机", "座机", "分机"]

Book = xlsxwriter.Workbook
Draw = Callable[[Book], None]


@pytest.fixture
def gu_browser(district: District, browse: Callable[[str], Client]) -> Client:
    return browse("gu")


def xlsx(draw: Draw) -> bytes:
    content = io.BytesIO()
    book = Book(content, {"in_memory": True})
    draw(book)
    book.close()
    return content.getvalue()


def rows(*lines: list[object]) -> Draw:
    def draw(book: Book) -> None:
        sheet = book.add_worksheet("地点")
        for number, cells in enumerate(lines):
            sheet.write_row(number, 0, cells)

    return draw


def merged(book: Book) -> None:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, GOOD)
    sheet.write_row(2, 0, ["b7", "3栋", "楼栋"])
    sheet.merge_range(2, 3, 3, 3, "e7")
    sheet.write_row(3, 0, ["b8", "4栋", "楼栋"])


def formula(book: Book) -> None:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, GOOD)
    sheet.write_row(2, 0, ["b7", "3栋", "楼栋"])
    sheet.write_formula(2, 3, "=A2", None, "e7")


def all_hidden(book: Book) -> None:
    rows(HEAD, GOOD)(book)
    book.add_worksheet("空").activate()
    book.worksheets()[0].hide()
    book.worksheets()[1].write(0, 0, "说明")


@pytest.mark.parametrize(
    ("draw", "said", "loaded"),
    [
        (merged, ["合并单元格", '<td class="figures">3</td>'], {"e7"}),
        (formula, ["公式", '<td class="figures">3</td>'], {"e7"}),
        (rows(HEAD, GOOD, ["e7", "另一个", "小区", "m1"]), ["“e7”"], {"e7"}),
        (
            rows(HEAD, GOOD, ["e8", "乙", "小区", "e9"], ["e9", "甲", "小区", "e8"]),
            ["不能位于"],
            {"e7"},
        ),
        (rows(HEAD, ["ｅ７", "翠竹苑", "小区", "ｍ１"]), ["导入这 1 行"], {"e7"}),
        (all_hidden, ["编码"], set()),
    ],
    ids=["merged", "formula", "twice", "cycle", "full width", "hidden"],
)
def test_a_list_with_faults_is_told_by_row_and_only_its_good_rows_are_loaded(
    gu_browser: Client, draw: Draw, said: list[str], loaded: set[str]
) -> None:
    answer = send(gu_browser, xlsx(draw), name="小区.xlsx")
    work()

    told = page(gu_browser, answer)
    assert [words for words in said if words not in told] == []
    assert not Place.objects.filter(code__in=["e7", "e8", "e9", "b7", "b8"]).exists()
    gu_browser.post(f"{answer['Location']}load/")
    work()
    kept = Place.objects.filter(code__in=["e7", "e8", "e9", "b7", "b8"])
    assert set(kept.values_list("code", flat=True)) == loaded


def test_days_that_are_written_as_text_are_read_or_told(gu_browser: Client) -> None:
    content = "日期,上班\n2026年9月8日,否\n2026/9/12,是\n八月初,否\n2026-02-30,否\n"
    answer = send(gu_browser, content, kind="calendar")
    work()
    told = page(gu_browser, answer)
    assert "导入这 2 行" in told
    assert "八月初" in told
    assert "2026-02-30" in told


def test_numbers_of_staff_stay_text_and_one_that_lost_its_zero_is_told(
    gu_browser: Client, district: District
) -> None:
    lines: list[list[object]] = [
        STAFF,
        ["001", "林", "property", "１３９００００００００", "０５５１－６２８１００００", "0801"],
        ["002", "陈", "property", 13900000001, "", ""],
        ["003", "吴", "property", "", 55162810000, ""],
        ["004", "何", "property", "1.39E+10", "", ""],
    ]
    answer = send(gu_browser, xlsx(rows(*lines)), kind="staff", name="人员.xlsx")
    work()
    told = page(gu_browser, answer)
    assert "55162810000" in told
    assert "1.39E+10" in told

    gu_browser.post(f"{answer['Location']}load/")
    work()
    kept = Staff.objects.order_by("code").values_list("code", "mobile", "landline", "extension")
    assert list(kept) == [
        ("001", "13900000000", "0551-62810000", "0801"),
        ("002", "13900000001", "", ""),
    ]


def test_a_zip_bomb_is_told_and_not_unpacked(gu_browser: Client) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (310 * 1024**2))
    answer = send(gu_browser, content.getvalue(), name="bomb.xlsx")
    work()
    told = page(gu_browser, answer)
    assert "未导入任何内容" in told
    assert "310 MB" in told
    assert JobRunner("tests").run() == 0


TITLES = row(*HEAD)
FAR = '<c r="xfd1048576"><v>1</v></c>'
DEAR = "<mergeCells>" + '<mergeCell ref="A3:A150000"/>' * 20 + "</mergeCells>"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (raw_xlsx(worksheet(f'{TITLES}<row r="1048576">{FAR}</row>')), "1048576 行"),
        (raw_xlsx(worksheet(f'{TITLES}<row r="1048576"><c><v>1</v></c></row>')), "1048576 行"),
        (raw_xlsx(worksheet(f"{TITLES}<row>{'<c><v>1</v></c>' * 500_000}</row>")), "XFE 列"),
        (heavy_text(signs=1_000_000, cells=16_000), "占用的内存或时间超出了允许范围"),
    ],
    ids=["lower case", "by order", "wide", "one text in all cells"],
)
def test_a_small_file_that_would_take_all_memory_is_told_and_the_worker_goes_on(
    gu_browser: Client, content: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MOST_MEMORY", 600 * 1024**2)
    assert len(content) < 20_000
    answer = send(gu_browser, content, name="小区.xlsx")
    work()
    told = page(gu_browser, answer)
    assert "未导入任何内容" in told
    assert said in told

    good = send(gu_browser, xlsx(rows(HEAD, GOOD)), name="小区.xlsx")
    work()
    assert "导入这 1 行" in page(gu_browser, good)


def test_formulas_and_merged_rows_of_a_file_without_places_are_told_by_row(
    gu_browser: Client,
) -> None:
    found = f"<row>{computed('b7')}{cell('3栋')}{cell('楼栋')}{cell('e7')}</row>"
    far = f'<row r="150000">{cell("x")}</row>'
    answer = send(gu_browser, raw_xlsx(worksheet(f"{TITLES}{row(*GOOD)}{found}{far}", DEAR)))
    work()
    told = page(gu_browser, answer)
    assert "导入这 1 行" in told
    assert "公式" in told
    assert "合并单元格" in told
    assert "<b>149998</b>" in told
    assert "2000+" in told
