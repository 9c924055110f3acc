"""Makes keys: sortable ones for rows that travel, short random ones for people."""

import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

# Crockford's base 32 without I, L, O, U: nothing that is misread on paper or misheard by phone.
READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


def new_key() -> UUID:
    """A time-ordered UUID (version 7, RFC 9562)."""
    return UUID(int=uuid7().int)


def short_code(length: int = CODE_LENGTH) -> str:
    """A random code a person can read out: 5 bits a character, 40 bits for the default 8."""
    return "".join(secrets.choice(READABLE) for _ in range(length))


def read_short_code(typed: str) -> str:
    """What a person meant by a typed code: O is 0, I and L are 1, blanks and dashes are dropped."""
    folded = typed.strip().upper().replace("-", "").replace(" ", "")
    return folded.translate(str.maketrans("OIL", "011"))
