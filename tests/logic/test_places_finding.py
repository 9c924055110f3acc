"""Which places are meant by what somebody types."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.registers.places.logic.finder import PlaceFinder
from linli.registers.places.logic.finding import Reason, Suggestion, Wanted, Why, find
from linli.registers.places.logic.tree import Known

# name, level, parent; more of each below
PLACES = [
    ("城", "临湖市", "city", ""),
    ("区", "望湖区", "district", "城"),
    ("街", "翠湖街道", "street", "区"),
    ("社", "翠竹社区", "community", "街"),
    ("塘", "荷塘社区", "community", "街"),
    ("竹", "翠竹苑", "estate", "社"),
    ("月", "月影苑", "estate", "社"),
    ("香", "禾香里", "estate", "塘"),
    ("期", "禾香里二期", "estate", "塘"),
    ("外", "松岗区", "district", "城"),
    ("岗", "松岗街道", "street", "外"),
    ("外竹", "翠竹苑", "estate", "岗"),
]
STYLES = {"竹": "翠竹苑{}号楼", "月": "{}栋", "香": "{}幢", "期": "{}#", "外竹": "{}栋"}


def places() -> list[Known]:
    """Each estate has twelve buildings; the third of 翠竹苑 has homes. Two have a nursery."""
    numbers = count(1)
    ids = {key: next(numbers) for key, *_ in PLACES}
    known = [
        Known(ids[key], name, level, ids.get(parent), aliases=ALIASES.get(key, ()))
        for key, name, level, parent in PLACES
    ]
    for key, style in STYLES.items():
        for number in range(1, 13):
            ids[f"{key}{number}"] = next(numbers)
            name = style.format(number)
            known.append(
                Known(ids[f"{key}{number}"], name, "building", ids[key], lat=31.8, lon=117)
            )
    for name in ("1单元101室", "2单元501", "3-2-502", "2单元1602室"):
        known.append(Known(next(numbers), name, "home", ids["竹3"]))
    for key in ("竹", "月"):
        known.append(Known(next(numbers), "幼儿园", "building", ids[key], "Nursery"))
    known.append(Known(next(numbers), "12号", "home", ids["塘"]))
    return known


ALIASES = {"月": ("老机械厂", "纸鸢路18号"), "香": ("机械厂家属院",)}
KNOWN = places()
BY_ID = {one.id: one for one in KNOWN}
FINDER = PlaceFinder.build(KNOWN)
DISTRICT = frozenset({2})


def path(place_id: int) -> str:
    """翠竹苑/翠竹苑3号楼: the name below that of its estate."""
    place = BY_ID[place_id]
    if place.level in ("building", "home"):
        return f"{path(place.parent_id or 0)}/{place.name}"
    return place.name


def found(text: str, within: frozenset[int] | None = DISTRICT) -> list[str]:
    return [path(one.place_id) for one in find(FINDER, Wanted(text, within))]


def first(text: str) -> Suggestion:
    return find(FINDER, Wanted(text, DISTRICT))[0]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("翠竹苑3栋2单元", "翠竹苑/翠竹苑3号楼"),
        ("czy", "翠竹苑"),
        ("czy3", "翠竹苑/翠竹苑3号楼"),
        ("cuizhuyuan 3-2", "翠竹苑/翠竹苑3号楼"),
        ("翠竹3号楼", "翠竹苑/翠竹苑3号楼"),
        ("翠足园三栋", "翠竹苑/翠竹苑3号楼"),
        ("竹苑3栋", "翠竹苑/翠竹苑3号楼"),
        ("翠竹苑 3号楼 2单元 501室", "翠竹苑/翠竹苑3号楼/2单元501"),
        ("翠竹苑３－２－５０２", "翠竹苑/翠竹苑3号楼/3-2-502"),
        ("翠竹苑3栋502", "翠竹苑/翠竹苑3号楼/3-2-502"),
        ("翠竹苑三号楼二单元十六零二", "翠竹苑/翠竹苑3号楼/2单元1602室"),
        ("翠湖街道翠竹社区月影苑五幢", "月影苑/5栋"),
        ("5号楼，月影苑的", "月影苑/5栋"),
        ("纸鸢路18号5栋", "月影苑/5栋"),
        ("老机械厂12栋", "月影苑/12栋"),
        ("禾香里2期3栋", "禾香里二期/3#"),
        ("禾香里3栋", "禾香里/3幢"),
        ("月影苑幼儿园", "月影苑/幼儿园"),
        ("nursery of 翠竹苑", "翠竹苑/幼儿园"),
        ("荷塘社区12号", "荷塘社区/12号"),
        ("荷塘社区", "荷塘社区"),
    ],
)
def test_the_place_that_is_meant_comes_first(text: str, place: str) -> None:
    assert found(text)[0] == place


def test_a_building_stands_before_its_estate_and_the_estate_is_offered_too() -> None:
    assert found("翠竹苑3栋")[:2] == ["翠竹苑/翠竹苑3号楼", "翠竹苑"]


def test_only_places_within_reach_are_offered() -> None:
    assert found("松岗街道") == []
    assert found("翠竹苑3栋", frozenset({10})) == ["翠竹苑/3栋", "翠竹苑"]
    assert found("翠竹苑3栋", frozenset()) == []
    assert found("翠竹苑3栋", frozenset({999})) == []
    assert set(found("翠竹苑3栋", None)[:2]) == {"翠竹苑/翠竹苑3号楼", "翠竹苑/3栋"}


def test_a_place_around_the_reach_leads_to_what_lies_within() -> None:
    assert found("望湖区3栋", frozenset({7})) == ["月影苑/3栋"]


def test_a_road_with_a_building_offers_that_building_of_every_estate_there() -> None:
    assert set(found("荷塘路3号楼")[:2]) == {"禾香里/3幢", "禾香里二期/3#"}


def test_a_building_alone_offers_those_nearest_to_the_point() -> None:
    near = next(one for one in KNOWN if one.name == "7幢")
    moved = [
        Known(one.id, one.name, one.level, one.parent_id, lat=31.9, lon=117.1)
        if one is near
        else one
        for one in KNOWN
    ]
    finder = PlaceFinder.build(moved)
    nearest = find(finder, Wanted("7号楼", DISTRICT, near=(31.9, 117.1)))
    assert path(nearest[0].place_id) == "禾香里/7幢"
    assert nearest[0].score > nearest[1].score


def test_a_building_of_an_unknown_name_is_not_any_building_of_that_number() -> None:
    assert len(found("7号楼门口")) == 4
    assert found("鑫鑫大厦7号楼") == []


NO_HOME = (Reason(Why.NAME), Reason(Why.NO_ENTRANCE, "2"), Reason(Why.NO_FLAT, "903"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("月影苑", (Reason(Why.NAME),)),
        ("月影", (Reason(Why.PART),)),
        ("悦影苑", (Reason(Why.SOUND),)),
        ("yueyingyuan", (Reason(Why.PINYIN),)),
        ("yyy", (Reason(Why.INITIALS),)),
        ("老机械厂", (Reason(Why.ALIAS, "老机械厂"), Reason(Why.NAME))),
        ("翠湖街道月影苑", (Reason(Why.NAME), Reason(Why.INSIDE, "翠湖街道"))),
        ("月影苑5栋2门", (Reason(Why.NAME), Reason(Why.NO_ENTRANCE, "2"))),
        ("翠竹苑3栋2-903", NO_HOME),
        ("月影苑33栋", (Reason(Why.NAME), Reason(Why.NO_BUILDING, "33"))),
    ],
)
def test_it_is_said_why_a_place_is_offered(text: str, why: tuple[Reason, ...]) -> None:
    assert first(text).why == why


def test_the_whole_name_is_worth_one_and_less_of_it_less() -> None:
    scores = [first(text).score for text in ("月影苑", "悦影苑", "月影", "yyy")]
    assert scores[0] == 1.0
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("text", ["", " ", "。！", "鑫鑫鑫", "😀", "\x00", "13900000000"])
def test_what_names_no_place_finds_none(text: str) -> None:
    assert found(text) == []


def test_of_a_common_name_those_of_the_estate_come_first() -> None:
    guards = [
        Known(1000 + at, "门卫值班室", "building", one.id)
        for at, one in enumerate(KNOWN * 4)
        if one.level == "estate"
    ]
    finder = PlaceFinder.build([*KNOWN, *guards])
    best = find(finder, Wanted("月影苑门卫值班室", DISTRICT))[0]
    place = next(one for one in guards if one.id == best.place_id)
    assert BY_ID[place.parent_id or 0].name == "月影苑"


def test_places_elsewhere_do_not_crowd_out_those_within_reach() -> None:
    """A hundred districts have estates that fit better; Lin's is found all the same."""
    elsewhere = [
        one
        for at in range(2000, 2400, 4)
        for one in (
            Known(at, f"别区{at}", "district", 1),
            Known(at + 1, f"悦瑛小区{at}号院", "estate", at),
            Known(at + 2, "悦瑛小区", "estate", at),
        )
    ]
    finder = PlaceFinder.build([*KNOWN, *elsewhere])
    assert path(find(finder, Wanted("悦瑛小区", DISTRICT))[0].place_id) == "月影苑"


def test_no_places_at_all_are_no_fault() -> None:
    assert find(PlaceFinder.build([]), Wanted("月影苑3栋")) == []


@settings(deadline=None)
@given(st.text(max_size=400) | st.text(alphabet="翠竹苑月影3栋2-单元cuizhy 路号", max_size=60))
def test_whatever_is_typed_places_within_reach_are_answered(text: str) -> None:
    suggestions = find(FINDER, Wanted(text, DISTRICT, near=(31.8, 117.0), limit=5))
    assert len(suggestions) <= 5
    for one in suggestions:
        assert 0 < one.score <= 1
        assert path(one.place_id).split("/")[0] not in ("松岗街道", "松岗区", "临湖市")
