"""Decides what the result of a task must hold."""

from typing import Final

from linli.respond.cases.logic.faults import BadText
from linli.wire.texts import N_

LONGEST_RESULT: Final = 2000
MOST_PHOTOS: Final = 5
"""As many as one form can carry at their largest."""


def require_photos(count: int) -> None:
    """Raises `BadText` for more photos than are kept."""
    if count > MOST_PHOTOS:
        values = {"count": count, "most": MOST_PHOTOS}
        message = N_("These are %(count)d photos; please choose at most %(most)d.")
        raise BadText("photos", message, values)
