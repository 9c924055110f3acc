"""What the type cannot show is named, and nothing runs off the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.ground.prints.logic import (
    LONGEST_RUN,
    Characters,
    all_printable,
    count_signs,
    printable,
)

KNOWN = Characters([(0x20, 0x7E), (0x3000, 0x3002), (0x4E00, 0x9FFF), (0x1F600, 0x1F64F)])


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("路灯坏了。", "路灯坏了。"),
        ("#sys.inputs $x$ @ref *b* \\", "#sys.inputs $x$ @ref *b* \\"),
        ("姓𠮷的住户", "姓〓(U+20BB7)的住户"),
        ("一行\r\n二行\r三行", "一行\n二行\n三行"),
        ("缩\t进", "缩    进"),
        ("谁\u202e写的\u202c", "谁写的"),
        ("空\x00字\x1b[31m", "空字[31m"),
        ("宽\u2003格", "宽 格"),
        ("😀", "😀"),
    ],
)
def test_a_text_is_printed_as_the_type_can_show_it(written: str, printed: str) -> None:
    assert printable(written, KNOWN) == printed


def test_a_long_word_gets_places_to_break_and_keeps_its_letters() -> None:
    word = "x" * (2 * LONGEST_RUN + 1)
    shown = printable(word, KNOWN)
    assert shown.replace("\u200b", "") == word
    assert max(map(len, shown.split("\u200b"))) == LONGEST_RUN
    assert printable("x" * LONGEST_RUN, KNOWN) == "x" * LONGEST_RUN


@given(st.text())
def test_whatever_is_written_only_known_characters_are_left(written: str) -> None:
    shown = printable(written, KNOWN)
    assert all(sign in KNOWN or sign in "\n〓\u200b\u200d\ufe0e\ufe0f" for sign in shown)


def test_texts_are_found_wherever_they_lie_and_counted() -> None:
    data = {"a": "𠮷", "rows": [["b\x00", 3], None, True]}
    assert all_printable(data, KNOWN) == {"a": "〓(U+20BB7)", "rows": [["b", 3], None, True]}
    assert count_signs({"a": "xx", "rows": (("b", 3), "cc")}) == 5
