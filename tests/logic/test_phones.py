"""Telephone numbers as people write them come out in one way, and what is none does not."""

import pytest

from linli.wire.phones import dialled, digits_of, fold_phone, is_written_phone


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("13900001234", "13900001234"),
        ("139 0000 1234", "13900001234"),
        ("139-0000-1234", "13900001234"),
        ("1390000-1234", "13900001234"),
        ("１３９００００１２３４", "13900001234"),
        ("+86 139 0000 1234", "13900001234"),
        ("008613900001234", "13900001234"),
        ("8613900001234", "13900001234"),
        ("0551-62345678", "0551-62345678"),
        ("(0551) 6234 5678", "0551-62345678"),
        ("（0551）6234－5678", "0551-62345678"),
        ("055162345678", "0551-62345678"),
        ("+86 551 6234 5678", "0551-62345678"),
        ("010-6234567", "010-6234567"),
        ("021 62345678", "021-62345678"),
        ("0551-62345678-801", "0551-62345678-801"),
        ("0551-62345678转801", "0551-62345678-801"),
        ("0551 62345678 分机 801", "0551-62345678-801"),
        ("0551 6234 5678-801", "0551-62345678-801"),
        ("62345678 ext. 12", "62345678-12"),
        ("6234567", "6234567"),
        ("6234 5678", "62345678"),
        ("12345", "12345"),
        ("139，0000、1234", "13900001234"),
        ("0551_6234/5678", "0551-62345678"),
        ("110", "110"),
        ("95598", "95598"),
        ("400-810-0000", "4008100000"),
        ("+1 415 555 2671", "+14155552671"),
    ],
)
def test_a_number_is_written_in_one_way(written: str, folded: str) -> None:
    assert fold_phone(written) == folded
    assert fold_phone(folded) == folded


@pytest.mark.parametrize(
    "written",
    [
        *("", "-", "号码", "12", "1390000123", "139000012345", "12900001234", "0551"),
        *("0551-623456", "623****5678"),
        *("13900001234转801", "x801", "转801", "139O0001234", "1" * 60, "a\0b", "--- ---"),
    ],
)
def test_what_is_no_number_is_empty(written: str) -> None:
    assert fold_phone(written) == ""


@pytest.mark.parametrize(
    ("phone", "dials"),
    [
        ("13900001234", "13900001234"),
        ("0551-62345678", "0551-62345678"),
        ("0551-62345678-801", "0551-62345678;ext=801"),
        ("62345678-12", "62345678;ext=12"),
        ("+14155552671", "+14155552671"),
    ],
)
def test_an_extension_is_dialled_behind_the_number(phone: str, dials: str) -> None:
    assert dialled(phone) == dials


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        *(("0551-6234 5678", True), ("+86 13900000000", True), ("110", True), ("12", True)),
        *(("", False), ("1", False), ("转801", False), ("-110", False), ("1" * 33, False)),
    ],
)
def test_a_register_keeps_numbers_as_they_are_written(text: str, is_kept: bool) -> None:
    assert is_written_phone(text) is is_kept


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("0551-62345678-801", "055162345678"),
        ("(0551)62345678转801", "055162345678"),
        ("0551-62345678", "055162345678"),
        ("62345678-12", "62345678"),
        ("+86 139 0000 1234", "13900001234"),
        *(("138-0000-123456", "1380000123456"), ("110", "110"), ("", "")),
    ],
)
def test_the_digits_of_a_number_are_those_of_its_line(written: str, digits: str) -> None:
    assert digits_of(written) == digits
