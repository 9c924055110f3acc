"""What supervision announces."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class LetterSent(Fact):
    """The leader has written to a unit whose work is late."""

    NAME: ClassVar[str] = "letter_sent"

    letter_id: UUID
    task_id: UUID
    case_id: UUID
    party_id: int

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"
