"""What places announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class PlacesMoved(Fact):
    """Places that were known lie in other places now; `queries.moved` says which, and where.

    One fact for a whole load: an estate alone has hundreds of homes below it.
    """

    NAME: ClassVar[str] = "places_moved"

    move_id: UUID

    @property
    def subject(self) -> str:
        return f"move:{self.move_id}"
