"""What one line of text may hold, and how a stranger's text is shown."""

import pytest

from linli.wire.texts import is_plain, line_fault, plain_fault, shown


@pytest.mark.parametrize(
    "text", ["翠竹苑　西侧", "Cuizhu Road 5", "Zoë", "💡 12", "👩‍🚒", "ئۈرۈمچى", "a\xa0b"]
)
def test_names_of_any_script_are_plain(text: str) -> None:
    assert is_plain(text)
    assert line_fault(text, 40) is None
    assert shown(text) == text


@pytest.mark.parametrize(
    "letter",
    [
        *("\0", "\n", "\t", "\x1b", "\x7f", "\x85", "\ud800", "\udfff"),
        *("\u2028", "\u202e", "\u2066", "\ufeff"),
    ],
)
def test_what_breaks_a_line_or_turns_it_round_is_not(letter: str) -> None:
    assert not is_plain(f"d{letter}7")
    assert str(plain_fault(f"d{letter}7", 40)) == "holds a control character; leave it out"
    assert shown(f"d{letter}7") == "d?7"


def test_a_line_has_its_length_and_is_not_empty() -> None:
    assert line_fault("abc", 3) is None
    assert str(line_fault("abcd", 3)) == "has 4 characters; 3 is the most"
    assert str(line_fault(" ", 3)) == "is empty; write it"
    assert plain_fault("", 3) is None


def test_a_long_text_is_cut() -> None:
    assert shown("x" * 100) == "x" * 60
    assert shown("x" * 100, 5) == "xxxxx"
