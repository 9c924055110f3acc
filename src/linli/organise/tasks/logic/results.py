"""Decides what the result of a task must hold."""

from typing import Final

from linli.respond.cases.logic.faults import BadText
from linli.wire.texts import N_

LONGEST_RESULT: Final = 2000
MOST_PHOTOS: Final = 5
"""As many as one form can carry at their largest."""


def require_photos(count: int, *, is_needed: bool) -> None:
    """Raises `BadText` for none where one is needed, and for more than are kept."""
    if is_needed and count == 0:
        raise BadText("photos", N_("This matter needs a photo of the result; please add one."))
    if count > MOST_PHOTOS:
        values = {"count": count, "most": MOST_PHOTOS}
        message = N_("These are %(count)d photos; please choose at most %(most)d.")
        raise BadText("photos", message, values)
