"""Decides what the result of a task, or of a check, must hold and what may come with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from linli.registers.places.logic.outlines import BadPoint, check_point
from linli.respond.cases.logic.faults import BadText
from linli.wire.texts import N_

LONGEST_RESULT: Final = 2000
FARTHEST_M: Final = 100_000
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


def require_reading(asked: Sequence[str], text: str, *, is_watched: bool) -> None:
    """What must close with a measured value says one, where no device of ours measures it.

    Raises `BadText`.
    """
    if "reading" in asked and not is_watched and not any(sign.isdecimal() for sign in text):
        message = N_("This matter needs a measured value in the result, for example 0.12 m.")
        raise BadText("text", message)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody stood when they took the photos or wrote the result: given by them, once.

    WGS-84 in degrees; `within_m` is how far off the telephone thinks that it may be.
    """

    lat: float
    lon: float
    within_m: int

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self | None:
        """None without one, and for what is none: no result is refused for its position."""
        try:
            lat, lon = float(typed["lat"]), float(typed["lon"])
            check_point(lat, lon)
            within_m = round(float(typed.get("within_m") or FARTHEST_M))
        except (KeyError, TypeError, ValueError, OverflowError, BadPoint):
            return None
        return cls(round(lat, 6), round(lon, 6), min(max(within_m, 0), FARTHEST_M))

    def kept(self) -> dict[str, float]:
        return {"lat": self.lat, "lon": self.lon, "within_m": self.within_m}


@dataclass(frozen=True, slots=True)
class Looked:
    """What a check brought back besides words."""

    photo_ids: Sequence[UUID] = ()
    spot: Spot | None = None


NOTHING_ELSE: Final = Looked()


@dataclass(frozen=True, slots=True)
class Brought:
    """What else comes with work: who did it without an account, and how it looked before.

    `told_at` is when it was done, as the paper says from which somebody enters it.
    """

    worker: str = ""
    before_ids: Sequence[UUID] = ()
    told_at: datetime | None = None


NOTHING_MORE: Final = Brought()
