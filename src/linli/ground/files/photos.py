"""Makes a photo safe to keep: checked by its content, position read, then drawn anew, bare."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import ExifTags, Image

from linli.ground import clock
from linli.ground.files.logic import position, taken_at
from linli.ground.turns import NoTurn, Turns

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
MOST_PIXELS_AT_ONCE: Final = 24_000_000
"""Of what cannot be drawn small straight away, as a plain JPEG can: PNG, WebP, progressive JPEG."""
MOST_SCANS: Final = 64
"""Encoders make 10 to 20; each costs a walk over all pixels, and takes a few bytes to ask for."""
SCAN: Final = b"\xff\xda"
LONGEST_EDGE: Final = 2048
JPEG_QUALITY: Final = 85
FORMATS: Final = ("JPEG", "PNG", "WEBP")
"""The pictures of several lenses (MPO) that some phones send open as JPEG."""

UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns a picture of this Exif orientation upright."""

# Pillow itself refuses twice as many before it decodes anything.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


TURNS: Final = Turns(at_work=2, in_line=2, seconds=5.0)
"""A photo may take a second of one core and 300 MB; half of the pages' threads stay free."""


class BadPhoto(Exception):
    """These bytes cannot be kept as a photo; the text tells the sender why."""


class PhotoMustWait(Exception):
    """So many photos are being looked at that this one must come later; the text says so."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo without any metadata; where and when it was taken is told beside it."""

    jpeg: bytes
    width: int
    height: int
    lat: float | None
    lon: float | None
    taken_at: datetime | None = None


def clean(content: bytes) -> Photo:
    """The photo re-encoded as JPEG, upright, at most 2048 pixels long.

    Raises `BadPhoto`, and `PhotoMustWait` when its turn does not come within seconds.
    """
    if len(content) > MOST_BYTES:
        raise BadPhoto(
            _("The photo has %(size)s MB; send one of at most %(most)s MB.")
            % {"size": f"{len(content) / 1024**2:.1f}", "most": MOST_BYTES // 1024**2}
        )
    try:
        with TURNS.turn():
            return _cleaned(content)
    except NoTurn as none:
        told = _("Too many photos are arriving now; please send this one again in a few seconds.")
        raise PhotoMustWait(told) from none


def _cleaned(content: bytes) -> Photo:
    image = _opened(content)
    exif = _exif(image)
    taken = position(_block(exif, ExifTags.IFD.GPSInfo))
    bare = _drawn(image, exif.get(ExifTags.Base.Orientation, 1))
    encoded = io.BytesIO()
    bare.save(encoded, "JPEG", quality=JPEG_QUALITY)
    lat, lon = taken or (None, None)
    at = taken_at(_block(exif, ExifTags.IFD.Exif), timezone.get_default_timezone(), clock.now())
    return Photo(encoded.getvalue(), bare.width, bare.height, lat, lon, at)


def _opened(content: bytes) -> Image.Image:
    """Reads the header only."""
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels(MOST_PIXELS) from bomb
    except Exception as fault:  # decoders raise anything for the bytes of a stranger
        raise BadPhoto(_("This is not a photo; send a JPEG, PNG or WebP picture.")) from fault
    is_plain = image.format in ("JPEG", "MPO") and "progressive" not in image.info
    most = MOST_PIXELS if is_plain else MOST_PIXELS_AT_ONCE
    if image.width * image.height > most:
        raise _too_many_pixels(most)
    if image.format in ("JPEG", "MPO") and content.count(SCAN) > MOST_SCANS:
        raise BadPhoto(_("The photo is damaged; take or send it again."))
    return image


def _too_many_pixels(most: int) -> BadPhoto:
    return BadPhoto(
        _("The photo has too many pixels; send one of at most %(most)s megapixels.")
        % {"most": most // 1_000_000}
    )


def _exif(image: Image.Image) -> Image.Exif:
    try:
        return image.getexif()
    except Exception:  # a photo whose metadata is garbled is still a photo
        return Image.Exif()


def _block(exif: Image.Exif, block: ExifTags.IFD) -> dict[int, object]:
    try:
        return dict(exif.get_ifd(block))
    except Exception:  # as above: no position then, and no time
        return {}


def _drawn(image: Image.Image, orientation: int) -> Image.Image:
    """Its pixels on a new white sheet: nothing else of the old file comes along.

    Saving the opened image would keep the JPEG comment, whatever is passed for Exif.
    """
    try:
        image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))  # a JPEG: only as large as is needed
        image.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
        pixels = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except Exception as fault:  # cut off, or broken behind a good header
        raise BadPhoto(_("The photo is damaged; take or send it again.")) from fault
    sheet = Image.new("RGB", pixels.size, "white")
    sheet.paste(pixels, mask=pixels if pixels.mode == "RGBA" else None)
    turn = UPRIGHT.get(orientation)
    return sheet if turn is None else sheet.transpose(turn)
