"""AMR, narrow and wide band (RFC 4867, section 5): frames of 20 ms, and nothing else."""

from typing import Final

from linli.ground.files.sounds.fault import Broken

MEDIA_TYPE: Final = "audio/amr"
SECONDS: Final = 0.02
MAGIC: Final = {
    b"#!AMR\n": (12, 13, 15, 17, 19, 20, 26, 31, 5, None, None, None, None, None, None, 0),
    b"#!AMR-WB\n": (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, None, None, None, None, 0, 0),
}
"""The beginning of the file → bytes of speech by the type of a frame."""


def is_one(content: bytes) -> bool:
    return content.startswith(tuple(MAGIC))


def bare(content: bytes) -> tuple[bytes, float]:
    magic = next(one for one in MAGIC if content.startswith(one))
    at, count = len(magic), 0
    while at < len(content):
        size = MAGIC[magic][content[at] >> 3 & 15]
        if size is None or content[at] & 0x83:
            raise Broken(f"no frame at byte {at}")
        if at + 1 + size > len(content):
            break
        at += 1 + size
        count += 1
    if count == 0:
        raise Broken("no frame")
    return content[:at], count * SECONDS
