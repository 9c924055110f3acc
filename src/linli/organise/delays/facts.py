"""What is announced about delays."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class DelayAsked(Fact):
    """A unit asked for more time, or for its work to wait."""

    NAME: ClassVar[str] = "delay_asked"

    delay_id: UUID
    task_id: UUID
    case_id: UUID
    party_id: int

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class DelayDecided(Fact):
    """Somebody approved or refused it."""

    NAME: ClassVar[str] = "delay_decided"

    delay_id: UUID
    task_id: UUID
    case_id: UUID
    outcome: str

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"
