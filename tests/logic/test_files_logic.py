"""Where a file lies, and where a photo says it was taken."""

from pathlib import PurePosixPath

import pytest
from PIL.TiffImagePlugin import IFDRational

from linli.ground.files.logic import path_of, position

HEFEI = {1: "N", 2: (31.0, 49.0, 12.0), 3: "E", 4: (117.0, 13.0, 12.0)}


def test_a_file_lies_under_its_hash() -> None:
    assert path_of("abcdef" + "0" * 58) == PurePosixPath("ab/cd/abcdef" + "0" * 58)


def test_degrees_minutes_and_seconds_are_added_up() -> None:
    assert position(HEFEI) == (31.82, 117.22)


def test_south_and_west_are_negative() -> None:
    assert position({**HEFEI, 1: "S", 3: "W"}) == (-31.82, -117.22)


def test_rationals_of_a_camera_are_read() -> None:
    angle = (IFDRational(31), IFDRational(49), IFDRational(1200, 100))
    assert position({**HEFEI, 2: angle}) == (31.82, 117.22)


@pytest.mark.parametrize(
    "change",
    [
        {1: None},
        {1: "X"},
        {1: b"N"},
        {2: None},
        {2: (31.0, 49.0)},
        {2: (91.0, 0.0, 0.0)},
        {4: (180.0, 0.0, 1.0)},
        {2: (-31.0, 0.0, 0.0)},
        {2: (float("nan"), 0.0, 0.0)},
        {2: (IFDRational(1, 0), 0.0, 0.0)},
        {2: ("north", "by", "east")},
        {2: 31.82},
        {2: (0, 0, 0), 4: (0, 0, 0)},
    ],
)
def test_an_unusable_position_is_none(change: dict[int, object]) -> None:
    assert position({**HEFEI, **change}) is None


def test_no_gps_block_is_no_position() -> None:
    assert position({}) is None
