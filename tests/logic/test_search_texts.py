"""What a text is cut into, and what of it finds it again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.ground.search.logic.positions import free_positions
from linli.ground.search.logic.sought import FTS5, TSQUERY, Sought, expression, sought
from linli.ground.search.logic.texts import LONGEST, joined, plain, tokens

TEXT = st.text(st.sampled_from("积水路灯𫍲🔥aBé９3 -'\"*\n\x00"), max_size=30)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("", ""),
        ("。，!?", ""),
        ("翠竹路３号", " 翠竹路 3 号 "),
        ("翠竹路 3-5 号", " 翠竹路 3 5 号 "),
        ("Café ＷＩＦＩ", " café wifi "),
        ("ﬀ Straße ①", " ff strasse 1 "),
        ("路灯，坏", " 路灯 坏 "),
        ("❤️ok", " ❤ ok "),
        ("한국 かな", " 한국 かな "),
        ("a\x00b\ud800c", " a b c "),
        ("w" * 70, f" {'w' * 64} "),
    ],
)
def test_a_text_has_one_plain_form(text: str, form: str) -> None:
    assert plain(text) == form


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (" 积水 ", {"积", "水", "积水"}),
        (" 3 栋 ", {"3", "栋", "3栋"}),
        (" 栋 3 ", {"栋", "3"}),
        (" 积 水 ", {"积", "水"}),
        (" 积 \n 水 ", {"积", "水"}),
        (" lamp ", {"l", "la", "lam", "lamp"}),
        (" streetlights 坏 ", {*("streetli"[:end] for end in range(1, 9)), "坏", "streetli坏"}),
    ],
)
def test_a_document_is_found_by_signs_pairs_and_beginnings(text: str, found: set[str]) -> None:
    assert tokens(text) == found


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("积水", {"积水": ("积水",)}),
        ("路灯坏", {"路灯坏": ("路灯", "灯坏")}),
        ("苑3栋", {"苑 3 栋": ("3栋", "苑")}),
        ("3", {" 3": ("3",)}),
        ("streetlights", {" streetlights": ("streetli",)}),
        ("积水 lamp", {"积水": ("积水",), " lamp": ("lamp",)}),
        ("水 水", {"水": ("水",)}),
    ],
)
def test_what_is_typed_is_pieces_that_must_all_be_there(
    typed: str, pieces: dict[str, tuple[str, ...]]
) -> None:
    (way,) = sought(typed).ways
    assert {piece.needle: piece.tokens for piece in way} == pieces


@given(TEXT, st.integers(0, 30), st.integers(0, 30))
def test_every_part_of_a_text_from_a_beginning_on_finds_it(text: str, start: int, end: int) -> None:
    """Also shows that the tokens are necessary: an engine that asks for them misses nothing."""
    form = plain(text)
    part = form[start:end]
    before = form[start - 1 : start].strip() if start else ""
    if before and before < "\u2e80":
        return  # it would begin within a word: of letters that are no Chinese characters
    for line in part.split():
        for way in sought(line).ways:
            assert Sought((way,)).is_in(form)
            assert {token for piece in way for token in piece.tokens} <= tokens(form)


@given(TEXT)
def test_the_plain_form_is_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_any_of_the_texts_and_any_mark_of_each_group_will_do() -> None:
    wanted = sought("积水 a", "b", marks=[["x=1", "x=2"], ["y=1"]])

    assert (
        expression(wanted, FTS5)
        == '(("积水" AND "a") OR ("b")) AND (("x=1") OR ("x=2")) AND (("y=1"))'
    )
    assert (
        expression(wanted, TSQUERY) == "(('积水' & 'a') | ('b')) & (('x=1') | ('x=2')) & (('y=1'))"
    )


@pytest.mark.parametrize("bad", ["x", "x=", "=1", "x=1 y=2", 'x="1"', "X=1", "x='1", "x=\x00", ""])
def test_no_document_has_a_mark_that_is_none(bad: str) -> None:
    assert sought("a", marks=[[bad, "y=1"]]).marks == (("y=1",),)
    assert sought("a", marks=[[bad]]).is_hopeless


@pytest.mark.parametrize("typed", ["", " ", "*", '"', "\x00", "()", "\u3000"])
def test_what_holds_no_word_is_hopeless(typed: str) -> None:
    assert sought(typed).is_hopeless
    assert not sought(typed).is_in(" 积水 ")


def test_no_mark_of_a_group_is_hopeless() -> None:
    assert sought("积水", marks=[["x=1"], []]).is_hopeless


def test_what_is_asked_of_an_engine_is_bounded() -> None:
    asked = expression(sought("".join(map(chr, range(0x4E00, 0x6E00)))), FTS5)

    assert asked.count('"') == 2 * 24


def test_a_document_takes_what_it_has_room_for() -> None:
    assert joined("", [" 积水 ", "", " 积水 ", " 路灯 "]) == " 积水 \n 路灯 "
    assert joined(" 积水 ", [" 路灯 "], most=4) == " 积水 "
    assert len(joined("", [plain("水" * 8000), plain("火" * 8000)])) == LONGEST


def test_positions_stay_in_order_until_a_second_is_full() -> None:
    assert next(free_positions(5000, None)) == 5000
    assert next(free_positions(5000, 5007)) == 5008
    strewn = list(free_positions(5000, 5999))
    assert len(strewn) == 16
    assert all(5000 <= one < 1_005_000 for one in strewn)
