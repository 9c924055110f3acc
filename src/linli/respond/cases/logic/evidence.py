"""Decides whether what was looked at on the spot has what its item asks for to be filed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from linli.registers.places.logic.outlines import metres_between
from linli.wire.texts import N_

NEAR_M: Final = 200
UNSURE_M: Final = 100
"""So much of what a telephone says that it may be off is believed."""

NO_PHOTO: Final = N_("Somebody has to look at it on the spot first: a photo from there is missing.")
NO_POSITION: Final = N_(
    "Somebody has to look at it on the spot first: the position of the photo is missing."
)
FAR_OFF: Final = N_("It was looked at from more than 200 m away: somebody has to go there.")


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody brought back from the spot: photos, and where they stood, if they told it."""

    photos: int
    spot: Mapping[str, float] | None = None

    @classmethod
    def kept(cls, detail: Mapping[str, Any]) -> Self:
        """From what the timeline keeps of it."""
        return cls(len(detail.get("photo_ids", ())), detail.get("spot"))


def missing(asked: Sequence[str], looks: Sequence[Look], at: tuple[float, float] | None) -> str:
    """What is missing of the evidence that is asked for; empty for nothing. `at`: where it is.

    What asks for no photo is filed by what was told, and by its place.
    """
    if "photo" not in asked:
        return ""
    shown = [one for one in looks if one.photos]
    if not shown:
        return NO_PHOTO
    if "position" not in asked or at is None:
        return ""
    spots = [one.spot for one in shown if one.spot]
    if not spots:
        return NO_POSITION
    return "" if any(_off(spot, at) <= NEAR_M for spot in spots) else FAR_OFF


def _off(spot: Mapping[str, float], at: tuple[float, float]) -> float:
    away = metres_between(spot["lat"], spot["lon"], *at)
    return away - min(spot.get("within_m", 0), UNSURE_M)
