"""MP3: frames of MPEG audio layer III (ISO/IEC 11172-3, 13818-3). Kept: the frames alone."""

from dataclasses import dataclass
from typing import Final

from linli.ground.files.sounds.fault import Broken

MEDIA_TYPE: Final = "audio/mpeg"
LEAST_FRAMES: Final = 3
MPEG_1: Final = 3
LAYER_3: Final = 1
KBITS: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KBITS_LOW: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
RATES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
ENCODERS_OWN: Final = (b"Xing", b"Info", b"VBRI")
"""The first frame of many files is no sound: it names the encoder, and counts frames."""


@dataclass(frozen=True, slots=True)
class Frame:
    length: int
    seconds: float


def is_one(content: bytes) -> bool:
    return content[:3] == b"ID3" or _frame(content, 0) is not None


def bare(content: bytes) -> tuple[bytes, float]:
    """Without ID3 and APE tags, pictures in them included."""
    start = at = _behind_tags(content)
    seconds, count = 0.0, 0
    while (frame := _frame(content, at)) and at + frame.length <= len(content):
        if count == 0 and any(name in content[at : at + 200] for name in ENCODERS_OWN):
            start = at + frame.length
        else:
            seconds += frame.seconds
        at += frame.length
        count += 1
    if count < LEAST_FRAMES:
        raise Broken(f"{count} frames behind byte {start}")
    return content[start:at], seconds


def _behind_tags(content: bytes) -> int:
    """ID3v2: a size of four times seven bits, then perhaps zeros."""
    at = 0
    while content[at : at + 3] == b"ID3" and at + 10 <= len(content):
        size = 0
        for seven in content[at + 6 : at + 10]:
            size = size << 7 | seven & 0x7F
        at += 10 + size
    while content[at : at + 1] == b"\0":
        at += 1
    return at


def _frame(content: bytes, at: int) -> Frame | None:
    head = content[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    kbits, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version not in RATES or layer != LAYER_3 or kbits in (0, 15) or rate == 3:
        return None
    hertz = RATES[version][rate]
    samples = 1152 if version == MPEG_1 else 576
    bits = (KBITS if version == MPEG_1 else KBITS_LOW)[kbits] * 1000
    return Frame(samples // 8 * bits // hertz + padding, samples / hertz)
