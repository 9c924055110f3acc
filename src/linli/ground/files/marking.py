"""Writes on a photo what is known of it, for looking and printing; what is kept stays as it is."""

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from linli.ground.files import queries
from linli.ground.files.photos import JPEG_QUALITY, PhotoMustWait
from linli.ground.turns import NoTurn, Turns

FONT: Final = Path(__file__).parent.parent / "prints" / "fonts" / "NotoSerifSC_700Bold.ttf"
TURNS: Final = Turns(at_work=1, in_line=24, seconds=15.0)
"""One takes 0.1 s of a core; a page may show ten."""

SMALLEST: Final = 9
PER_WIDTH: Final = 40
"""So many signs fit into a line."""
SHADE: Final = (0, 0, 0, 150)


def read_marked(photo_id: UUID, lines: Sequence[str]) -> bytes:
    """The photo with these lines at its foot, as JPEG.

    Raises `UnknownFile`, `storage.MissingFile`, `PhotoMustWait`.
    """
    return _kept(photo_id, tuple(lines))


@lru_cache(maxsize=24)
def _kept(photo_id: UUID, lines: tuple[str, ...]) -> bytes:
    content, _media_type = queries.read(photo_id)
    try:
        with TURNS.turn():
            return marked(content, lines)
    except NoTurn as none:
        told = _("Too many photos are being shown now; please reload in a few seconds.")
        raise PhotoMustWait(told) from none


def marked(content: bytes, lines: Sequence[str]) -> bytes:
    """White on a dark strip, small enough that the longest line fits."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    font = _font(image.width, lines)
    size = int(font.size)
    step = round(size * 1.4)
    strip = Image.new("RGBA", (image.width, step * len(lines) + size // 2), SHADE)
    draw = ImageDraw.Draw(strip)
    for number, line in enumerate(lines):
        draw.text((size // 2, size // 4 + number * step), line, "white", font)
    image.paste(strip, (0, image.height - strip.height), strip)
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=JPEG_QUALITY)
    return encoded.getvalue()


def _font(width: int, lines: Sequence[str]) -> ImageFont.FreeTypeFont:
    size = max(SMALLEST, width // PER_WIDTH)
    font = ImageFont.truetype(FONT, size)
    longest = max((font.getlength(line) for line in lines), default=0)
    room = width - size
    if longest <= room:
        return font
    return font.font_variant(size=max(SMALLEST, int(size * room / longest)))
