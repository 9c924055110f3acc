"""What the hotline's orders announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class HotlineOrderMoved(Fact):
    """An order of the hotline stands elsewhere now: asked back, returned, replied to, answered."""

    NAME: ClassVar[str] = "hotline_order_moved"

    order_id: UUID
    report_id: UUID
    from_state: str
    to_state: str

    @property
    def subject(self) -> str:
        return f"hotline_order:{self.order_id}"
