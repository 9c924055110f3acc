"""Ogg with Opus (RFC 3533, RFC 7845). Its comments are emptied; all else stays as it is."""

import struct
from dataclasses import dataclass
from typing import Final

from linli.ground.files.sounds.fault import Broken

MEDIA_TYPE: Final = "audio/ogg"
HEADER: Final = struct.Struct("<4sBBqIIIB")
HERTZ: Final = 48_000
COMMENTS: Final = b"OpusTags" + struct.pack("<I5sI", 5, b"linli", 0)


@dataclass(slots=True)
class OggPage:
    """Where it lies; `body` is where its packets begin, `granule` counts samples up to its end."""

    start: int
    body: int
    end: int
    granule: int
    serial: int
    ends_packet: bool


def is_one(content: bytes) -> bool:
    return content[:4] == b"OggS"


def bare(content: bytes) -> tuple[bytes, float]:
    pages = _pages(content)
    if len(pages) < 3 or content[pages[0].body : pages[0].body + 8] != b"OpusHead":
        raise Broken("no Opus stream")
    if len({page.serial for page in pages}) != 1:
        raise Broken("more than one stream")
    skipped = int.from_bytes(content[pages[0].body + 10 : pages[0].body + 12], "little")
    last = max(page.granule for page in pages)
    if last <= skipped:
        raise Broken("no sound")
    changed = bytearray(content[: pages[-1].end])
    _empty_comments(changed, pages[1:])
    return bytes(changed), (last - skipped) / HERTZ


def _pages(content: bytes) -> list[OggPage]:
    pages, at = [], 0
    while at < len(content):
        if at + HEADER.size > len(content):
            raise Broken(f"cut off at byte {at}")
        magic, version, _, granule, serial, _, _, count = HEADER.unpack_from(content, at)
        table = content[at + HEADER.size : at + HEADER.size + count]
        body = at + HEADER.size + count
        end = body + sum(table)
        if magic != b"OggS" or version != 0 or len(table) != count or end > len(content):
            raise Broken(f"no page at byte {at}")
        ends = bool(table) and table[-1] < 255
        pages.append(OggPage(at, body, end, granule, serial, ends))
        at = end
    return pages


def _empty_comments(content: bytearray, pages: list[OggPage]) -> None:
    """The comment packet fills whole pages: it keeps its length, and zeros behind the end."""
    if content[pages[0].body : pages[0].body + 8] != b"OpusTags":
        raise Broken("no comments")
    left = COMMENTS
    for page in pages:
        room = page.end - page.body
        content[page.body : page.end] = left[:room].ljust(room, b"\0")
        left = left[room:]
        _seal(content, page)
        if page.ends_packet:
            break
    if left:
        raise Broken("comments that are too short")


def _seal(content: bytearray, page: OggPage) -> None:
    """The checksum is counted with zeros in its own place."""
    content[page.start + 22 : page.start + 26] = bytes(4)
    checksum = crc(bytes(content[page.start : page.end]))
    content[page.start + 22 : page.start + 26] = struct.pack("<I", checksum)


def _table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = value << 1 ^ (0x104C11DB7 if value & 0x80000000 else 0)
        table.append(value)
    return tuple(table)


_CRC: Final = _table()


def crc(page: bytes) -> int:
    """CRC-32 of RFC 3533, section 6: polynomial 0x04c11db7, nothing reflected, from zero."""
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _CRC[value >> 24 ^ byte]
    return value
