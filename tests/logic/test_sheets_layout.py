"""What a sheet holds is known before it is opened, cell for cell as the library places it."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from linli.ground.sheets import layout, workbook
from linli.ground.sheets.faults import MOST_FAULTS, Unreadable
from linli.ground.sheets.layout import Layout
from linli.ground.sheets.workbook import read_workbook
from tests.raw_sheets import SHEET, cell, computed, raw_xlsx, row, worksheet

HEAD = row("编码", "姓名")
FAR = "<v>1</v>"
MERGED = '<mergeCells count="1"><mergeCell ref="{}"/></mergeCells>'


def refusal(sheet: str) -> str:
    """Why it is refused before the library would take memory for it."""
    with pytest.raises(Unreadable) as refused:
        Layout(200_000).follow(io.BytesIO(sheet.encode()))
    return str(refused.value)


def told(sheet: str) -> list[str]:
    return [str(fault) for fault in Layout(200_000).follow(io.BytesIO(sheet.encode())).named]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>', "1048576 rows"),
        ('<row r="1048576"><c><v>1</v></c></row>', "1048576 rows"),
        ('<row r="200000"/><row><c><v>1</v></c></row>', "200001 rows"),
        (f'<row r="9"><c r="xFd9">{FAR}</c></row><c r="a5000">{FAR}</c>', "XFD of row 5000"),
        (f"<row>{f'<c>{FAR}</c>' * 16_385}</row>", "column XFE of row 1"),
        (f'<row><c r="XFE1">{FAR}</c></row>', "column XFE of row 1"),
        (f'<x:row xmlns:x="y"><x:c r="A999999">{FAR}</x:c></x:row>', "999999 rows"),
    ],
)
def test_a_cell_far_away_is_refused_however_it_says_where_it_stands(rows: str, said: str) -> None:
    assert said in refusal(worksheet(rows))
    assert said in refusal(worksheet(rows, names="http://purl.oclc.org/ooxml/spreadsheetml/main"))


@pytest.mark.parametrize(
    "sheet",
    [
        worksheet('<row><c r="$A$1"/></row>'),
        worksheet('<row><c r=""/></row>'),
        worksheet('<row><c r="A0"/></row>'),
        worksheet('<row><c r="A4294967297"/></row>'),
        worksheet('<row r="A"/>'),
        worksheet('<row r="-1"/>'),
        worksheet(HEAD, MERGED.format("A2:A")),
    ],
)
def test_a_place_that_cannot_be_is_refused(sheet: str) -> None:
    assert "which cannot be" in refusal(sheet)


def test_a_row_without_cells_may_be_as_far_away_as_it_likes() -> None:
    sheet = worksheet(f'{HEAD}<row r="1048576" ht="20"><c r="XFD1048576" s="1"/></row>')
    assert told(sheet) == []
    assert read_workbook(raw_xlsx(sheet), 200_000).grid == [["编码", "姓名"]]


def test_formulas_are_named_in_cells_that_do_not_say_where_they_stand() -> None:
    sheet = worksheet(
        f'{HEAD}<row r="3">{cell("a-1")}{computed("王")}</row><row>{computed("b")}</row>'
    )
    assert told(sheet) == [
        "3/B: a formula; paste its value instead",
        "4/A: a formula; paste its value instead",
    ]


def test_a_row_of_merged_cells_is_named_once_however_often_it_is_merged() -> None:
    merges = f"<mergeCells>{MERGED.format('B2:B4') * 20}{MERGED.format('a4:a9')}</mergeCells>"
    sheet = worksheet(f"{HEAD}{row('a-1', '王') * 5}", merges)
    assert [(one.split(":")[0]) for one in told(sheet)] == ["2/B", "3/B", "4/B", "5/A", "6/A"]


def test_of_many_faults_some_are_named_and_every_row_is_kept() -> None:
    count = 3 * MOST_FAULTS
    formulas = Layout(200_000).follow(
        io.BytesIO(worksheet(f"<row>{computed('x')}{computed('y')}</row>" * count).encode())
    )
    merged = Layout(200_000).follow(
        io.BytesIO(worksheet(row("x") * count, MERGED.format(f"A1:A{count}")).encode())
    )
    for faults in (formulas, merged):
        assert len(faults.named) == MOST_FAULTS
        assert faults.rows == set(range(1, count + 1))


def test_what_is_no_cell_is_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MOST_ELEMENTS", 1000)
    assert told(worksheet(HEAD, "<a/>" * 980)) == []
    assert "parts. Split it" in refusal(worksheet(HEAD, "<a/>" * 1000))


def test_words_that_a_sheet_defines_itself_are_refused() -> None:
    assert "DOCTYPE" in refusal(f'<!DOCTYPE x [<!ENTITY y "z">]>{worksheet(HEAD)}')


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_sheet_in_utf_16_is_refused_for_the_library_would_read_another(encoding: str) -> None:
    sheet = worksheet(HEAD).encode(encoding)
    with pytest.raises(UnicodeError):
        Layout(200_000).follow(io.BytesIO(sheet))


def test_a_mark_of_utf_8_before_a_sheet_is_passed_over() -> None:
    sheet = worksheet(HEAD).encode("utf-8-sig")
    assert Layout(200_000).follow(io.BytesIO(sheet)).named == []


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.raises(Unreadable, match="two parts of one name"):
        read_workbook(raw_xlsx(worksheet(HEAD), **{"worksheets/SHEET1": worksheet(HEAD)}), 10)
    assert SHEET.casefold() == "xl/worksheets/SHEET1.xml".casefold()


def test_more_text_than_a_list_can_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_SIGNS", 10)
    assert read_workbook(raw_xlsx(worksheet(row("12345", "67890"))), 10).grid
    with pytest.raises(Unreadable, match="more than 10 characters"):
        read_workbook(raw_xlsx(worksheet(row("12345", "678901"))), 10)


SPOTS = st.builds(
    lambda column, number: f"{column}{number}",
    st.sampled_from(["A", "b", "C", "aa", "AB"]),
    st.integers(1, 30),
)
CELLS = st.builds(
    lambda spot, inside: f"<c{spot}>{inside}</c>",
    st.just("") | SPOTS.map(lambda spot: f' r="{spot}"'),
    st.sampled_from(["", "<v>1</v>", "<v>1</v>", "<is><t>x</t></is>", "<f>1</f><v>2</v>"]),
)
ROWS = st.builds(
    lambda at, cells: f"<row{at}>{''.join(cells)}</row>",
    st.just("") | st.integers(1, 30).map(lambda number: f' r="{number}"'),
    st.lists(CELLS, max_size=6),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ROWS | CELLS, max_size=8))
def test_the_library_places_no_cell_beyond_what_was_found(parts: list[str]) -> None:
    sheet = worksheet("".join(parts), f"<x><row/><c>{FAR}</c></x>")
    found = Layout(1000)
    found.follow(io.BytesIO(sheet.encode()))
    read = CalamineWorkbook.from_filelike(io.BytesIO(raw_xlsx(sheet))).get_sheet_by_index(0)
    row, column = read.end or (-1, -1)
    assert (found.height, found.width) == (row + 1, column + 1)
