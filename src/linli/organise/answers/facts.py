"""What answers announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class AnswerGiven(Fact):
    """A reporter was told something."""

    NAME: ClassVar[str] = "answer_given"

    answer_id: UUID
    report_id: UUID

    @property
    def subject(self) -> str:
        return f"report:{self.report_id}"
