"""What was sent for a look on the spot is filed with what its item asks for."""

import pytest

from linli.respond.cases.logic.evidence import FAR_OFF, NO_PHOTO, NO_POSITION, Look, missing

AT = (31.82, 117.22)
FULL = ("words", "position", "photo")


def stood(north_m: float, within_m: int = 5) -> dict[str, float]:
    return {"lat": AT[0] + north_m / 111_195, "lon": AT[1], "within_m": within_m}


@pytest.mark.parametrize(
    ("looks", "why"),
    [
        ([], NO_PHOTO),
        ([Look(0, stood(0))], NO_PHOTO),
        ([Look(1)], NO_POSITION),
        ([Look(1), Look(0, stood(0))], NO_POSITION),
        ([Look(1, stood(204))], ""),
        ([Look(1, stood(206))], FAR_OFF),
        ([Look(1, stood(290, 95))], ""),
        ([Look(1, stood(310, 5000))], FAR_OFF),
        ([Look(1, stood(5000)), Look(2, stood(10))], ""),
    ],
)
def test_a_photo_from_near_it_is_needed(looks: list[Look], why: str) -> None:
    assert missing(FULL, looks, AT) == why


def test_what_asks_for_less_needs_less() -> None:
    assert missing(("words", "position"), [], AT) == ""
    assert missing(("words", "photo"), [Look(1)], AT) == ""
    assert missing(FULL, [Look(1)], None) == ""
