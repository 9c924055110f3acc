"""What people write is kept as it is, or refused by field and reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.respond.cases.logic.faults import BadText
from linli.respond.cases.logic.texts import read_text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "write something"),
        (" \n ", "write something"),
        ("a\x00b", "cannot be shown"),
        ("\ud800", "cannot be shown"),
        ("x" * 21, "has 21 characters; please use at most 20"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(BadText, match=reason) as bad:
        read_text("reason", text, 20)

    assert bad.value.field == "reason"


def test_what_is_not_required_may_be_missing() -> None:
    assert read_text("reason", "  ", 20, is_required=False) == ""


def test_line_breaks_are_kept_and_blanks_around_are_not() -> None:
    assert read_text("text", "  one\r\ntwo\t三 ", 20) == "one\ntwo\t三"


@given(st.text(max_size=200))
def test_whatever_is_taken_fits_both_databases(text: str) -> None:
    try:
        kept = read_text("text", text, 100)
    except BadText:
        return

    assert 0 < len(kept) <= 100
    assert "\x00" not in kept
    kept.encode()
