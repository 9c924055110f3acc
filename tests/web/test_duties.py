"""The duty matrix: within reach, by level, its holes and overlaps, and giving a duty."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
import python_calamine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker, Refused
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import actions, queries
from linli.registers.parties.logic import Coverage
from linli.registers.parties.models import Duty
from linli.registers.places.actions import save_place
from linli.registers.places.logic.details import NewPlace
from linli.web import shared
from linli.web.console import duties
from tests.cast import SETUP, District

Browse = Callable[[str], Client]
MATRIX = Path(shared.__file__).parent / "static" / "css" / "console" / "matrix.css"
pytestmark = pytest.mark.django_db


@pytest.fixture
def two_troubles(district: District) -> None:
    """Nobody holds the rest of the street; the firm has everything in the community."""
    actions.end_duty("*", district.street, SETUP)
    actions.end_duty("waterlogging", district.community, SETUP)


def rows(client: Client, **asked: str) -> list[list[str]]:
    answer = client.post(f"/console/duties/export/?{urlencode(asked)}", {"as": "csv"})
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_it_says_who_answers_as_the_running_parts_do(
    district: District, two_troubles: None, gu: Asker
) -> None:
    codes = [item.code for item in catalogue.items()]
    matrix = queries.duty_matrix(codes, gu)
    assert len(matrix.places) == 9  # two streets and what lies in them, down to the estate
    for place, item, cell in matrix.rows(matrix.tops):
        holder = queries.duty_holder(item, place.id)
        assert cell.holder == (holder.id if holder else None), (place.code, item)


def test_holes_and_overlaps_are_counted_with_what_lies_below(
    district: District, two_troubles: None, gu: Asker
) -> None:
    items = ["waterlogging", "noise"]
    matrix = queries.duty_matrix(items, gu)
    street = matrix.below[district.street]
    # The street and the second community: nobody for noise, and water for waterlogging.
    assert street[Coverage.HOLE] == 2
    # The community, its two grids and the estate: the firm hides the department.
    assert street[Coverage.OVERLAP] == 4
    assert matrix.below[district.estate] == {Coverage.OVERLAP: 1, Coverage.REST: 1}
    assert [place.code for place, _, _ in matrix.rows(matrix.tops, Coverage.HOLE)] == ["s1", "m2"]


def test_each_sees_what_lies_within_reach(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    assert {row[0] for row in rows(browse("zhao"))} == {"s2", "m3", "g3"}
    assert {row[0] for row in rows(browse("lin"))} == {"s1", "m1", "m2", "g1", "g2", "e1"}
    page, file = "/console/duties/?place=e1", "/console/duties/export/?place=e1"
    assert browse("zhao").get(page).status_code == browse("zhao").post(file).status_code == 404
    assert browse("lin").get(page).status_code == browse("lin").post(file).status_code == 200
    with pytest.raises(Refused):
        queries.duty_matrix(["noise"], people["wang"])


def test_the_filter_and_the_counts_lead_to_the_rows(
    district: District, people: dict[str, Asker], browse: Browse, two_troubles: None
) -> None:
    page = browse("gu").get("/console/duties/").content.decode()
    count = len(catalogue.items())
    told = rf'href="/console/duties/\?only=hole"[^>]*>.*?<b>{2 * (count - 1)}</b>'
    assert re.search(told, page, re.S)
    holes = browse("gu").get("/console/duties/?only=hole").content.decode()
    assert holes.count('class="duty-row"') == 100
    assert "/console/duties/give/?item=noise&amp;place=s1" in holes
    overlaps = browse("gu").get("/console/duties/?only=overlap&place=e1").content.decode()
    assert overlaps.count('class="duty-row"') == 1
    assert "望湖区排水管理处" in overlaps
    assert "/give/" not in browse("lin").get("/console/duties/?only=hole").content.decode()


@pytest.mark.parametrize(
    ("address", "coverage", "sign"),
    [
        ("/console/duties/", "hole", ("tone-emergency", "circle-off", "无人负责")),
        ("/console/duties/?place=m1", "overlap", ("tone-emergency", "layers-2", "重叠")),
    ],
)
def test_trouble_is_told_by_colour_by_shape_and_in_words(
    browse: Browse,
    two_troubles: None,
    address: str,
    coverage: str,
    sign: tuple[str, str, str],
) -> None:
    page = browse("gu").get(address).content.decode()
    cells = re.findall(rf'<td class="cell cell--{coverage}">(.*?)</td>', page, re.S)
    chip = r'<span class="chip (tone-\w+)">.*?#([\w-]+)".*?</svg>\s*(.*?)</span>'
    assert cells
    assert {match for cell in cells for match in re.findall(chip, cell, re.S)} == {sign}
    others = re.sub(r'<td class="cell cell--(?:hole|overlap)">.*?</td>', "", page, flags=re.S)
    assert "tone-emergency" not in "".join(re.findall(r'<td class="cell.*?</td>', others, re.S))
    assert re.search(
        rf"\.cell--{coverage}\b[^}}]*background: var\(--emergency-soft\)", MATRIX.read_text(), re.S
    )


def test_from_a_hole_the_duty_is_given(
    district: District, people: dict[str, Asker], browse: Browse, two_troubles: None
) -> None:
    sent = {"item": "noise", "place": "s1", "party": "water"}
    assert browse("gu").post("/console/duties/give/", {**sent, "party": "x"}).status_code == 400
    assert browse("gu").post("/console/duties/give/", {**sent, "place": "x"}).status_code == 404
    assert browse("gu").post("/console/duties/give/", {**sent, "item": "x"}).status_code == 404
    assert browse("leader").post("/console/duties/give/", sent).status_code == 403
    assert not Duty.objects.filter(item="noise").exists()

    assert browse("gu").post("/console/duties/give/", sent).status_code == 302

    holder = queries.duty_holder("noise", district.street)
    assert holder is not None
    assert holder.code == "water"


def test_it_is_exported_as_it_is_shown(
    district: District, people: dict[str, Asker], browse: Browse, two_troubles: None
) -> None:
    listed = rows(browse("gu"), place="e1", only="overlap")
    assert listed == [
        [
            *("e1", "翠竹苑", "小区", "waterlogging", "道路积水"),
            *("重叠：指名单位被遮盖", "property", "翠竹物业", "望湖区排水管理处"),
        ]
    ]
    kept = AuditEntry.objects.get(act="export", kind="duty")
    assert (kept.user_name, kept.thing_id) == ("Gu", str(district.estate))
    answer = browse("gu").post("/console/duties/export/?place=e1", {"as": "xlsx"})
    assert answer["Cache-Control"] == "private, no-store"
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    written = sheet.get_sheet_by_index(0).to_python()
    assert len(written) == len(catalogue.items()) + 1
    assert browse("gu").get("/console/duties/export/").status_code == 405


def test_a_long_file_ends_with_a_word_about_what_is_missing(
    district: District,
    people: dict[str, Asker],
    browse: Browse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(duties, "MOST_ROWS", 3)
    first = [row[0] for row in rows(browse("gu"))]
    assert len(first) == 4
    assert first[3].startswith("本文件只含前 3 行")


@pytest.mark.parametrize("asked", ["start=99999999", "start=x", "only=x", "shelf=x", "place=%00"])
def test_whatever_is_asked_is_no_fault(
    asked: str, district: District, people: dict[str, Asker], browse: Browse
) -> None:
    assert browse("gu").get(f"/console/duties/?{asked}").status_code in (200, 404)


def test_many_estates_take_as_many_queries_as_few(
    district: District, people: dict[str, Asker], browse: Browse
) -> None:
    def asked() -> int:
        browse("gu").get("/console/duties/?place=g1")
        gu = browse("gu")
        with CaptureQueriesContext(connection) as captured:
            assert gu.get("/console/duties/?place=g1").status_code == 200
        return len(captured.captured_queries)

    few = asked()
    for number in range(30):
        new = NewPlace(code=f"x{number}", name=f"新苑{number}", level="estate", parent_code="g1")
        save_place(new, SETUP)
    page = browse("gu").get("/console/duties/?place=g1").content.decode()
    assert "start=12" in page
    assert asked() == few
