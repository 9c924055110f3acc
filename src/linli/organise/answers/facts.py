"""What answers announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class AnswerDrafted(Fact):
    """An answer to the reporters of a case waits for a leader."""

    NAME: ClassVar[str] = "answer_drafted"

    draft_id: UUID
    case_id: UUID

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class AnswerDecided(Fact):
    """A leader has sent it, or handed it back."""

    NAME: ClassVar[str] = "answer_decided"

    draft_id: UUID
    case_id: UUID
    outcome: str

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"


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
