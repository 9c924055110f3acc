"""A code of a place can be told from one that somebody made up."""

import pytest

from linli.sense.tags.logic import ALPHABET, BadTag, NewTag, check, is_signed, signed, tidy

KEY, OTHER_KEY = b"this district", b"another district"
CODE = signed("ABCD2345", KEY)


def test_a_code_is_a_mark_and_a_signature_that_people_can_read_out() -> None:
    assert CODE.startswith("ABCD2345")
    assert len(CODE) == 16
    assert set(CODE) <= set(ALPHABET)
    assert is_signed(CODE, KEY)


@pytest.mark.parametrize("place", range(16))
def test_one_changed_sign_makes_it_worthless(place: int) -> None:
    changed = "7" if CODE[place] != "7" else "8"
    assert not is_signed(CODE[:place] + changed + CODE[place + 1 :], KEY)


@pytest.mark.parametrize("code", ["", "ABCD2345", CODE.lower(), CODE + "A", "永" * 16])
def test_what_is_no_code_is_worthless(code: str) -> None:
    assert not is_signed(code, KEY)


def test_a_code_of_another_district_is_worthless_here() -> None:
    assert not is_signed(signed("ABCD2345", OTHER_KEY), KEY)


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewTag("tower", 1), "kind"),
        (NewTag("lift", 1, "x" * 81), "spot"),
        (NewTag("lift", 1, "a\x00b"), "spot"),
        (NewTag("lift", 1, "a\nb"), "spot"),
    ],
)
def test_a_faulty_tag_is_named_by_its_field(new: NewTag, field: str) -> None:
    with pytest.raises(BadTag) as bad:
        check(new)
    assert bad.value.field == field


def test_blanks_around_are_dropped() -> None:
    assert tidy("  2  号梯 ") == "2 号梯"
