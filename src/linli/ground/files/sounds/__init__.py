"""Makes a voice message safe to keep: its kind found in its bytes, not in its name, then bare.

Nothing is decoded: what every kind must hold is checked, and what else it carries (titles, dates,
pictures, positions, names of programs) is blanked out or left away.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from linli.ground.files.sounds import amr, mp4, mpeg, ogg, wave, webm
from linli.ground.files.sounds.fault import Broken

MOST_BYTES: Final = 6 * 1024 * 1024
MOST_SECONDS: Final = 180
KINDS: Final = (wave, amr, ogg, webm, mp4, mpeg)
"""The vaguest beginning comes last."""


class BadSound(Exception):
    """These bytes cannot be kept as a voice message; the text tells the sender why."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A voice message without anything that tells more than it says."""

    content: bytes
    media_type: str
    seconds: float


def clean(content: bytes) -> Sound:
    """Raises `BadSound`."""
    if len(content) > MOST_BYTES:
        told = _("The recording has %(size)s MB; send one of at most %(most)s MB.")
        size = f"{len(content) / 1024**2:.1f}"
        raise BadSound(told % {"size": size, "most": MOST_BYTES // 1024**2})
    kind = next((one for one in KINDS if one.is_one(content)), None)
    if kind is None:
        told = _(
            "This is not a sound recording; send WebM, Ogg, M4A, MP3, WAV or AMR, or record anew."
        )
        raise BadSound(told)
    try:
        bare, seconds = kind.bare(content)
    except Broken as broken:
        raise BadSound(_("The recording is damaged; record or send it again.")) from broken
    if seconds > MOST_SECONDS:
        told = _("The recording lasts %(seconds)d seconds; at most %(most)d are taken.")
        raise BadSound(told % {"seconds": seconds, "most": MOST_SECONDS})
    return Sound(bare, kind.MEDIA_TYPE, seconds)
