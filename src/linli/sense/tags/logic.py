"""Decides what the code of a tag looks like, and what a tag must have. Pure."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from linli.wire.texts import N_, holds_control

KINDS: Final = ("lift", "door", "estate")
LONGEST_SPOT: Final = 80
MARK_LENGTH: Final = 8
CODE_LENGTH: Final = 2 * MARK_LENGTH
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: a code that a camera cannot read is typed from below the picture."""


class Standing(StrEnum):
    """What a code is worth. `foreign`: signed by nobody here, so from elsewhere or made up."""

    GOOD = "good"
    REVOKED = "revoked"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


class BadTag(ValueError):
    """A tag that cannot be made as it is: which field, a translatable message and its values."""

    def __init__(self, field: str, message: str, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{field}: {message % (values or {})}")
        self.field = field
        self.message = message
        self.values = values or {}


@dataclass(frozen=True, slots=True)
class NewTag:
    """Where a code will hang; `spot` says in words which lift or door of the place."""

    kind: str
    place_id: int
    spot: str = field(default="")


def tidy(spot: str) -> str:
    """With single blanks, and none around; other white space is left to be refused."""
    return " ".join(word for word in spot.split(" ") if word)


def check(new: NewTag) -> None:
    """Raises `BadTag`."""
    if new.kind not in KINDS:
        message = N_("“%(kind)s” is no kind of place code; use one of %(known)s.")
        raise BadTag("kind", message, {"kind": new.kind[:16], "known": ", ".join(KINDS)})
    if len(new.spot) > LONGEST_SPOT:
        message = N_("This has %(length)d characters; at most %(most)d are allowed.")
        raise BadTag("spot", message, {"length": len(new.spot), "most": LONGEST_SPOT})
    if holds_control(new.spot) or not new.spot.isprintable():
        message = N_("This holds characters that cannot be printed; please leave them out.")
        raise BadTag("spot", message)


def signed(mark: str, key: bytes) -> str:
    """The code: a random mark, and 40 bits that only the holder of the key can add to it."""
    digest = hmac.digest(key, mark.encode(), hashlib.sha256)
    number = int.from_bytes(digest[:5], "big")
    signature = "".join(ALPHABET[number >> 5 * place & 31] for place in range(MARK_LENGTH))
    return mark + signature


def is_signed(code: str, key: bytes) -> bool:
    """Whether we made this code, as far as it tells by itself."""
    if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET):
        return False
    return hmac.compare_digest(code, signed(code[:MARK_LENGTH], key))
