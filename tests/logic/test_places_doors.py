"""Building, entrance and flat, in the many ways that people say and write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.ground.finding.logic.units import plain
from linli.registers.places.logic.doors import Door, read, read_own
from linli.registers.places.logic.numerals import as_digits


@pytest.mark.parametrize(
    ("numeral", "digits"),
    [
        *(("三", "3"), ("十", "10"), ("十二", "12"), ("二十", "20"), ("二十三", "23")),
        *(("一百零八", "108"), ("一百二十", "120"), ("两", "2"), ("一二", "12")),
        *(("五零一", "501"), ("五〇一", "501"), ("幺零二", "102"), ("十六零二", "1602")),
        *(("003", "3"), ("0", "0"), ("零", "0"), ("百", "百"), ("十十", "十十")),
    ],
)
def test_numerals_are_read_as_they_are_said(numeral: str, digits: str) -> None:
    assert as_digits(numeral) == digits


@pytest.mark.parametrize(
    "building",
    [
        *("3栋", "3幢", "3号楼", "3#", "3#楼", "#3", "3座", "3楼", "3号", "3 栋", "第3栋", "03栋"),
        *("三栋", "三号楼", "第三幢", "３栋", "3号栋", "3栋楼", "3d", "3dong", "building 3", "3"),
    ],
)
def test_a_building_is_said_in_many_ways(building: str) -> None:
    said = read(plain(f"翠竹苑{building}"))
    assert (said.text.strip(), said.door) == ("翠竹苑", Door("3"))


@pytest.mark.parametrize(
    "entrance",
    ["2单元", "二单元", "2门", "2号门", "2门洞", "2梯", "２单元", "第二单元", "unit 2", "2dy"],
)
def test_an_entrance_is_said_in_many_ways(entrance: str) -> None:
    assert read(plain(f"翠竹苑3栋{entrance}")).door == Door("3", "2")


@pytest.mark.parametrize(
    "flat",
    [
        *("501", "501室", "501号", "501房", "501户", "５０１", "五零一", "五〇一室", "0501"),
        *("5楼1号", "五楼1户", "5层01室", "room 501"),
    ],
)
def test_a_flat_is_said_in_many_ways(flat: str) -> None:
    assert read(plain(f"翠竹苑3栋2单元{flat}")).door == Door("3", "2", "501")


@pytest.mark.parametrize(
    ("text", "words", "door"),
    [
        ("翠竹苑3-2-501", "翠竹苑", Door("3", "2", "501")),
        ("翠竹苑３－２－５０１", "翠竹苑", Door("3", "2", "501")),
        ("翠竹苑 3 2 501", "翠竹苑", Door("3", "2", "501")),
        ("cuizhuyuan 3-2", "cuizhuyuan", Door("3", "2")),
        ("翠竹苑3-501", "翠竹苑", Door("3", "", "501")),
        ("czy3-2-501", "czy", Door("3", "2", "501")),
        ("翠竹苑10#1203", "翠竹苑", Door("10", "", "1203")),
        ("三栋二单元501", "", Door("3", "2", "501")),
        ("9栋是金穗新村", "是金穗新村", Door("9")),
        ("翠竹苑4号3门", "翠竹苑", Door("4", "3")),
        ("翠竹苑7楼3门703", "翠竹苑", Door("7", "3", "703")),
        ("翠竹苑5楼门口", "翠竹苑 门口", Door("5")),
        ("翠竹苑3栋三楼", "翠竹苑", Door("3")),
        ("翠竹苑3单元5楼", "翠竹苑", Door("", "3")),
        ("翠竹苑十二号楼一单元十六零二", "翠竹苑", Door("12", "1", "1602")),
        ("A座1203", "", Door("a", "", "1203")),
        ("3A栋", "", Door("3a")),
        ("b3栋", "", Door("b3")),
        ("甲单元", "", Door("", "甲")),
        ("翠竹苑4#楼,对4#楼", "翠竹苑 ,对", Door("4")),
        ("yueying court building 3 unit 2 room 501", "yueying court", Door("3", "2", "501")),
    ],
)
def test_a_door_is_parted_from_the_words(text: str, words: str, door: Door) -> None:
    said = read(plain(text))
    assert (said.text.strip(" -"), said.door) == (words, door)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("纸鸢路18号3号楼", "纸鸢路18号"),
        ("五一路十八号3栋", "51路18号"),
        ("翠竹苑二期3号楼", "翠竹苑2期"),
        ("三号院3号楼", "3号院"),
        ("八一小区3栋", "81小区"),
        ("阳光100 3栋", "阳光100"),
        ("纸鸢路123弄3号", "纸鸢路123弄"),
    ],
)
def test_a_number_that_belongs_to_a_name_stays_with_it(text: str, words: str) -> None:
    said = read(plain(text))
    assert (said.text.strip(), said.door) == (words, Door("3"))


@pytest.mark.parametrize(
    "text",
    [
        "翠竹苑西门",
        "楼下有3辆车",
        "等了2个小时",
        "13900000000",
        "翠竹苑门口",
        "2号电梯",
        "",
        "3月5日",
    ],
)
def test_not_every_number_is_a_door(text: str) -> None:
    assert read(plain(text)).door == Door()


@pytest.mark.parametrize("text", ["3、4号楼之间", "3和4号楼", "3号楼和4号楼中间", "3栋跟4栋"])
def test_of_two_buildings_both_are_kept(text: str) -> None:
    said = read(text)
    assert (said.door, said.others) == (Door("3"), (Door("4"),))


def test_a_gate_on_the_road_may_be_a_building_if_none_is_named() -> None:
    assert read("纸鸢路3号").others == (Door("3"),)
    assert read("纸鸢路3号5栋").others == ()


@pytest.mark.parametrize(
    ("name", "door"),
    [
        ("501", Door("", "", "501")),
        ("501室", Door("", "", "501")),
        ("12号", Door("", "", "12")),
        ("2-501", Door("", "2", "501")),
        ("2单元501", Door("", "2", "501")),
        ("3-2-501", Door("3", "2", "501")),
        ("3栋2单元501室", Door("3", "2", "501")),
        ("东户", Door()),
    ],
)
def test_in_the_name_of_a_home_bare_numbers_end_with_the_flat(name: str, door: Door) -> None:
    assert read_own(name, is_home=True).door == door


@settings(deadline=None)
@given(st.text(alphabet="翠竹苑三十百零3 15号楼栋单元室门层-#路弄期a第、和", max_size=60))
def test_whatever_is_said_is_read(text: str) -> None:
    for door in (read(plain(text)).door, *read(plain(text)).others):
        for label in (door.building, door.entrance, door.flat):
            assert len(label) <= 7
            assert label == "" or label.isalnum()
