"""WAV: RIFF chunks (Microsoft, Multimedia Programming Interface 1.0). Kept: format and samples."""

import struct
from collections.abc import Iterator

from linli.ground.files.sounds.fault import Broken

MEDIA_TYPE = "audio/wav"
PCM, FLOAT, A_LAW, MU_LAW, EXTENSIBLE = 1, 3, 6, 7, 0xFFFE


def is_one(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WAVE"


def bare(content: bytes) -> tuple[bytes, float]:
    """Without its INFO, bext, id3 and other chunks; and how many seconds it lasts."""
    chunks = dict(reversed(list(_chunks(content))))
    form, samples = chunks.get(b"fmt "), chunks.get(b"data")
    if form is None or not samples or len(form) < 16:
        raise Broken("no format or no samples")
    kind, _channels, _rate, per_second = struct.unpack_from("<HHII", form)
    if kind not in (PCM, FLOAT, A_LAW, MU_LAW, EXTENSIBLE) or per_second == 0:
        raise Broken(f"format {kind}, {per_second} bytes a second")
    body = b"WAVE" + _chunk(b"fmt ", form) + _chunk(b"data", samples)
    return b"RIFF" + struct.pack("<I", len(body)) + body, len(samples) / per_second


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Of a last chunk that is longer than the file counts what is there."""
    at = 12
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        yield content[at : at + 4], content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _chunk(name: bytes, held: bytes) -> bytes:
    return name + struct.pack("<I", len(held)) + held + b"\0" * (len(held) % 2)
