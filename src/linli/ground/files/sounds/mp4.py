"""M4A: MP4 with sound alone (ISO/IEC 14496-12). What is not sound is blanked out in its place."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from linli.ground.files.sounds.fault import Broken

MEDIA_TYPE: Final = "audio/mp4"
PARENTS: Final = {b"moov", b"trak", b"mdia", b"moof", b"traf"}
BLANKED: Final = {b"udta", b"meta", b"uuid", b"free", b"skip"}
TIMED: Final = {b"mvhd", b"tkhd", b"mdhd"}
SAMPLES_A_FRAME: Final = 1024
"""Of AAC: for fragments that do not say how long their samples are."""
DEEPEST: Final = 5


@dataclass(slots=True)
class Seen:
    """What has been found so far; `frames` are samples of fragments, each of `ticks`."""

    out: bytearray
    kinds: list[bytes] = field(default_factory=list)
    seconds: float = 0.0
    scale: int = 0
    frames: int = 0
    ticks: int = SAMPLES_A_FRAME
    sound: int = 0


def is_one(content: bytes) -> bool:
    return content[4:8] == b"ftyp"


def bare(content: bytes) -> tuple[bytes, float]:
    seen = Seen(bytearray(content))
    _walk(content, 0, len(content), seen, 0)
    if not seen.kinds or set(seen.kinds) != {b"soun"} or not seen.sound:
        raise Broken(f"tracks {seen.kinds}, {seen.sound} bytes of sound")
    fragments = seen.frames * seen.ticks / seen.scale if seen.scale else 0.0
    if max(seen.seconds, fragments) <= 0:
        raise Broken("no sound")
    return bytes(seen.out), max(seen.seconds, fragments)


def _walk(content: bytes, at: int, end: int, seen: Seen, depth: int) -> None:
    if depth > DEEPEST:
        raise Broken(f"too deep at byte {at}")
    for start, kind, body, stop in _boxes(content, at, end):
        if kind in BLANKED:
            seen.out[start + 4 : start + 8] = b"free"
            seen.out[body:stop] = bytes(stop - body)
        elif kind in PARENTS:
            _walk(content, body, stop, seen, depth + 1)
        elif kind == b"mdat":
            seen.sound += stop - body
        else:
            _note(kind, content[body:stop], body, seen)


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[int, bytes, int, int]]:
    """Start, kind, body and end; size 0 reaches to the end, size 1 is written long."""
    while at < end:
        if at + 8 > end:
            raise Broken(f"cut off at byte {at}")
        size, kind, body = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], 8
        if size == 1:
            size, body = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        size = size or end - at
        if size < body or at + size > end:
            raise Broken(f"no box at byte {at}")
        yield at, kind, at + body, at + size
        at += size


def _note(kind: bytes, body: bytes, at: int, seen: Seen) -> None:
    try:
        if kind == b"hdlr":
            seen.kinds.append(body[8:12])
        elif kind in TIMED:
            _note_times(kind, body, at, seen)
        elif kind == b"tfhd":
            _note_fragment(body, seen)
        elif kind == b"trun":
            seen.frames += struct.unpack_from(">I", body, 4)[0]
    except (struct.error, IndexError) as short:
        raise Broken(f"{kind!r} at byte {at} is too short") from short


def _note_times(kind: bytes, body: bytes, at: int, seen: Seen) -> None:
    """When it was made and changed is blanked; how long it lasts is read."""
    is_long = body[0] == 1
    seen.out[at + 4 : at + (20 if is_long else 12)] = bytes(16 if is_long else 8)
    if kind == b"tkhd":
        return
    scale, length = struct.unpack_from(">IQ" if is_long else ">II", body, 20 if is_long else 12)
    if kind == b"mdhd":
        seen.scale = scale
    if scale and length < 2 ** (64 if is_long else 32) - 1:
        seen.seconds = max(seen.seconds, length / scale)


def _note_fragment(body: bytes, seen: Seen) -> None:
    """The length of a sample stands behind what its flags announce."""
    flags = int.from_bytes(body[1:4], "big")
    if flags & 0x8:
        before = 8 * bool(flags & 0x1) + 4 * bool(flags & 0x2)
        seen.ticks = struct.unpack_from(">I", body, 8 + before)[0] or SAMPLES_A_FRAME
