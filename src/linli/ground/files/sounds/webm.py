"""WebM with sound alone (Matroska, RFC 9559). What is not sound is blanked out in its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from linli.ground.files.sounds.fault import Broken

MEDIA_TYPE: Final = "audio/webm"
EBML, SEGMENT, INFO, TRACKS, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
ATTACHMENTS, CHAPTERS, TAGS = 0x1941A469, 0x1043A770, 0x1254C367
TRACK, TRACK_TYPE, CODEC = 0xAE, 0x83, 0x86
SCALE, TIME, BLOCK_GROUP, BLOCK, SIMPLE_BLOCK = 0x2AD7B1, 0xE7, 0xA0, 0xA1, 0xA3
BLANKED: Final = {
    *(ATTACHMENTS, CHAPTERS, TAGS),
    *(0x4461, 0x7BA9, 0x4D80, 0x5741, 0x7384, 0x73A4),  # date, title, programs, file name, ids
    *(0x536E, 0x258688, 0x22B59C),  # names and language of a track
}
PARENTS: Final = {SEGMENT, INFO, TRACKS, TRACK, CLUSTER, BLOCK_GROUP}
CODECS: Final = (b"A_OPUS", b"A_VORBIS")
SOUND: Final = 2


@dataclass(slots=True)
class Seen:
    """What has been found so far; times in steps of `scale` nanoseconds."""

    out: bytearray
    scale: int = 1_000_000
    cluster: int = 0
    last: int = -1
    tracks: list[int] = field(default_factory=list)


def is_one(content: bytes) -> bool:
    return content[:4] == EBML.to_bytes(4, "big")


def bare(content: bytes) -> tuple[bytes, float]:
    seen = Seen(bytearray(content))
    for start, kind, body, end in _elements(content):
        if kind in BLANKED:
            seen.out[start:end] = _void(end - start)
        else:
            _note(kind, content[body:end], seen)
    if not seen.tracks or set(seen.tracks) != {SOUND} or seen.last < 0:
        raise Broken(f"tracks {seen.tracks}, last block at {seen.last}")
    return bytes(seen.out), seen.last * seen.scale / 1e9


def _elements(content: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Start, id, body and end of all that hold no others, in the order of the file.

    What holds others is stepped into, so that nobody needs to know where it ends: a recorder that
    sends while it records does not know it either.
    """
    at = 0
    while at < len(content):
        kind, behind = _number(content, at, keeps_mark=True)
        size, body = _number(content, behind, keeps_mark=False)
        is_open = size == (1 << 7 * (body - behind)) - 1
        if (is_open and kind not in PARENTS) or (not is_open and body + size > len(content)):
            raise Broken(f"cut off at byte {at}")
        if kind in PARENTS:
            at = body
        else:
            yield at, kind, body, body + size
            at = body + size


def _number(content: bytes, at: int, *, keeps_mark: bool) -> tuple[int, int]:
    """A number of 1 to 8 bytes; its first set bit tells how many."""
    first = content[at] if at < len(content) else 0
    length = 9 - first.bit_length()
    if first == 0 or at + length > len(content):
        raise Broken(f"no element at byte {at}")
    value = int.from_bytes(content[at : at + length], "big")
    return (value if keeps_mark else value & (1 << 7 * length) - 1), at + length


def _note(kind: int, body: bytes, seen: Seen) -> None:
    if kind == SCALE:
        seen.scale = int.from_bytes(body[:8], "big")
    elif kind == TRACK_TYPE:
        seen.tracks.append(int.from_bytes(body[:8], "big"))
    elif kind == CODEC and body.rstrip(b"\0") not in CODECS:
        raise Broken(f"codec {body[:20]!r}")
    elif kind == TIME:
        seen.cluster = int.from_bytes(body[:8], "big")
    elif kind in (BLOCK, SIMPLE_BLOCK):
        _, at = _number(body, 0, keeps_mark=False)
        seen.last = max(seen.last, seen.cluster + int.from_bytes(body[at : at + 2], "big"))


def _void(length: int) -> bytes:
    """An element that says nothing, of this length."""
    if length <= 128:
        return bytes([0xEC, 0x80 | length - 2]).ljust(length, b"\0")
    return (b"\xec\x01" + (length - 9).to_bytes(7, "big")).ljust(length, b"\0")
