"""What signals announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class SignalRaised(Fact):
    """Something was noticed."""

    NAME: ClassVar[str] = "signal_raised"

    signal_id: UUID
    item: str
    urgent: bool

    @property
    def subject(self) -> str:
        return f"signal:{self.signal_id}"


@dataclass(frozen=True, slots=True)
class SignalCleared(Fact):
    """A device says that what it noticed is over."""

    NAME: ClassVar[str] = "signal_cleared"

    signal_id: UUID
    urgent: bool

    @property
    def subject(self) -> str:
        return f"signal:{self.signal_id}"


@dataclass(frozen=True, slots=True)
class SignalPlaced(Fact):
    """A person said where something was noticed."""

    NAME: ClassVar[str] = "signal_placed"

    signal_id: UUID
    place_id: int

    @property
    def subject(self) -> str:
        return f"signal:{self.signal_id}"
