"""Which bytes of a file are asked for by a Range header (RFC 9110, section 14)."""

import re
from dataclasses import dataclass
from typing import Final

PARTIAL, NO_SUCH_RANGE = 206, 416

_RANGE: Final = re.compile(r"bytes=([0-9]{1,15})-([0-9]{0,15})")


@dataclass(frozen=True, slots=True)
class Part:
    """From the first to the last byte; of what lies behind the end, nothing is there."""

    first: int
    last: int
    size: int

    @property
    def is_there(self) -> bool:
        return self.first <= self.last

    @property
    def headers(self) -> dict[str, str]:
        which = f"{self.first}-{self.last}" if self.is_there else "*"
        return {"Content-Range": f"bytes {which}/{self.size}", "Accept-Ranges": "bytes"}


def asked_part(wanted: str, size: int) -> Part | None:
    """None where not one part is asked for."""
    asked = _RANGE.fullmatch(wanted.strip())
    if asked is None:
        return None
    return Part(int(asked[1]), min(int(asked[2] or size), size - 1), size)
