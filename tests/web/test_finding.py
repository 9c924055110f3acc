"""The fields that find a place or a matter get the options of a listbox, in both languages."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

from linli.registers.catalogue import queries as catalogue
from linli.registers.places.actions import save_place
from linli.registers.places.logic.details import NewPlace
from tests.cast import SETUP, District
from tests.web.conftest import Story
from tests.web.test_markup import Faults

Browse = Callable[[str], Client]


class Listbox(HTMLParser):
    """The attributes of the list and of its options, and all text as a reader hears it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.list: dict[str, str | None] = {}
        self.options: list[dict[str, str | None]] = []
        self.text = ""
        self.feed(page)
        self.text = re.sub(r"\s+", " ", self.text).strip()

    def handle_starttag(self, _tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if given.get("role") == "listbox":
            self.list = given
        elif given.get("role") == "option":
            self.options.append(given)

    def handle_data(self, data: str) -> None:
        self.text += data


def find(client: Client, kind: str, **asked: str) -> Listbox:
    answer = client.get(f"/console/{kind}/find", asked, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    page = answer.content.decode()
    faults = Faults()
    faults.feed(page)
    assert faults.faults == []
    assert len(faults.ids) == len(set(faults.ids))
    assert "<html" not in page
    return Listbox(page)


@pytest.mark.django_db
def test_places_are_the_options_of_a_listbox(district: District, browse: Browse) -> None:
    found = find(browse("lin"), "places", q="翠竹苑3栋2单元")
    assert (found.list["id"], found.list["aria-label"]) == ("place-options", "可能要找的地点")
    assert [one["id"] for one in found.options][:2] == [
        f"place-option-{district.building}",
        f"place-option-{district.estate}",
    ]
    first = found.options[0]
    assert (first["aria-selected"], first["data-code"], first["data-name"]) == (
        "false",
        "b3",
        "翠竹苑3栋",
    )
    assert (first["data-lat"], first["data-lon"]) == ("31.82", "117.22")
    assert "翠竹苑3栋 楼栋 · 翠湖街道 · 翠竹社区 2单元没有单独登记" in found.text


@pytest.mark.django_db
def test_the_same_in_english(district: District, browse: Browse) -> None:
    lin = browse("lin")
    lin.post("/language/", {"language": "en"})
    found = find(lin, "places", q="cuizhu court 3")
    assert found.list["aria-label"] == "Places that may be meant"
    assert found.options[0]["data-name"] == "Cuizhu Court Block 3"
    assert "Cuizhu Court Block 3 Building · Cuihu · Cuizhu" in found.text
    assert "sounds alike" in find(lin, "places", q="催煮苑").text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("czy", "首字母"),
        ("cuizhuyuan", "拼音"),
        ("催煮苑", "读音相近"),
        ("翠竹", "名称的一部分"),
        ("老机械厂", "又叫“老机械厂”"),
        ("b3", "编号"),
        ("翠竹苑33栋", "没有登记33号楼"),
        ("翠竹苑3栋a单元501", "A单元没有单独登记 · 501室没有单独登记"),
    ],
)
def test_it_is_said_why_a_place_is_offered(
    typed: str, words: str, district: District, browse: Browse
) -> None:
    new = NewPlace(code="e1", name="翠竹苑", level="estate", aliases=("老机械厂",))
    save_place(new, SETUP)
    assert words in find(browse("lin"), "places", q=typed).text


@pytest.mark.django_db
def test_zhao_is_offered_only_places_of_her_own(district: District, browse: Browse) -> None:
    found = find(browse("zhao"), "places", q="翠竹苑3栋")
    assert found.options == []
    assert "您负责的范围内没有叫这个的地点" in found.text
    assert [one["data-code"] for one in find(browse("zhao"), "places", q="松岗").options] != []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("purpose", "who", "status"),
    [
        ("case", "lin", 200),
        ("case", "chen", 403),
        ("device", "lin", 200),
        ("device", "chen", 403),
        ("report", "chen", 200),
        ("party", "lin", 400),
    ],
)
def test_a_place_is_looked_for_to_do_something(
    purpose: str, who: str, status: int, district: District, browse: Browse
) -> None:
    asked = {"q": "翠竹苑", "for": purpose}
    assert browse(who).get("/console/places/find", asked).status_code == status


@pytest.mark.django_db
def test_a_point_decides_between_equals_and_one_off_the_earth_is_refused(
    district: District, browse: Browse
) -> None:
    lin = browse("lin")
    for code, lat in (("e6", "31.801"), ("e7", "31.859")):
        new = NewPlace(
            code=code, name="听雨里", level="estate", parent_code="s1", lat=float(lat), lon=117.23
        )
        save_place(new, SETUP)
    for code, lat in (("e6", "31.801"), ("e7", "31.859")):
        assert (
            find(lin, "places", q="听雨里", lat=lat, lon="117.23").options[0]["data-code"] == code
        )
    assert len(find(lin, "places", q="听雨里", lat="here", lon="").options) == 2
    address = "/console/places/find?q=听雨里&lat=91&lon=0"
    assert lin.get(address).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "   "])
def test_without_words_no_place_is_offered_and_nothing_is_said(
    typed: str, district: District, browse: Browse
) -> None:
    found = find(browse("lin"), "places", q=typed)
    assert (found.options, found.text) == ([], "")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["<script>", "\x00", "x" * 5000, "'\"&", "鑫" * 400])
def test_whatever_is_typed_is_no_fault(typed: str, district: District, browse: Browse) -> None:
    lin = browse("lin")
    assert find(lin, "places", q=typed).options == []
    assert len(find(lin, "items", q=typed).options) <= 8


@pytest.mark.django_db
def test_on_the_page_of_a_case_a_place_is_found_the_same_way(story: Story, browse: Browse) -> None:
    page = browse("lin").get(f"/console/cases/{story.reported}/?place=czy3").content.decode()
    offered = re.findall(r'name="place_id" value="(\d+)"', page)
    assert offered[:2] == [str(story.district.building), str(story.district.estate)]


@pytest.mark.django_db
def test_matters_are_the_options_of_a_listbox(district: District, browse: Browse) -> None:
    found = find(browse("lin"), "items", q="小区里漏水")
    assert (found.list["id"], found.list["aria-label"]) == ("item-options", "可能要找的事项")
    assert found.options[0] == {
        "class": "option",
        "id": "item-option-waterlogging",
        "role": "option",
        "aria-selected": "false",
        "data-code": "waterlogging",
        "data-name": "道路积水",
        "data-severity": "urgent",
    }
    assert "紧急 道路积水 又叫“漏水”" in found.text


@pytest.mark.django_db
def test_matters_are_found_in_english(district: District, browse: Browse) -> None:
    lin = browse("lin")
    lin.post("/language/", {"language": "en"})
    found = find(lin, "items", q="street light")
    assert found.options[0]["data-name"] == "Street lamp fault"
    assert "also called “street light”" in found.text


@pytest.mark.django_db
def test_without_words_all_matters_of_the_desk_are_offered(
    district: District, browse: Browse
) -> None:
    codes = {one["data-code"] for one in find(browse("lin"), "items", q="").options}
    assert codes == {item.code for item in catalogue.items() if item.list == "duty"}
    assert not codes & {"device_silent", "platform_fault", "old_age_allowance"}
    assert find(browse("lin"), "items", q="设备离线").options == []
