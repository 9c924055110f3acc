"""What answers announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class AnswersGiven(Fact):
    """The reporters of a case were told a step: one fact, however many they are."""

    NAME: ClassVar[str] = "answers_given"

    case_id: UUID
    source: str
    reporters: int

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"
