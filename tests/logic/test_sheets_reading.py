"""Spreadsheets as offices have them: good rows are read, everything else is named in words."""

import io
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.ground.sheets import reading, workbook
from linli.ground.sheets.faults import MOST_FAULTS, Unreadable
from linli.ground.sheets.reading import read_table
from linli.ground.sheets.schema import Column, Schema
from linli.ground.sheets.workbook import read_workbook
from linli.ground.sheets.writing import write_csv, write_template, write_xlsx

SCHEMA = Schema(
    "staff",
    "人员",
    "Staff",
    (
        Column(
            "code", "编码", "Code", required=True, unique=True, pattern="[a-z0-9-]+", example="a-1"
        ),
        Column("name", "姓名", "Name", required=True, longest=20, aliases=("名字",)),
        Column("phone", "手机", "Mobile", format="phone"),
        Column("level", "级别", "Level", choices=("街道", "社区")),
        Column("since", "到岗日期", "Since", type="date"),
        Column("floors", "层数", "Floors", type="integer", least=1, most=200),
        Column("lat", "纬度", "Latitude", type="number", least=-90, most=90),
        Column("active", "在岗", "Active", type="boolean"),
    ),
)


def csv_of(*lines: str, encoding: str = "utf-8-sig") -> bytes:
    return "\n".join(lines).encode(encoding)


def xlsx_of(fill: Callable[[Any, Any], None]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    fill(book, book.add_worksheet("人员"))
    book.close()
    return content.getvalue()


def told(content: bytes) -> list[str]:
    return [str(fault) for fault in read_table(content, SCHEMA).faults]


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_table(content, SCHEMA)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_each_encoding_that_offices_save(encoding: str) -> None:
    table = read_table(csv_of("编码,姓名,手机", "a-1,王丽,013800138000", encoding=encoding), SCHEMA)
    assert [(one.row, one.values) for one in table.records] == [
        (2, {"code": "a-1", "name": "王丽", "phone": "013800138000"})
    ]
    assert table.faults == []


@pytest.mark.parametrize("heading", ["姓名", "Name", "name", " 姓 名* ", "ＮＡＭＥ", "名字"])
def test_a_heading_is_known_by_title_name_or_alias(heading: str) -> None:
    table = read_table(csv_of(f"编码\t{heading}", "a-1\t王丽"), SCHEMA)
    assert table.records[0].values["name"] == "王丽"


def test_a_title_above_the_headings_and_empty_rows_are_passed_over() -> None:
    table = read_table(csv_of("月影街道人员表,", ",", "编码,姓名", "", "a-1,王丽"), SCHEMA)
    assert [one.row for one in table.records] == [5]


def test_an_unknown_column_is_left_out_and_named() -> None:
    table = read_table(csv_of("编码,姓名,备注", "a-1,王丽,新来"), SCHEMA)
    assert table.records[0].values == {"code": "a-1", "name": "王丽"}
    assert table.left_out == ["备注"]


@pytest.mark.parametrize(
    ("heading", "cell", "value"),
    [
        ("到岗日期", "2026-1-2", "2026-01-02"),
        ("到岗日期", "2026年1月2日", "2026-01-02"),
        ("到岗日期", "2026/01/02", "2026-01-02"),
        ("到岗日期", "20260102", "2026-01-02"),
        ("到岗日期", "２０２６．１．２", "2026-01-02"),
        ("手机", "１３８００１３８０００", "13800138000"),
        ("手机", "0519-8512 3456转801", "0519-8512 3456转801"),
        ("层数", "18", 18),
        ("层数", "18.0", 18),
        ("纬度", "31.5", 31.5),
        ("在岗", "是", True),
        ("在岗", "否", False),
        ("级别", "街道", "街道"),
    ],
)
def test_a_cell_means_what_people_mean(heading: str, cell: str, value: object) -> None:
    table = read_table(csv_of(f"编码,姓名,{heading}", f"a-1,王丽,{cell}"), SCHEMA)
    assert table.faults == []
    assert list(table.records[0].values.values())[2] == value


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",王丽,,,,,,", "2/编码: is empty; fill it in"),
        ("a 1,王丽,,,,,,", "2/编码: “a 1” does not have the form of “a-1”"),
        (f"a-1,{'王' * 21},,,,,,", "2/姓名: has 21 characters; 20 is the most"),
        ("a-1,王\x07丽,,,,,,", "2/姓名: holds a control character; leave it out"),
        ("a-1,王丽,没有,,,,,", "2/手机: “没有” is not a telephone number"),
        (
            "a-1,王丽,1.38E+10,,,,,",
            "2/手机: “1.38E+10” was a longer number before a spreadsheet program shortened it; "
            "make the column text and type it again",
        ),
        ("a-1,王丽,,市,,,,", "2/级别: “市” is not one of: 街道, 社区"),
        ("a-1,王丽,,,昨天,,,", "2/到岗日期: “昨天” is not a date; write it like 2026-11-28"),
        (
            "a-1,王丽,,,2026-2-30,,,",
            "2/到岗日期: “2026-2-30” is not a date; write it like 2026-11-28",
        ),
        ("a-1,王丽,,,,1.5,,", "2/层数: “1.5” is not a whole number"),
        ("a-1,王丽,,,,0,,", "2/层数: “0” lies outside 1 to 200"),
        ("a-1,王丽,,,,,NaN,", "2/纬度: “NaN” is not a number"),
        ("a-1,王丽,,,,,1e999,", "2/纬度: “1e999” is not a number"),
        ("a-1,王丽,,,,,,也许", "2/在岗: “也许” is neither yes nor no"),
        ("a-1,王丽,,,,,,,多", "2: has more cells than there are headings: 多"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(row: str, fault: str) -> None:
    header = "编码,姓名,手机,级别,到岗日期,层数,纬度,在岗"
    table = read_table(csv_of(header, row, "b-2,陈,,,,,,"), SCHEMA)
    assert [str(one) for one in table.faults] == [fault]
    assert [one.row for one in table.records] == [3]


def test_a_repeated_code_names_the_row_that_had_it_first() -> None:
    faults = told(csv_of("编码,姓名", "a-1,王丽", "ａ-1,陈"))
    assert faults == ["3/编码: “a-1” stands in row 2 already"]


def test_what_our_own_csv_guards_comes_back_as_it_was() -> None:
    content = write_csv(["编码", "姓名"], [["a-1", "=1+1"], ["a-2", "-陈"]])
    assert b"a-1,'=1+1" in content
    assert content.startswith(b"\xef\xbb\xbf")
    assert [one.values["name"] for one in read_table(content, SCHEMA).records] == ["=1+1", "-陈"]


@pytest.mark.parametrize(
    "name", ["=1+1", "+陈", "-陈", "@陈", "＝1+1", "＋陈", "－陈", "＠陈", "'=1+1", "''-陈", "'陈"]
)
def test_what_a_program_might_run_is_guarded_and_comes_back(name: str) -> None:
    content = write_csv(["编码", "姓名"], [["a-1", name]])
    written = content.decode("utf-8-sig").splitlines()[1].removeprefix("a-1,")
    assert written == (name if name == "'陈" else f"'{name}")
    assert read_table(content, SCHEMA).records[0].values["name"] == name


@pytest.mark.parametrize("blank", ["\n", "\r", "\t"])
def test_what_a_program_might_run_behind_a_blank_is_guarded(blank: str) -> None:
    content = write_csv(["编码", "姓名"], [["a-1", f"{blank}=1+1"]])
    assert f"'{blank}=1+1" in content.decode()
    assert read_table(content, SCHEMA).records[0].values["name"] == "=1+1"


def test_our_own_xlsx_keeps_zeros_and_runs_nothing() -> None:
    content = write_xlsx("人员", ["编码", "姓名", "手机"], [["007", "=1+1", "013800138000"]])
    (record,) = read_table(content, SCHEMA).records
    assert record.values == {"code": "007", "name": "=1+1", "phone": "013800138000"}


def test_our_own_template_is_empty_and_has_every_column() -> None:
    content = write_template(SCHEMA, "zh-hans")
    table = read_table(content, SCHEMA)
    assert (table.records, table.faults, table.left_out) == ([], [], [])


def test_numbers_and_dates_of_an_xlsx_are_read_as_people_see_them() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["编码", "姓名", "手机", "到岗日期"])
        sheet.write_row(1, 0, [7, "王丽", 13800138000])
        sheet.write_datetime(1, 3, date(2026, 1, 2), book.add_format({"num_format": "yyyy/m/d"}))

    (record,) = read_table(xlsx_of(fill), SCHEMA).records
    assert record.values == {
        "code": "7",
        "name": "王丽",
        "phone": "13800138000",
        "since": "2026-01-02",
    }


def test_merged_cells_and_formulas_are_named_and_their_rows_left_out() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["编码", "姓名"])
        sheet.write_row(1, 0, ["a-1", "王丽"])
        sheet.write_column(2, 0, ["a-2", "a-3"])
        sheet.merge_range("B3:B4", "陈")
        sheet.write(4, 0, "a-4")
        sheet.write_formula(4, 1, '="吴"', None, "吴")

    table = read_table(xlsx_of(fill), SCHEMA)
    assert [one.row for one in table.records] == [2]
    assert [str(one) for one in table.faults] == [
        "3/姓名: merged cells: only the first has a value; unmerge them and fill in each",
        "4/姓名: merged cells: only the first has a value; unmerge them and fill in each",
        "5/姓名: a formula; paste its value instead",
    ]


def test_a_long_number_that_lost_digits_is_named() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["编码", "姓名"])
        sheet.write_row(1, 0, [341621199001011234, "王丽"])

    assert told(xlsx_of(fill)) == [
        "2/编码: a number of more than 15 digits has lost its last ones; make the cell text"
    ]


def test_hidden_and_further_sheets_are_left_out_and_named() -> None:
    def fill(book: Any, sheet: Any) -> None:
        book.add_worksheet("旧表").hide()
        sheet.write_row(0, 0, ["编码", "姓名"])
        sheet.write_row(1, 0, ["a-1", "王丽"])

    table = read_table(xlsx_of(fill), SCHEMA)
    assert len(table.records) == 1
    assert table.left_out == ["旧表"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"\xd0\xcf\x11\xe0", "old .xls file"),
        (b"PK\x03\x04 and then nothing", "cannot be read as an XLSX file"),
        (b"a,b\0", "it holds zero bytes"),
        (b"\xff\xff\xff", "Line 1 is neither UTF-8 nor GB18030"),
        ("编码\na-1".encode(), "There is no column “姓名”. The headings are: 编码."),
        ("编码,姓名,名字\n".encode(), "The column “姓名” is there twice"),
        ('编码,姓名\n"a-1,王'.encode(), "Line 2 cannot be read as CSV"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_reason(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_a_file_beyond_the_bounds_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    assert refusal(b"x" * 11).startswith("The file has 0 MB; at most 0 MB are read")
    monkeypatch.setattr(reading, "MOST_BYTES", 1000)
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert refusal(csv_of("编码,姓名", "a-1,王", "a-2,陈")) == (
        "The sheet has 3 rows; at most 2 fit. Split the file."
    )


def test_a_csv_of_more_cells_than_can_be_held_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(b"," * 16_384) == (
        "The sheet reaches to column XFE of row 1. Delete what stands there."
    )
    monkeypatch.setattr(reading, "MOST_CELLS", 5)
    assert "more than 5 cells. Split it" in refusal(b"a,b\n" * 3)


def test_of_many_faults_some_are_named_and_no_row_with_one_is_a_record() -> None:
    lines = [f"a-{number},{'' if number % 2 else '王'}" for number in range(3 * MOST_FAULTS)]
    table = read_table(csv_of("编码,姓名", *lines), SCHEMA)
    assert len(table.faults) == MOST_FAULTS
    assert len(table.records) == len(table.rows_with_faults) == 3 * MOST_FAULTS // 2
    assert table.rows_with_faults.isdisjoint(one.row for one in table.records)


def test_a_zip_bomb_is_refused_by_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED_BYTES", 1024**2)
    with pytest.raises(Unreadable, match="unpacks to 3 MB; at most 1 MB"):
        read_workbook(bomb(3 * 1024**2), 10)


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    content = bomb(3 * 1024**2)
    lying = content.replace(struct.pack("<I", 3 * 1024**2), struct.pack("<I", 1024))
    assert lying != content
    assert "cannot be read as an XLSX file" in refusal(lying)


def bomb(size: int) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * size)
    return content.getvalue()


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: f"编码,姓名\n{text}".encode("utf-8", "surrogatepass"))
)
def test_no_file_is_read_in_part_or_brings_us_down(content: bytes) -> None:
    try:
        table = read_table(content, SCHEMA)
    except Unreadable:
        return
    good = {one.row for one in table.records}
    assert good.isdisjoint(one.row for one in table.faults)


def stray(*cells: str) -> bytes:
    """A workbook with values in a few cells only."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    for cell in cells:
        sheet.write_string(cell, "x")
    book.close()
    return content.getvalue()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("A1", "XFD1048576"), "1048576 rows"),
        (("A1", "XFD1", "A5000"), "column XFD of row 5000"),
        (("A1", "B200001"), "200001 rows"),
    ],
)
def test_a_value_far_away_is_told_before_the_grid_is_held(
    cells: tuple[str, ...], said: str
) -> None:
    with pytest.raises(Unreadable, match=said):
        read_table(stray(*cells), SCHEMA)


SOUND = stray("A1", "B2")


@settings(max_examples=150)
@given(st.integers(0, len(SOUND) - 1), st.integers(0, 7))
def test_a_damaged_workbook_is_always_told(at: int, bit: int) -> None:
    content = bytearray(SOUND)
    content[at] ^= 1 << bit
    with suppress(Unreadable):
        read_workbook(bytes(content), 10)
