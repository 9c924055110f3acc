"""Computes the code of an audit row from its contents."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime


def plain(value: object) -> object:
    """The value as JSON that both databases give back unchanged.

    Numbers with a fraction become text: PostgreSQL stores 1e20 as an integer and drops -0.0.
    NUL becomes U+FFFD: PostgreSQL refuses it.
    """
    match value:
        case None | bool() | int():
            return value
        case Mapping():
            return {clean(str(key)): plain(inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(inner) for inner in value]
        case datetime():
            return value.isoformat()
        case _:
            return clean(str(value))


def clean(text: str, longest: int | None = None) -> str:
    """Text that fits its column on every database; an act is never lost for a long word."""
    return text.replace("\x00", "\ufffd")[:longest]


def code_of(columns: Mapping[str, object], key: bytes) -> str:
    """HMAC-SHA256 (RFC 2104), in hex, over the columns in canonical JSON."""
    body = json.dumps(
        {name: _canonical(value) for name, value in columns.items()},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return hmac.new(key, body.encode("ascii"), hashlib.sha256).hexdigest()


def _canonical(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if isinstance(value, dict | int | str | None) else str(value)
