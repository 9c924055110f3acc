"""Decides whether what a person wrote can be kept."""

from typing import Final

from linli.respond.cases.logic.faults import BadText
from linli.wire.texts import N_, holds_control

LONGEST_REASON: Final = 1000
LONGEST_TOLD: Final = 200
"""Why something is set aside unworked: a line that its reporters read."""

LONGEST_NOTE: Final = 1000


def read_text(field: str, text: str, longest: int, *, is_required: bool = True) -> str:
    """The text without blanks around it. Raises `BadText`."""
    written = text.replace("\r\n", "\n").strip()
    if not written and is_required:
        raise BadText(field, N_("Please write something here."))
    if len(written) > longest:
        values = {"length": len(written), "longest": longest}
        raise BadText(
            field, N_("This has %(length)d characters; please use at most %(longest)d."), values
        )
    if holds_control(written):
        raise BadText(field, N_("This holds a character that cannot be shown; please remove it."))
    return written
