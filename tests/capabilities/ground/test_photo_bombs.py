"""What would cost far more than its bytes is refused before it is decoded."""

import pytest

from linli.ground.files import photos
from linli.ground.files.actions import BadPhoto, PhotoMustWait
from linli.ground.turns import Turns
from tests.capabilities.ground.drawn import jpeg_that_claims, photo, png_that_claims


@pytest.mark.parametrize("size", [(6_001, 4_000), (50_001, 1_000), (60_000, 60_000)])
def test_a_bomb_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(BadPhoto, match=r"24|50"):
        photos.clean(png_that_claims(*size))


@pytest.mark.parametrize(
    ("size", "progressive", "said"),
    [
        ((8_000, 6_251), False, "50"),
        ((6_001, 4_000), True, "24"),
    ],
)
def test_a_plain_jpeg_may_be_larger_for_it_is_drawn_small_straight_away(
    size: tuple[int, int], progressive: bool, said: str
) -> None:
    with pytest.raises(BadPhoto, match=said):
        photos.clean(jpeg_that_claims(*size, progressive=progressive))


def test_a_jpeg_of_forty_eight_megapixels_is_drawn_small() -> None:
    kept = photos.clean(jpeg_that_claims(8_000, 6_000, progressive=False))

    assert (kept.width, kept.height) == (2048, 1536)


def test_a_photo_of_endless_scans_is_refused_before_it_is_decoded() -> None:
    """A scan of seven megapixels takes 50 bytes and 5 ms: ten megabytes would take all day."""
    whole = photo(1_000, 700, progressive=True)
    scan = whole[whole.rindex(b"\xff\xda") : -2]

    assert photos.clean(whole[:-2] + 54 * scan + whole[-2:]).width == 1_000
    with pytest.raises(BadPhoto):
        photos.clean(whole[:-2] + 55 * scan + whole[-2:])


def test_a_photo_whose_turn_does_not_come_must_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "TURNS", Turns(at_work=1, in_line=0, seconds=0))
    with photos.TURNS.turn(), pytest.raises(PhotoMustWait):
        photos.clean(photo())

    assert photos.clean(photo()).width == 64
